from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models

UTC = ZoneInfo("UTC")


class RendezvousBooking(models.TransientModel):
    """What the picker of free times reads."""

    _inherit = "rendezvous.booking"

    @api.model
    def get_times(self, query):
        """Return the free times of one week, Monday to Sunday on the agendas' clocks.

        ``query`` holds ids (``service_id``, and where narrowed ``agenda_id``,
        ``technician_id``, ``location_id``, ``appointment_id`` for a move) and
        ``day``, a day of the week asked for; without it, the week of the first
        free time. ``first`` is that first time when the week has none.
        """
        # Public for the client: the rights are those of the form itself.
        self.check_access("create")
        service = self.env["rendezvous.service"].browse(query["service_id"])
        service.check_access("read")
        narrowing = self._narrowing(query)
        today = fields.Datetime.context_timestamp(self, fields.Datetime.now()).date()
        first, day = None, fields.Date.to_date(query.get("day"))
        if not day:
            first = self._first_time(service, narrowing, fields.Datetime.now())
            day = self._local_day(first) if first else today
        monday = day - timedelta(days=day.weekday())
        slots = self._slots_of_week(service, narrowing, monday)
        if not slots and not first:
            after = max(fields.Datetime.now(), self._midnight(monday + timedelta(days=7)))
            first = self._first_time(service, narrowing, after)
        return {
            "monday": fields.Date.to_string(monday),
            "times": self._times(slots),
            "first": fields.Date.to_string(self._local_day(first)) if first else False,
        }

    @api.model
    def _narrowing(self, query):
        """Return the keywords that narrow the question to the core."""
        models_by_key = {
            "agendas": ("agenda_id", "rendezvous.agenda"),
            "technician": ("technician_id", "hr.employee"),
            "location": ("location_id", "res.partner"),
            "moving": ("appointment_id", "rendezvous.appointment"),
        }
        return {
            key: self.env[model].browse(query[name])
            for key, (name, model) in models_by_key.items()
            if query.get(name)
        }

    @api.model
    def _first_time(self, service, narrowing, after):
        """Return the first free :class:`Slot` from ``after`` on, within a year."""
        found = self.env["rendezvous.availability"]._first_slots(
            service, after, online=False, **narrowing
        )
        return min(found.values(), default=None)

    @api.model
    def _slots_of_week(self, service, narrowing, monday):
        # A day of slack on both sides: the agendas may be on several clocks.
        begin = max(fields.Datetime.now(), self._midnight(monday - timedelta(days=1)))
        end = self._midnight(monday + timedelta(days=8))
        slots = self.env["rendezvous.availability"]._slots(
            service, begin, end, online=False, **narrowing
        )
        week = {monday + timedelta(days=offset) for offset in range(7)}
        return [slot for slot in slots if self._local_day(slot) in week]

    @api.model
    def _times(self, slots):
        """Return slots as plain values for the client, instants in UTC."""
        agendas = self._agendas_of(slots)
        locations = self.env["res.partner"].sudo().browse({s.location_id for s in slots} - {False})
        places = {location.id: location.name for location in locations}
        return [
            {
                "start": fields.Datetime.to_string(slot.start),
                "day": fields.Date.to_string(self._local_day(slot)),
                "agenda": [slot.agenda_id, agendas[slot.agenda_id].name],
                "location": slot.location_id and [slot.location_id, places[slot.location_id]],
                "color": agendas[slot.agenda_id].color,
                "tz": agendas[slot.agenda_id].tz,
            }
            for slot in slots
        ]

    @api.model
    def _agendas_of(self, slots):
        """Return ``{id: agenda}``, as superuser: the core has filtered what one may see."""
        agendas = self.env["rendezvous.agenda"].sudo().browse({slot.agenda_id for slot in slots})
        return {agenda.id: agenda for agenda in agendas}

    @api.model
    def _local_day(self, slot):
        agenda = self.env["rendezvous.agenda"].sudo().browse(slot.agenda_id)
        return slot.start.replace(tzinfo=UTC).astimezone(ZoneInfo(agenda.tz)).date()

    @api.model
    def _midnight(self, day):
        return datetime(day.year, day.month, day.day)
