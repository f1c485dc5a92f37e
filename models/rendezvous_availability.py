from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models

from ..availability import (
    Slot,
    StartRule,
    fitting_windows,
    free_time,
    lane_starts,
    to_instant,
    to_seconds,
)

# How the search for a first start widens, for the agendas not found yet: days
# from, days to, and how many openings of each agenda (None: all).
FAR = 1 << 62
FIRST_SEARCH = ((0, 8, 3), (0, 8, None), (8, 31, None), (31, 92, None), (92, 367, None))


class HalfDays(NamedTuple):
    """The half-days of one agenda, and how a service is laid inside them."""

    windows: list[tuple[int, int]]
    rule: StartRule


class RendezvousAvailability(models.AbstractModel):
    """Between the records and the core: load rules in bulk, ask, name the answer.

    What narrows a question travels as keywords: ``agendas``, ``technician``
    (an employee), ``location``, ``sector``, ``online``, and ``moving``, the
    appointment whose own time counts as free.

    An agenda by half-days answers the public with windows, and staff, or who
    asks with ``windows=False``, with exact starts.
    """

    _name = "rendezvous.availability"
    _description = "Availability"

    @api.model
    def _slots(self, service, start, stop, **narrowing):
        """Return every :class:`Slot` of ``[start, stop)``, sorted by start."""
        found, stops = self._starts(service, start, stop, **narrowing)
        return self._name_slots(service, found, stops, sorted(found))

    @api.model
    def _first_slots(self, service, after, agendas=None, online=True, **narrowing):
        """Return ``{agenda_id: Slot}``, looking further for those not found yet."""
        missing = self._offered_agendas(service, agendas, online)
        found = {}
        for first, last, depth in FIRST_SEARCH:
            if not missing:
                break
            begin, end = after + timedelta(days=first), after + timedelta(days=last)
            starts, stops = self._starts(
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
            slots = self._name_slots(service, starts, stops, earliest.values())
            found |= {slot.agenda_id: slot for slot in slots}
            missing = missing.browse(id_ for id_ in missing._ids if id_ not in found)
        return found

    @api.model
    def _lanes_at(self, service, start, agenda, online=True, **narrowing):
        """Return the values of the lanes of ``agenda`` that can take one start.

        For a half-day, those of every exact start inside it, lane by lane,
        each with the half-day that the contact is told.
        """
        stop = start + timedelta(seconds=1)
        found, stops = self._starts(
            service, start, stop, agendas=agenda, online=online, **narrowing
        )
        window = stops.get((to_seconds(start), agenda.id)) if found else None
        if window:
            return self._lanes_in(service, start, to_instant(window), agenda, **narrowing)
        return [
            _lane_vals(lane, location_id)
            for (_second, _agenda_id, location_id), lanes in sorted(found.items())
            for lane in lanes
        ]

    def _lanes_in(self, service, start, stop, agenda, **narrowing):
        """Return the values of lanes for the exact starts that fit inside a half-day."""
        last = stop - timedelta(minutes=service.sudo().duration)
        found, _stops = self._starts(
            service,
            start,
            last + timedelta(seconds=1),
            agendas=agenda,
            windows=False,
            **narrowing,
        )
        told = {"window_start": start, "window_stop": stop}
        return [
            {**_lane_vals(lane, location_id), "start": to_instant(second), **told}
            for (second, _agenda_id, location_id), lanes in sorted(found.items())
            for lane in lanes
        ]

    @api.model
    def _window_around(self, service, agenda, start, stop):
        """Return the half-day that holds ``[start, stop)`` whole, ``(False, False)`` if none.

        Whether it is still free or open to the public does not matter: it is
        what the contact is told of an exact time.
        """
        if agenda.sudo().booking_mode != "window":
            return False, False
        span = to_seconds(start), to_seconds(stop)
        lanes = self._lanes(service.sudo(), agenda, span, fields.Datetime.now(), online=False)
        for begin, end in lanes.windows.get(agenda.id, {}).items():
            if begin <= span[0] and span[1] <= end:
                return to_instant(begin), to_instant(end)
        return False, False

    def _starts(
        self,
        service,
        start,
        stop,
        agendas=None,
        technician=None,
        location=None,
        sector=None,
        online=True,
        windows=None,
        moving=None,
        first=False,
        depth=None,
    ):
        """Return ``{(start second, agenda_id, location_id): [Lane, …]}`` and the half-days.

        The half-days are ``{(start second, agenda_id): stop second}``: there,
        the start is the half-day's. With ``first``, only the first start of
        each lane. With ``depth``, only those that come before the next
        opening of the agenda is due.
        """
        agendas = self._offered_agendas(service, agendas, online)
        if not agendas or start >= stop:
            return {}, {}
        now, service = fields.Datetime.now(), service.sudo()
        rule = self._start_rule(service, start, stop, now, online)
        lanes, openings, half_days = self._lanes(
            service,
            agendas,
            (rule.earliest, rule.latest),
            now,
            technician,
            location,
            online,
            sector,
        )
        asked = online if windows is None else windows
        half_days = self._offered_windows(half_days, rule) if asked else {}
        cut = depth and not half_days
        beyond = self._cut_openings(lanes, openings, rule, depth) if cut else {}
        self._flush_busy()
        margins = (rule.before, rule.after)
        free, used_days = free_time(
            self.env.cr, lanes, openings, now, exclude=moving.id if moving else 0, margins=margins
        )
        self._drop_blank_days(lanes, openings, used_days)
        packed = {agenda.id for agenda in agendas.sudo() if agenda.grid == "packed"}
        found, stops = self._lay(lanes, openings, free, rule, half_days, packed, first)
        if beyond:
            found = {key: at for key, at in found.items() if key[0] < beyond.get(key[1], FAR)}
        return found, stops

    def _lay(self, lanes, openings, free, rule, half_days, packed, first):
        """Lay the service on free time, lane by lane; see :meth:`_starts` for what comes back."""
        found, stops = defaultdict(list), {}
        for index, periods in openings.items():
            lane = lanes[index]
            agenda_id = lane.agenda_id
            windows = half_days.get(agenda_id)
            ranges = lane_starts(
                free.get(index, ()),
                periods,
                windows.rule if windows else rule,
                agenda_id in packed,
            )
            if first and not windows:
                ranges = _earliest(ranges)
            for seconds, location_id in ranges:
                if windows:
                    fitting = fitting_windows(seconds, windows.windows, rule.duration)
                    ends = {(second, agenda_id): end for second, end in fitting}
                    stops |= ends
                    seconds = [second for second, _agenda_id in ends]
                for second in seconds:
                    at = found[second, agenda_id, location_id]
                    # Openings that overlap name a start twice.
                    if not at or at[-1] is not lane:
                        at.append(lane)
        return found, stops

    def _offered_windows(self, windows, rule):
        """Return the half-days that begin when ``rule`` allows a start, by agenda."""
        offered = {}
        for agenda_id, half_days in windows.items():
            kept = [
                (begin, end)
                for begin, end in half_days.items()
                if rule.earliest <= begin < rule.latest
            ]
            # The exact start may come later than the latest half-day begins.
            latest = max((end for _begin, end in kept), default=rule.latest)
            offered[agenda_id] = HalfDays(kept, replace(rule, latest=latest))
        return offered

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

    def _name_slots(self, service, found, stops, keys):
        duration = timedelta(minutes=service.sudo().duration)
        slots = []
        for second, agenda_id, location_id in keys:
            lanes = found[second, agenda_id, location_id]
            technician_ids = tuple(lane.technician_id for lane in lanes if lane.technician_id)
            start, window = to_instant(second), stops.get((second, agenda_id))
            stop = to_instant(window) if window else start + duration
            slots.append(Slot(start, stop, agenda_id, location_id, technician_ids))
        return slots


def _earliest(ranges):
    """Keep the first start alone: of openings that overlap, the second may offer it."""
    seconds, location_id = min(ranges, key=lambda found: found[0][0], default=(range(0), False))
    return [(seconds[:1], location_id)]


def _lane_vals(lane, location_id):
    return {
        "agenda_id": lane.agenda_id,
        "technician_id": lane.technician_id or False,
        "lane": lane.place,
        "location_id": location_id,
    }
