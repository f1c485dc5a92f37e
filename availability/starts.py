"""Step 3: free time → the starts that fit, with the lanes that can take each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

EPOCH = datetime(1970, 1, 1)
MINUTE = 60


class Slot(NamedTuple):
    """A bookable start. Instants are naive UTC, ids are False when unset.

    ``technician_ids`` holds those who can take it, empty at a counter.
    """

    start: datetime
    stop: datetime
    agenda_id: int
    location_id: int | bool
    technician_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StartRule:
    """How a service is laid on free time. Every value is in seconds, UTC.

    ``earliest`` and ``latest`` bound the start itself, ``latest`` excluded.
    """

    duration: int
    step: int
    before: int
    after: int
    earliest: int
    latest: int

    def __post_init__(self):
        if self.duration <= 0 or self.step <= 0:
            raise ValueError("duration and step must be positive")


def lane_starts(
    free: Iterable[tuple[int, int]],
    openings: Iterable[tuple[int, int, int, int]],
    rule: StartRule,
    packed: bool = False,
) -> Iterator[tuple[range, int]]:
    """Yield ``(starts, location_id)`` of one lane, ``starts`` a range of seconds.

    The appointment itself lies inside one opening, its buffers only have to
    be free: they may reach past closing time. On the aligned grid the starts
    count from the opening, on the packed grid from where free time begins.
    Both inputs are sorted by start; openings that overlap may yield a start
    twice.
    """
    free = list(free)
    first, count = 0, len(free)
    duration, before, after, step = rule.duration, rule.before, rule.after, rule.step
    earliest, latest = rule.earliest, rule.latest - 1
    for opens, closes, location_id, _day in openings:
        while first < count and free[first][1] <= opens:
            first += 1
        for index in range(first, count):
            begin, end = free[index]
            if begin >= closes:
                break
            # Comparisons, not min and max: this runs once for each gap.
            begin += before
            if begin < opens:
                begin = opens
            if packed:
                begin = origin = -(-begin // MINUTE) * MINUTE
            else:
                origin = opens
            if begin < earliest:
                begin = earliest
            begin = origin - (origin - begin) // step * step
            end -= after
            last = (end if end < closes else closes) - duration
            if last > latest:
                last = latest
            if begin <= last:
                yield range(begin, last + 1, step), location_id


def to_instant(second: int) -> datetime:
    return EPOCH + timedelta(seconds=second)


def to_seconds(instant: datetime) -> int:
    """Return the UTC second of a naive UTC datetime, rounded up."""
    return -int(-instant.replace(tzinfo=timezone.utc).timestamp() // 1)
