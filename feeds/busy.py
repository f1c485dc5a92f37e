"""A calendar file → the time that is busy in it."""

import time
from collections import defaultdict
from typing import NamedTuple

from .errors import FeedError
from .events import read_components, read_event, read_free_busy
from .recurrence import occurrences
from .zones import Zones

MAX_PERIODS = 10_000
MAX_SECONDS = 10


class BusyTime(NamedTuple):
    """``periods`` are sorted and apart from one another; ``unread`` events made no sense."""

    periods: list[tuple[int, int]]
    unread: int


def busy_time(data: bytes, first: int, last: int, tz: str, clock=time.monotonic) -> BusyTime:
    """Return what is busy between ``first`` and ``last``, by the file ``data``.

    Times without zone, and whole days, are read on the clock of ``tz``.

    :raises FeedError: no calendar, or past one of the limits
    """
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    deadline = _Deadline(clock)
    zones = Zones(text, tz)
    calendars = read_components(text)
    deadline.check()
    found, unread = [], 0
    events = _Events(zones)
    for calendar in calendars:
        for component in calendar.contents.get("vevent", ()):
            unread += not events.add(component)
            deadline.check()
        for component in calendar.contents.get("vfreebusy", ()):
            periods = _try(lambda c=component: read_free_busy(c, zones))
            unread += periods is None
            found += periods or []
    for event, replaced in events.busy():
        periods = _try(lambda e=event, r=replaced: _within(e, r, first, last, deadline))
        unread += periods is None
        found += periods or []
        if len(found) > MAX_PERIODS:
            raise FeedError("many_times")
    return BusyTime(_united(p for p in found if p[0] < last and p[1] > first), unread)


class _Events:
    """The events of a file, and which of them tell an occurrence of another anew."""

    def __init__(self, zones):
        self._zones = zones
        self._events = []
        self._replaced = defaultdict(list)

    def add(self, component):
        """Keep one event; tell whether it could be read."""
        event = _try(lambda: read_event(component, self._zones))
        if event is None:
            return False
        if event.replaces:
            self._replaced[event.uid].append(event.replaces)
        self._events.append(event)
        return True

    def busy(self):
        """Yield ``(event, the moments of its occurrences that others replace)``."""
        for event in self._events:
            if event.is_busy:
                yield event, () if event.replaces else self._replaced[event.uid]


class _Deadline:
    def __init__(self, clock):
        self._clock = clock
        self._end = clock() + MAX_SECONDS

    def check(self):
        if self._clock() > self._end:
            raise FeedError("slow_reading")


def _within(event, replaced, first, last, deadline):
    periods = []
    deadline.check()
    for start, stop in occurrences(event, last, replaced):
        deadline.check()
        if first < stop and start < stop:
            periods.append((start, stop))
            if len(periods) > MAX_PERIODS:
                raise FeedError("many_times")
    return periods


def _try(read):
    """Return what ``read`` makes of one part, None when it makes no sense."""
    try:
        return read()
    except (ValueError, OverflowError, TypeError, LookupError, AttributeError):
        return None


def _united(periods):
    """Return sorted periods of which none touches the next."""
    united = []
    for start, stop in sorted(periods):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(stop, united[-1][1]))
        else:
            united.append((start, stop))
    return united
