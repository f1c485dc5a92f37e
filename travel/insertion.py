"""What one more visit adds to a technician's day, and whether the road fits."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from .legs import NO_LEG, Leg, Point

MINUTE = 60


class Visit(NamedTuple):
    """One visit of the day; its buffers are not part of it: they may be spent on the road."""

    start: int
    stop: int
    point: Point


@dataclass(frozen=True, slots=True)
class Day:
    """A technician's day: the visits in order, from where it leaves and to where it returns."""

    visits: Sequence[Visit] = ()
    departure: Point = None
    back: Point = None


class Insertion(NamedTuple):
    """One more visit at ``start``.

    ``km`` and ``minutes`` are those the day's road gains, never less than
    nothing; ``idle`` the minutes spent waiting beside the nearest neighbour.
    ``first_km`` is the road that leads to the visit. ``previous`` and
    ``following`` are its neighbours, None at the ends of the day.
    ``is_partial``: somebody's place is unknown, so the figures say too little.
    """

    start: int
    km: float
    minutes: float
    first_km: float
    idle: float
    previous: Visit | None
    following: Visit | None
    fits: bool
    is_partial: bool


class Gap(NamedTuple):
    """Between two visits of the day, or at one of its ends: where one more may go."""

    previous: Visit | None
    following: Visit | None
    there: Leg
    onward: Leg
    km: float
    minutes: float
    is_partial: bool

    def earliest(self) -> float:
        """Return the first second at which a visit can start: the road comes before it."""
        if self.previous is None:
            return float("-inf")
        return self.previous.stop + ceil(self.there.minutes * MINUTE)

    def latest(self) -> float:
        """Return the last second at which a visit can end: the road comes after it."""
        if self.following is None:
            return float("inf")
        return self.following.start - ceil(self.onward.minutes * MINUTE)

    def insert(self, start: int, stop: int) -> Insertion:
        earliest, latest = self.earliest(), self.latest()
        waits = (start - earliest, latest - stop)
        idle = min(wait for wait in (*waits, float("inf")))
        return Insertion(
            start,
            self.km,
            self.minutes,
            self.there.km,
            max(idle, 0) / MINUTE if idle != float("inf") else 0.0,
            self.previous,
            self.following,
            start >= earliest and stop <= latest,
            self.is_partial,
        )


def insertion(
    day: Day, start: int, stop: int, point: Point, leg: Callable[[Point, Point], Leg]
) -> Insertion:
    """Return what a visit from ``start`` to ``stop`` at ``point`` adds to ``day``."""
    place = bisect_right(day.visits, start, key=_start)
    return _gap(day, place, point, leg).insert(start, stop)


def candidates(
    day: Day, starts: Sequence[int], duration: int, point: Point, leg: Callable[[Point, Point], Leg]
) -> Iterator[Insertion]:
    """Yield the insertions worth a look among the sorted ``starts``, those that fit.

    Between two neighbours the road is the same whatever the minute: only the
    first and the last start that fit are looked at, right after the one
    before or right before the one after.
    """
    visits, count = day.visits, len(starts)
    first = 0
    for place in range(len(visits) + 1):
        # Starts of this gap: after the one before begins, before the next one does.
        last = bisect_left(starts, visits[place].start) if place < len(visits) else count
        if first < last:
            gap = _gap(day, place, point, leg)
            low = bisect_left(starts, gap.earliest(), first, last)
            high = bisect_right(starts, gap.latest() - duration, low, last) - 1
            if low <= high:
                yield gap.insert(starts[low], starts[low] + duration)
            if low < high:
                yield gap.insert(starts[high], starts[high] + duration)
        first = last


def _start(visit):
    return visit[0]


def _gap(day, place, point, leg):
    visits = day.visits
    previous = visits[place - 1] if place else None
    following = visits[place] if place < len(visits) else None
    if point is None:
        return Gap(previous, following, NO_LEG, NO_LEG, 0.0, 0.0, True)
    beside_before = previous.point if previous else day.departure
    beside_after = following.point if following else day.back
    is_partial = beside_before is None or beside_after is None
    before, after = _known_before(day, place), _known_after(day, place)
    there, onward, old = leg(before, point), leg(point, after), leg(before, after)
    # On real roads a detour may be quicker than what a map calls direct.
    km = max(there.km + onward.km - old.km, 0.0)
    minutes = max(there.minutes + onward.minutes - old.minutes, 0.0)
    if following is not None and following.point is None:
        # Nobody knows where the next one is: as at the same place.
        onward = NO_LEG
    return Gap(previous, following, there, onward, km, minutes, is_partial)


def _known_before(day, place):
    """Return where the technician comes from: the last place known, else the departure."""
    for index in range(place - 1, -1, -1):
        if day.visits[index].point is not None:
            return day.visits[index].point
    return day.departure


def _known_after(day, place):
    for index in range(place, len(day.visits)):
        if day.visits[index].point is not None:
            return day.visits[index].point
    return day.back
