from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..exceptions import SlotTaken

ALTERNATIVES = 5
ALTERNATIVE_DAYS = 21


class RendezvousAppointment(models.Model):
    """What who came second is told: the nearest times that are still free."""

    _inherit = "rendezvous.appointment"

    @api.model
    def _lost_race(self, service, start, agenda, online, sector=None, moving=None):
        """Return the refusal of who came second, with what is free at this very moment.

        The running transaction still sees the world of before the race, so
        the alternatives are read through a cursor of their own.
        """
        with self.env.registry.cursor() as cr:
            fresh = self.with_env(self.env(cr=cr))
            known = fresh.env["rendezvous.agenda"].sudo().browse(agenda.id).exists()
            if known:
                return fresh._slot_taken(
                    service.with_env(fresh.env), start, known, online, sector, moving
                )
        return self._slot_taken(service, start, agenda, online, sector, moving)

    @api.model
    def _slot_taken(self, service, start, agenda, online, sector=None, moving=None):
        alternatives = self._alternatives(service, start, agenda, online, sector, moving)
        asked = self._refused_words(service, start, agenda, online)
        times = [self._alternative_words(slot, agenda, online) for slot in alternatives]
        if times:
            message = self.env._(
                "%(start)s is not free any more. Nearest free times: %(times)s.",
                start=asked,
                times="; ".join(times),
            )
        else:
            message = self.env._(
                "%(start)s is not free any more, and nothing else is free in the coming weeks.",
                start=asked,
            )
        return SlotTaken(message, alternatives)

    def _refused_words(self, service, start, agenda, online):
        """Return the start asked for in words: online, the half-day that it stands for."""
        tz, second = agenda.sudo().tz, timedelta(seconds=1)
        availability = self.env["rendezvous.availability"]
        begin, end = availability._window_around(service, agenda, start, start + second)
        if online and begin == start:
            return self.env["rendezvous.page"]._when_between(begin, end, tz)
        return format_datetime(self.env, start, tz=tz, dt_format="short")

    def _alternative_words(self, slot, agenda, online):
        tz = agenda.sudo().tz
        offering = agenda.sudo().browse(slot.agenda_id)
        if online and offering.booking_mode == "window":
            return self.env["rendezvous.page"]._when_between(slot.start, slot.stop, tz)
        return format_datetime(self.env, slot.start, tz=tz, dt_format="short")

    @api.model
    def _alternatives(self, service, start, agenda, online, sector=None, moving=None):
        """Return the nearest free starts: of the same agenda, else of any other."""
        window = timedelta(days=ALTERNATIVE_DAYS)
        begin = max(start - window, fields.Datetime.now())
        for agendas in (agenda, None):
            slots = self.env["rendezvous.availability"]._slots(
                service,
                begin,
                start + window,
                agendas=agendas,
                online=online,
                sector=sector,
                moving=moving,
            )
            nearest = sorted(
                (slot for slot in slots if (slot.start, slot.agenda_id) != (start, agenda.id)),
                key=lambda slot: abs(slot.start - start),
            )
            if nearest:
                return nearest[:ALTERNATIVES]
        return []
