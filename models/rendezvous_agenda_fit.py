from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools.intervals import Intervals


class RendezvousAgenda(models.Model):
    """What fits into an agenda: its openings and the hours of its technicians."""

    _inherit = "rendezvous.agenda"

    @api.constrains("service_ids", "slot_ids", "technician_ids", "is_published", "booking_mode")
    def _check_services_fit(self):
        """Refuse a service that is longer than every opening of its agenda."""
        for agenda in self:
            for service in agenda.service_ids.filtered("active"):
                longest = agenda._longest_opening(service)
                if longest and service.duration > longest:
                    raise ValidationError(agenda._too_long_message(service, longest))
        self._forget_technicians()

    def _too_long_message(self, service, longest):
        names = {
            "service": service.name,
            "duration": service.duration,
            "agenda": self.name,
            "longest": longest,
        }
        if self.booking_mode == "window" and self.technician_ids:
            return self.env._(
                "“%(service)s” lasts %(duration)s minutes, longer than every half-day of"
                " “%(agenda)s” (%(longest)s minutes at most, within the hours of its"
                " technicians): shorten the service, or lengthen an opening or their hours.",
                **names,
            )
        return self.env._(
            "“%(service)s” lasts %(duration)s minutes, longer than every opening"
            " of “%(agenda)s” (%(longest)s minutes at most): shorten the service"
            " or lengthen an opening.",
            **names,
        )

    def _longest_opening(self, service):
        """Return the minutes of the longest opening for ``service``, 0 without opening.

        Half-days only last while a technician works: for a published service,
        within his web hours.
        """
        self.ensure_one()
        agenda = self.sudo()  # planners do not read the files of technicians
        if agenda.booking_mode == "window" and agenda.technician_ids:
            return agenda._longest_window(service, online=service.is_published)
        hours = agenda.technician_ids.technician_hours_ids if not agenda.slot_ids else ()
        openings = agenda._slots_for(service) or hours
        return max((round((o.hour_to - o.hour_from) * 60) for o in openings), default=0)

    def _longest_window(self, service, online):
        """Return the minutes of the longest time a technician has for ``service``, or 0."""
        slots = self._slots_for(service)
        if online:
            slots = slots.filtered("online")
        longest = 0
        for technician in self._technicians_for(service):
            hours = technician.technician_hours_ids
            if online:
                hours = hours.filtered("online")
            for period in self._windows(slots, hours):
                longest = max([longest, *(round((b - a) * 60) for a, b, _owner in period)])
        return longest

    def _windows(self, slots, hours):
        """Yield for each opening, or each day without any, the hours worked within it."""
        if not self.slot_ids:
            for same_day in hours.grouped("weekday").values():
                yield _worked(same_day)
        for slot in slots:
            weekday = str(slot.date.weekday()) if slot.date else slot.weekday
            same_day = hours.filtered(
                lambda h, slot=slot, weekday=weekday: h.weekday == weekday and _meet(h, slot)
            )
            yield _worked(same_day) & Intervals([(slot.hour_from, slot.hour_to, slot)])

    def _slots_for(self, service):
        return self.slot_ids.filtered(lambda s: not s.service_ids or service in s.service_ids)

    def _technicians_for(self, service):
        """Return who can do ``service``: those without a list of services do all."""
        return self.technician_ids.filtered(
            lambda t: not t.rendezvous_service_ids or service in t.rendezvous_service_ids
        )

    def _forget_technicians(self):
        """Drop from the cache what superuser read: not everyone reads these employees."""
        self.invalidate_recordset(["technician_ids"], flush=False)

    def _opens_online(self):
        """Tell whether anything opens to the public, some day or another."""
        self.ensure_one()
        online = bool(self.slot_ids.filtered("online"))
        if not self.technician_ids:
            return online
        web_hours = self.technician_ids.technician_hours_ids.filtered("online")
        return bool(web_hours) and (online or not self.slot_ids)


def _worked(hours):
    """Return the hours of one day, those that touch in one piece."""
    return Intervals([(h.hour_from, h.hour_to, h) for h in hours])


def _meet(hours, slot):
    """Tell whether hours are valid on some day of an opening."""
    first = slot.date or slot.date_from
    last = slot.date or slot.date_until
    ends_before = hours.date_until and first and hours.date_until < first
    starts_after = hours.date_from and last and last < hours.date_from
    return not (ends_before or starts_after)
