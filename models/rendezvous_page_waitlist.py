from datetime import time, timedelta

from odoo import api, fields, models
from odoo.tools.misc import format_time

from .rendezvous_waitlist_entry import OPEN
from .rendezvous_waitlist_entry_close import OFFERS_OF_EARLIER

# A first free time this far off is late: the page then proposes the list, discreetly.
LATE = timedelta(days=7)
SHOWN = 20
LAST_MINUTE = 24 * 60 - 1


class RendezvousPage(models.AbstractModel):
    """The waiting list where a contact meets it: free times, own appointments, offers."""

    _inherit = "rendezvous.page"

    @api.model
    def _booking_page(self, service, *args, **kwargs):
        values = super()._booking_page(service, *args, **kwargs)
        return {**values, "waitlist": self._waitlist_way_in(service, values)}

    def _waitlist_way_in(self, service, values):
        """Return ``"nothing"`` or ``"late"``, what the page shows free, False without a list."""
        places, others = values["places"], values["more_places"]
        shown = {agenda.id for place in places for agenda in place["agendas"]}
        shown.update(id_ for entry in others for id_ in entry["agenda_ids"])
        if not any(agenda.has_waitlist and agenda.id in shown for agenda in service.agenda_ids):
            return False
        if not any(entry["first"] for entry in [*places, *others]):
            return "nothing"
        days = [place["first_day"] for place in places if place["first_day"]]
        soon = fields.Date.today() + LATE
        return "late" if days and min(days) > soon else False

    @api.model
    def _agendas_to_wait_for(self, service):
        """Return the agendas of the website that have a waiting list, for a service.

        On the road one leaves a request: the address and the equipment decide there.
        """
        return (self._agendas() & service.agenda_ids).filtered(
            lambda agenda: agenda.has_waitlist and not agenda.by_sector
        )

    @api.model
    def _may_wait_for_earlier(self, appointment):
        """Tell whether the contact may ask for an earlier time of an appointment of his."""
        return (
            appointment._contact_may_move()
            and appointment.partner_id._may_in_portal("book")
            and len(appointment._earlier_offers()) < OFFERS_OF_EARLIER
            and bool(self._agendas_for_earlier(appointment))
        )

    @api.model
    def _agendas_for_earlier(self, appointment):
        agendas = self._agendas() & appointment.service_id.agenda_ids
        return agendas.filtered(
            lambda a: a.has_waitlist and a.by_sector == appointment.agenda_id.by_sector
        )

    @api.model
    def _waiting_of(self, partner):
        """Return what a contact waits for, longest first."""
        Entry = self.env["rendezvous.waitlist.entry"].sudo()
        mine = [("partner_id", "=", partner.id), ("state", "in", OPEN)]
        return Entry.search(mine, order="id", limit=SHOWN)

    @api.model
    def _waited_of(self, partner):
        """Return what a contact waited for and does no more, latest first."""
        Entry = self.env["rendezvous.waitlist.entry"].sudo()
        mine = [("partner_id", "=", partner.id), ("state", "not in", OPEN)]
        return Entry.search(mine, order="id desc", limit=SHOWN)

    @api.model
    def _wish_words(self, entry):
        """Return what an entry wants, in lines of words for the contact."""
        days = self._wanted_days_words(entry)
        hours = self.env._(
            "between %(start)s and %(stop)s",
            start=self._clock_words(entry.hour_from),
            stop=self._clock_words(entry.hour_to),
        )
        where = ", ".join(entry._wanted_agendas().company_id.mapped("name"))
        who = entry.technician_id.name
        return [line for line in (days, hours, where, who) if line]

    def _clock_words(self, hour):
        minutes = min(round(hour * 60), LAST_MINUTE)
        return format_time(self.env, time(*divmod(minutes, 60)), time_format="short")

    def _wanted_days_words(self, entry):
        if not entry.date_until:
            return self.env._("From %(day)s", day=self._day_words(entry.date_from))
        return self._week_words(entry.date_from, entry.date_until)

    @api.model
    def _offer_page(self, offer):
        """Return the values of the page of one offer, open or over."""
        left = (offer.until - fields.Datetime.now()).total_seconds()
        service = offer.service_id
        return {
            "page": self,
            "offer": offer,
            "entry": offer.entry_id,
            "service": service,
            "earlier": offer.entry_id.appointment_id,
            "held": offer.appointment_id,
            "is_open": offer._is_open(),
            "seconds_left": max(0, int(left)),
        }
