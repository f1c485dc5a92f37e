from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models

from ..availability import Slot, StartRule, free_time, lane_starts, to_instant, to_seconds

# How the search for a first start widens, for the agendas not found yet: days
# from, days to, and how many openings of each agenda (None: all).
FAR = 1 << 62
FIRST_SEARCH = ((0, 8, 3), (0, 8, None), (8, 31, None), (31, 92, None), (92, 367, None))


class RendezvousAvailability(models.AbstractModel):
    """Between the records and the core: load rules in bulk, ask, name the answer.

    What narrows a question travels as keywords: ``agendas``, ``technician``
    (an employee), ``location``, ``online``, and ``moving``, the appointment
    whose own time counts as free.
    """

    _name = "rendezvous.availability"
    _description = "Availability"

    @api.model
    def _slots(self, service, start, stop, **narrowing):
        """Return every :class:`Slot` of ``[start, stop)``, sorted by start."""
        found = self._starts(service, start, stop, **narrowing)
        return self._name_slots(service, found, sorted(found))

    @api.model
    def _first_slots(self, service, after, agendas=None, online=True, **narrowing):
        """Return ``{agenda_id: Slot}``, looking further for those not found yet."""
        missing = self._offered_agendas(service, agendas, online)
        found = {}
        for first, last, depth in FIRST_SEARCH:
            if not missing:
                break
            begin, end = after + timedelta(days=first), after + timedelta(days=last)
            starts = self._starts(
                service,
                begin,
                end,
                agendas=missing,
                online=online,
                first=True,
                depth=depth,
                **narrowing,
            )
            earliest = {}
            for key in sorted(starts):
                earliest.setdefault(key[1], key)
            slots = self._name_slots(service, starts, earliest.values())
            found |= {slot.agenda_id: slot for slot in slots}
            missing = missing.browse(id_ for id_ in missing._ids if id_ not in found)
        return found

    @api.model
    def _lanes_at(self, service, start, agenda, **narrowing):
        """Return the values of the lanes of ``agenda`` that can take one start."""
        stop = start + timedelta(seconds=1)
        found = self._starts(service, start, stop, agendas=agenda, **narrowing)
        return [
            {
                "agenda_id": agenda_id,
                "technician_id": lane.technician_id or False,
                "lane": lane.place,
                "location_id": location_id,
            }
            for (_second, agenda_id, location_id), lanes in sorted(found.items())
            for lane in lanes
        ]

    def _starts(
        self,
        service,
        start,
        stop,
        agendas=None,
        technician=None,
        location=None,
        online=True,
        moving=None,
        first=False,
        depth=None,
    ):
        """Return ``{(start second, agenda_id, location_id): [Lane, …]}``.

        With ``first``, only the first start of each lane. With ``depth``, only
        those that come before the next opening of the agenda is due.
        """
        agendas = self._offered_agendas(service, agendas, online)
        if not agendas or start >= stop:
            return {}
        now, service = fields.Datetime.now(), service.sudo()
        rule = self._start_rule(service, start, stop, now, online)
        span = rule.earliest, rule.latest
        lanes, openings = self._lanes(service, agendas, span, now, technician, location, online)
        beyond = self._cut_openings(lanes, openings, rule, depth) if depth else {}
        self._flush_busy()
        margins = (rule.before, rule.after)
        free, used_days = free_time(
            self.env.cr, lanes, openings, now, exclude=moving.id if moving else 0, margins=margins
        )
        self._drop_blank_days(lanes, openings, used_days)
        packed = {agenda.id for agenda in agendas.sudo() if agenda.grid == "packed"}
        found = defaultdict(list)
        for index, periods in openings.items():
            lane = lanes[index]
            agenda_id = lane.agenda_id
            ranges = lane_starts(free.get(index, ()), periods, rule, agenda_id in packed)
            for seconds, location_id in ranges:
                for second in seconds:
                    at = found[second, agenda_id, location_id]
                    # Openings that overlap name a start twice.
                    if not at or at[-1] is not lane:
                        at.append(lane)
                if first:
                    break
        if beyond:
            return {key: at for key, at in found.items() if key[0] < beyond.get(key[1], FAR)}
        return found

    def _cut_openings(self, lanes, openings, rule, depth):
        """Keep the first ``depth`` openings of each agenda, whatever the lane.

        Return the second at which the first one left out begins, by agenda.
        """
        begins = defaultdict(set)
        for index, periods in openings.items():
            periods = openings[index] = [p for p in periods if p[1] > rule.earliest]
            begins[lanes[index].agenda_id].update(period[0] for period in periods)
        beyond = {
            agenda_id: sorted(starts)[depth]
            for agenda_id, starts in begins.items()
            if len(starts) > depth
        }
        for index, periods in list(openings.items()):
            last = beyond.get(lanes[index].agenda_id, FAR)
            openings[index] = [period for period in periods if period[0] < last]
            if not openings[index]:
                del openings[index]
        return beyond

    def _start_rule(self, service, start, stop, now, online):
        earliest = start
        if online:
            earliest = max(start, now + timedelta(hours=service.lead_min))
        return StartRule(
            duration=service.duration * 60,
            step=service._step_minutes() * 60,
            before=service.buffer_before * 60,
            after=service.buffer_after * 60,
            earliest=to_seconds(earliest),
            latest=to_seconds(stop),
        )

    def _drop_blank_days(self, lanes, openings, used_days):
        """Keep only days that already have an appointment, where that is asked."""
        for index, periods in openings.items():
            if lanes[index].skips_blank_days:
                openings[index] = [period for period in periods if period[3] in used_days[index]]

    def _name_slots(self, service, found, keys):
        duration = timedelta(minutes=service.sudo().duration)
        slots = []
        for second, agenda_id, location_id in keys:
            lanes = found[second, agenda_id, location_id]
            technician_ids = tuple(lane.technician_id for lane in lanes if lane.technician_id)
            start = to_instant(second)
            slots.append(Slot(start, start + duration, agenda_id, location_id, technician_ids))
        return slots
