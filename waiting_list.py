"""Who may be offered what from a waiting list, and when.

Pure rules: instants are naive UTC datetimes, local ones naive on the clock of
the agenda; hours of the day are floats (8.5 = 8:30).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60
# From the reason that says least of a wish to the one that nearly fitted it.
NEARER = ("agenda", "technician", "later", "day", "hours", "close", "known", "taken")


@dataclass(frozen=True, slots=True)
class Place:
    """A free start that the public could book; ``is_close``: too soon to be offered."""

    start: datetime
    local_start: datetime
    local_stop: datetime
    agenda_id: int
    location_id: int
    technician_ids: tuple[int, ...]
    is_close: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What an entry takes: ``before`` an instant, none of the ``known`` places.

    A place is known by its agenda and its start.
    """

    agenda_ids: frozenset[int]
    technician_id: int
    first: date
    last: date | None
    hour_from: float
    hour_to: float
    weekdays: frozenset[int]
    before: datetime | None
    known: frozenset[tuple[int, datetime]]


def mismatch(wish: Wish, place: Place) -> str | None:
    """Return the code of what keeps a place from a wish, None when it fits.

    The whole appointment lies within the hours of the wish, of one local day.
    """
    if place.agenda_id not in wish.agenda_ids:
        return "agenda"
    if wish.technician_id and wish.technician_id not in place.technician_ids:
        return "technician"
    if wish.before and place.start >= wish.before:
        return "later"
    day = place.local_start.date()
    if day < wish.first or (wish.last and day > wish.last) or day.weekday() not in wish.weekdays:
        return "day"
    midnight = datetime.combine(day, time())
    begin, end = place.local_start - midnight, place.local_stop - midnight
    if begin < timedelta(hours=wish.hour_from) or end > timedelta(hours=wish.hour_to):
        return "hours"
    if place.is_close:
        return "close"
    if (place.agenda_id, place.start) in wish.known:
        return "known"
    return None


def nearest_reason(codes) -> str:
    """Return the reason that came nearest to a fit, ``no_time`` when nothing was free."""
    return max(codes, key=NEARER.index, default="no_time")


def local(instant: datetime, tz: str) -> datetime:
    """Return an instant on the clock of ``tz``, naive."""
    aware = instant.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(tz))
    return aware.replace(tzinfo=None)


def is_quiet(instant: datetime, tz: str, quiet_from: float, quiet_to: float) -> bool:
    """Tell whether nobody is to be woken then; equal hours mean never."""
    clock = local(instant, tz)
    minute = clock.hour * 60 + clock.minute
    begin, end = round(quiet_from * 60), round(quiet_to * 60)
    if begin <= end:
        return begin <= minute < end
    return minute >= begin or minute < end


def told_from(now: datetime, tz: str, quiet_from: float, quiet_to: float) -> datetime:
    """Return when one may be told: at once, or when the quiet hours end on the clock of ``tz``."""
    if not is_quiet(now, tz, quiet_from, quiet_to):
        return now
    here = local(now, tz)
    hour, minute = divmod(round(quiet_to * 60) % DAY_MINUTES, 60)
    morning = datetime.combine(here.date(), time(hour, minute))
    if morning <= here:
        morning += timedelta(days=1)
    aware = morning.replace(tzinfo=ZoneInfo(tz)).astimezone(timezone.utc)
    return aware.replace(tzinfo=None)


def moved_end(hour_from: float, hour_to: float, length: float) -> float:
    """Return the end of hours whose start was changed: the set length later, the same day."""
    return min(24.0, hour_from + length) if length > 0 else hour_to
