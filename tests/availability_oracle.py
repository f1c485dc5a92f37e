"""A slow and obvious answer to "what is free?", to hold the core against.

It walks through time minute by minute and asks, of each minute, whether the
lane is open and nobody is busy. It shares no line with ``availability/``.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
EPOCH = datetime(2000, 1, 1)


@dataclass
class Opening:
    """Local hours in minutes of the day, on a weekday or a single day."""

    minute_from: int
    minute_to: int
    weekday: int | None = None
    day: date | None = None
    every_weeks: int = 1
    date_from: date | None = None
    date_until: date | None = None
    capacity: int = 0
    online: bool = True


@dataclass
class Technician:
    """``hours`` are the web hours, ``busy`` naive UTC periods of any origin."""

    hours: list[Opening] = field(default_factory=list)
    busy: list[tuple[datetime, datetime]] = field(default_factory=list)
    appointments: list[tuple[datetime, datetime]] = field(default_factory=list)


@dataclass
class World:
    """One agenda, one service, and who asks when. ``places`` are busy by place."""

    tz: str
    now: datetime
    start: datetime
    stop: datetime
    online: bool
    duration: int
    before: int
    after: int
    step: int
    lead_min: int
    lead_max: int
    horizon: int
    months: set[int]
    weekdays: set[int]
    blank_days: bool
    packed: bool
    capacity: int
    openings: list[Opening]
    technicians: list[Technician]
    closures: list[tuple[datetime, datetime]]
    places: dict[int, list[tuple[datetime, datetime]]]


def answer(world):
    """Return ``{start: lanes}``: a set of technician indexes, or of places."""
    found = {}
    for lane, openings in _lanes(world).items():
        free = _free_minutes(world, lane, openings)
        for opens, closes in openings:
            for start in _starts(world, free, opens, closes):
                found.setdefault(start, set()).add(lane)
    return found


def half_days(world, tours, sector):
    """Return ``{(start, stop): lanes}`` of the half-days, as the public is offered them.

    ``tours`` maps (technician index, local day) to the sectors that the day is
    open to; a locked day is missing. Without ``sector``, any will do.
    """
    exact = answer(replace(world, stop=world.stop + timedelta(days=2)))
    earliest = max(world.start, world.now + timedelta(hours=world.lead_min))
    found = {}
    for begin, end in _windows(world):
        if not earliest <= begin < world.stop:
            continue
        sectors = {
            lane: tours.get((lane[1], _local(world.tz, begin).date()), set())
            for lane in {lane for lanes in exact.values() for lane in lanes}
        }
        lanes = {
            lane
            for start, able in exact.items()
            if begin <= start and start + world.duration * MINUTE <= end
            for lane in able
            if (sectors[lane] if sector is None else sector in sectors[lane])
        }
        if lanes:
            found[begin, end] = lanes
    return found


def _windows(world):
    """Return the half-days: the openings, else the hours; the longest of those that begin alike."""
    windows = {}
    for day in _days(replace(world, stop=world.stop + timedelta(days=2))):
        rules = [o for o in world.openings if o.online]
        if not world.openings:
            rules = [hour for technician in world.technicians for hour in technician.hours]
        for rule in rules:
            if _applies(rule, day):
                begin, end = _period(world.tz, day, rule)
                windows[begin] = max(end, windows.get(begin, end))
    return windows.items()


def _lanes(world):
    """Return ``{lane: [(opens, closes)]}``; a technician is ("t", i), a place ("p", n)."""
    lanes = {}
    for day in _days(world):
        agenda = [
            (*_period(world.tz, day, opening), opening.capacity or world.capacity)
            for opening in world.openings
            if _applies(opening, day) and (opening.online or not world.online)
        ]
        if not world.technicians:
            for opens, closes, capacity in agenda:
                for place in range(1, capacity + 1):
                    lanes.setdefault(("p", place), []).append((opens, closes))
            continue
        for index, technician in enumerate(world.technicians):
            lanes.setdefault(("t", index), []).extend(
                _technician_day(world, technician, day, [period[:2] for period in agenda])
            )
    for lane in lanes:
        lanes[lane] = [(opens, closes) for opens, closes in lanes[lane] if opens < closes]
        if world.online and not world.blank_days:
            used = _used_days(world, lane)
            lanes[lane] = [p for p in lanes[lane] if _local(world.tz, p[0]).date() in used]
    return lanes


def _technician_day(world, technician, day, agenda):
    if not technician.hours:
        return [] if world.online else agenda
    hours = [_period(world.tz, day, hour) for hour in technician.hours if _applies(hour, day)]
    if not world.openings:
        return hours
    return [(max(a, c), min(b, d)) for a, b in agenda for c, d in hours]


def _days(world):
    """Return the local days that the rules leave open."""
    day = _local(world.tz, world.start).date() - timedelta(days=1)
    today = _local(world.tz, world.now).date()
    while day <= _local(world.tz, world.stop).date():
        ahead = (day - today).days
        if not world.online or (
            day.month in world.months
            and day.weekday() in world.weekdays
            and ahead <= world.horizon
            and ahead <= world.lead_max
        ):
            yield day
        day += timedelta(days=1)


def _applies(opening, day):
    if opening.day:
        return opening.day == day
    if opening.weekday != day.weekday():
        return False
    if opening.date_from and day < opening.date_from:
        return False
    if opening.date_until and day > opening.date_until:
        return False
    if opening.every_weeks == 1:
        return True
    # Walk back week by week to the first week, counting.
    count, monday = 0, day - timedelta(days=day.weekday())
    while monday > opening.date_from:
        monday -= timedelta(days=7)
        count += 1
    return count % opening.every_weeks == 0


def _period(tz, day, opening):
    return _instant(tz, day, opening.minute_from), _instant(tz, day, opening.minute_to)


@cache
def _instant(tz, day, minute_of_day):
    """Return the first UTC minute whose wall clock has reached the hour."""
    wall = datetime.combine(day, datetime.min.time()) + minute_of_day * MINUTE
    # From well before it: no clock change is longer than three hours.
    moment = wall - (_local(tz, wall) - wall) - timedelta(hours=3)
    while _local(tz, moment) < wall:
        moment += MINUTE
    return moment


def _local(tz, instant):
    return instant.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(tz)).replace(tzinfo=None)


def _free_minutes(world, lane, openings):
    minutes = set()
    for opens, closes in openings:
        minutes |= _minutes(opens - world.before * MINUTE, closes + world.after * MINUTE)
    for start, stop in [*_busy(world, lane), *world.closures]:
        minutes -= _minutes(start, stop)
    return minutes


def _busy(world, lane):
    kind, index = lane
    if kind == "p":
        return world.places.get(index, [])
    technician = world.technicians[index]
    return technician.busy + technician.appointments


def _used_days(world, lane):
    kind, index = lane
    if kind == "p":
        periods = [period for place in world.places.values() for period in place]
    else:
        periods = world.technicians[index].appointments
    return {_local(world.tz, start).date() for start, _stop in periods}


def _minutes(start, stop):
    """Return the minutes of a period, counted from ``EPOCH``."""
    return set(range((start - EPOCH) // MINUTE, (stop - EPOCH) // MINUTE))


def _starts(world, free, opens, closes):
    """Yield the starts of one opening, on the agenda's grid."""
    earliest = world.start
    if world.online:
        earliest = max(earliest, world.now + timedelta(hours=world.lead_min))
    for run, origin in _origins(world, free, opens, closes):
        start = origin
        while start < closes:
            # Packed starts count from one stretch of free time: leaving it ends them.
            if world.packed and not _minutes(run, start) <= free:
                break
            occupied = _minutes(
                start - world.before * MINUTE, start + (world.duration + world.after) * MINUTE
            )
            fits = start + world.duration * MINUTE <= closes and occupied <= free
            if fits and earliest <= start < world.stop:
                yield start
            start += (world.step or world.duration) * MINUTE


def _origins(world, free, opens, closes):
    """Return where the grid counts from: the opening, or each stretch of free time."""
    if not world.packed:
        return [(opens, opens)]
    runs = [EPOCH + minute * MINUTE for minute in sorted(free) if minute - 1 not in free]
    return [(run, max(run + world.before * MINUTE, opens)) for run in runs if run < closes]
