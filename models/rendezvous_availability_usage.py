from collections import Counter, defaultdict
from datetime import date, timedelta

from odoo import fields, models
from odoo.fields import Domain

from ..availability import shared_seconds, to_seconds

BOOKED = ("confirmed", "done")


class RendezvousAvailability(models.AbstractModel):
    """What was open and what of it was booked, for the statistics."""

    _inherit = "rendezvous.availability"

    def _used_minutes(self, agendas, first, last):
        """Return ``{(agenda_id, technician_id, day): (open minutes, booked minutes)}``.

        Days are inclusive, the technician is 0 at a counter. Open is what the
        openings leave without closures and leaves, once for each technician or
        place, since the first day of the agenda. Booked is what appointments
        occupy of it, with their buffers: a full agenda has all its open
        minutes booked. A technician of several agendas counts once, whichever
        of them are asked for: ``shared_seconds`` says how.
        """
        # The local days reach into the day before and after in UTC.
        begin = fields.Datetime.to_datetime(first) - timedelta(days=1)
        end = fields.Datetime.to_datetime(last) + timedelta(days=2)
        everything = agendas | agendas.sudo().technician_ids.agenda_ids
        opened, taken = Counter(), Counter()
        for lane, used in self._used_lanes(everything, begin, end):
            for ordinal, seconds in used.items():
                key = lane.agenda_id, lane.technician_id, date.fromordinal(ordinal)
                opened[key] += seconds[0]
                taken[key] += seconds[1]
        return {
            key: (round(seconds / 60), round(taken[key] / 60))
            for key, seconds in opened.items()
            if key[0] in agendas._ids and first <= key[2] <= last
        }

    def _used_lanes(self, agendas, begin, end):
        """Yield each lane with its ``{day: (open seconds, booked seconds)}``."""
        span, now = (to_seconds(begin), to_seconds(end)), fields.Datetime.now()
        nothing = self.env["rendezvous.service"]
        lanes, openings, _windows = self._lanes(nothing, agendas, span, now, online=False)
        _drop_before(agendas._first_days(), lanes, openings)
        open_time = self._open_time(lanes, openings, now)
        booked = self._booked_periods(agendas, begin, end)
        people = defaultdict(list)
        for index in openings:
            lane = lanes[index]
            # Each place of a counter is on its own.
            people[lane.technician_id or (lane.agenda_id, lane.place)].append(index)
        for indexes in people.values():
            parts = [(openings[i], open_time[i], booked[_key(lanes[i])]) for i in indexes]
            yield from zip((lanes[index] for index in indexes), shared_seconds(parts), strict=True)

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


def _drop_before(first_days, lanes, openings):
    """Leave out what would have been open before the agenda was there."""
    for index in list(openings):
        first = first_days[lanes[index].agenda_id].toordinal()
        openings[index] = [period for period in openings[index] if period[3] >= first]
        if not openings[index]:
            del openings[index]


def _key(lane):
    return lane.agenda_id, lane.technician_id, lane.place
