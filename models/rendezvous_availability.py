from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

from odoo import api, fields, models

from ..availability import Slot, StartRule, free_time, lane_starts, to_instant, to_seconds

# How far the search for a first start looks, step by step, in days.
FIRST_SEARCH = (0, 8, 31, 92, 367)


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
    def _first_slots(self, service, after, agendas=None, online=True):
        """Return ``{agenda_id: Slot}``, looking further for those not found yet."""
        missing = self._offered_agendas(service, agendas, online)
        found = {}
        for first, last in pairwise(FIRST_SEARCH):
            if not missing:
                break
            begin, end = after + timedelta(days=first), after + timedelta(days=last)
            starts = self._starts(service, begin, end, agendas=missing, online=online, first=True)
            earliest = {}
            for key in sorted(starts):
                earliest.setdefault(key[1], key)
            slots = self._name_slots(service, starts, earliest.values())
            found |= {slot.agenda_id: slot for slot in slots}
            missing = missing.filtered(lambda agenda: agenda.id not in found)
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
    ):
        """Return ``{(start second, agenda_id, location_id): [Lane, …]}``.

        With ``first``, only the first start of each lane.
        """
        agendas = self._offered_agendas(service, agendas, online)
        if not agendas or start >= stop:
            return {}
        now, service = fields.Datetime.now(), service.sudo()
        rule = self._start_rule(service, start, stop, now, online)
        span = rule.earliest, rule.latest
        lanes, openings = self._lanes(service, agendas, span, now, technician, location, online)
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
            starts = lane_starts(free.get(index, ()), periods, rule, lane.agenda_id in packed)
            for second, location_id in starts:
                at = found[second, lane.agenda_id, location_id]
                if not at or at[-1] is not lane:
                    at.append(lane)
                if first:
                    break
        return found

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
