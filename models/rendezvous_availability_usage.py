from collections import Counter, defaultdict
from datetime import date, timedelta

from odoo import fields, models
from odoo.fields import Domain

from ..availability import to_seconds, used_seconds

BOOKED = ("confirmed", "done")


class RendezvousAvailability(models.AbstractModel):
    """What was open and what of it was booked, for the statistics."""

    _inherit = "rendezvous.availability"

    def _used_minutes(self, agendas, first, last):
        """Return ``{(agenda_id, day): (open minutes, booked minutes)}``, days inclusive.

        Open is what the openings leave without closures and leaves, once for
        each technician or place. Booked is what appointments occupy of it,
        with their buffers: a full agenda has all its open minutes booked.
        """
        # The local days reach into the day before and after in UTC.
        begin = fields.Datetime.to_datetime(first) - timedelta(days=1)
        end = fields.Datetime.to_datetime(last) + timedelta(days=2)
        span, now = (to_seconds(begin), to_seconds(end)), fields.Datetime.now()
        nothing = self.env["rendezvous.service"]
        lanes, openings, _windows = self._lanes(nothing, agendas, span, now, online=False)
        open_time = self._open_time(lanes, openings, now)
        booked = self._booked_periods(agendas, begin, end)
        opened, taken = Counter(), Counter()
        for index, periods in openings.items():
            lane = lanes[index]
            key = lane.agenda_id, lane.technician_id, lane.place
            for day, used in used_seconds(periods, open_time[index], booked[key]).items():
                opened[lane.agenda_id, date.fromordinal(day)] += used[0]
                taken[lane.agenda_id, date.fromordinal(day)] += used[1]
        return {
            key: (seconds // 60, taken[key] // 60)
            for key, seconds in opened.items()
            if first <= key[1] <= last
        }

    def _booked_periods(self, agendas, begin, end):
        """Return what appointments occupy, ``{(agenda_id, technician_id, place): [period]}``."""
        domain = (
            Domain("agenda_id", "in", agendas.ids)
            & Domain("state", "in", BOOKED)
            & Domain("start", ">=", begin - timedelta(days=1))
            & Domain("start", "<", end + timedelta(days=1))
        )
        columns = ("agenda_id", "technician_id", "lane", "occupied_start", "occupied_stop")
        booked = defaultdict(list)
        for agenda_id, technician_id, lane, start, stop in self._rows(
            "rendezvous.appointment", domain, columns
        ):
            key = agenda_id, technician_id or 0, lane
            booked[key].append((to_seconds(start), to_seconds(stop)))
        return booked
