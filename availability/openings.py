"""Step 1: rules in local time → opening periods per lane, in UTC."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from itertools import chain
from zoneinfo import ZoneInfo

DAY = 86_400
EVERY_DAY = frozenset(range(7))
EVERY_MONTH = frozenset(range(1, 13))
EPOCH_DAY = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class OpeningRule:
    """An opening repeated on a weekday, or on a single ``single_day``.

    Hours are local floats (8.5 = 8:30). ``every_weeks`` counts from the week
    of ``date_from``. Both ends of the validity are inclusive.
    """

    hour_from: float
    hour_to: float
    weekday: int | None = None
    single_day: date | None = None
    every_weeks: int = 1
    date_from: date | None = None
    date_until: date | None = None
    location_id: int | bool = False
    places: int = 1

    def applies_on(self, day: date) -> bool:
        if self.single_day:
            return day == self.single_day
        if day.weekday() != self.weekday:
            return False
        if self.date_from and day < self.date_from:
            return False
        if self.date_until and day > self.date_until:
            return False
        return self._is_week_of(day)

    def _is_week_of(self, day: date) -> bool:
        if self.every_weeks <= 1:
            return True
        anchor = self.date_from or date(1970, 1, 5)  # a Monday
        weeks = (_monday(day) - _monday(anchor)) // 7
        return weeks % self.every_weeks == 0


@dataclass(frozen=True, slots=True)
class Bounds:
    """The local days an agenda is asked for, and which of them are open."""

    first_day: date
    last_day: date
    months: frozenset[int] = EVERY_MONTH
    weekdays: frozenset[int] = EVERY_DAY

    def days(self) -> Iterator[date]:
        for ordinal in range(self.first_day.toordinal(), self.last_day.toordinal() + 1):
            day = date.fromordinal(ordinal)
            if day.month in self.months and day.weekday() in self.weekdays:
                yield day


@dataclass(slots=True)
class AgendaRules:
    """What one agenda opens.

    ``hours`` maps a technician id to his hours; it is empty for a counter.
    A technician present with an empty list has none: ``needs_hours`` tells
    whether he is then left out (online) or follows the agenda alone (staff).
    ``location_id`` is where an agenda without openings of its own receives.
    """

    agenda_id: int
    tz: str
    slots: list[OpeningRule] = field(default_factory=list)
    hours: dict[int, list[OpeningRule]] = field(default_factory=dict)
    has_slots: bool = True
    needs_hours: bool = True
    location_id: int | bool = False


def agenda_lanes(rules: AgendaRules, bounds: Bounds):
    """Yield ``(technician_id, place, openings)`` for each lane of an agenda.

    ``openings`` is a sorted list of ``(start, stop, location_id, day)``: UTC
    seconds, and the local day as a proleptic ordinal. ``technician_id`` is
    False for place n of a counter, and ``place`` 0 for a technician.
    """
    slots = rule_periods(rules.slots, rules.tz, bounds)
    if not rules.hours:
        yield from _counter_lanes(slots)
        return
    for technician_id, hours in rules.hours.items():
        openings = _technician_openings(rules, slots, hours, bounds)
        if openings:
            yield technician_id, 0, openings


def _counter_lanes(slots):
    lanes = defaultdict(list)
    for start, stop, location_id, day, places in slots:
        for place in range(1, places + 1):
            lanes[place].append((start, stop, location_id, day))
    for place in sorted(lanes):
        yield False, place, lanes[place]


def _technician_openings(rules, slots, hours, bounds):
    """Return the agenda's openings inside the technician's hours."""
    if not hours:
        return [] if rules.needs_hours else [slot[:4] for slot in slots]
    working = rule_periods(hours, rules.tz, bounds)
    if not rules.has_slots:
        return [(start, stop, rules.location_id, day) for start, stop, _, day, _ in working]
    by_day = defaultdict(list)
    for start, stop, _location_id, day, _places in working:
        by_day[day].append((start, stop))
    return sorted(
        {
            (max(start, begin), min(stop, end), location_id, day)
            for start, stop, location_id, day, _places in slots
            for begin, end in by_day.get(day, ())
            if max(start, begin) < min(stop, end)
        }
    )


def rule_periods(rules, tz, bounds):
    """Return sorted ``(start, stop, location_id, day, places)`` of the rules."""
    return sorted(chain.from_iterable(_rule_periods(rule, tz, bounds) for rule in rules))


@lru_cache(maxsize=4_096)
def _rule_periods(rule, tz, bounds):
    """Return the periods of one rule; colleagues often share theirs."""
    periods = []
    for day, midnight in _open_days(tz, bounds):
        if not rule.applies_on(day):
            continue
        if midnight is None:
            start, stop = utc_period(tz, day, rule.hour_from, rule.hour_to)
        else:
            start = midnight + round(rule.hour_from * 60) * 60
            stop = midnight + round(rule.hour_to * 60) * 60
        if start < stop:
            periods.append((start, stop, rule.location_id, day.toordinal(), rule.places))
    return tuple(periods)


@lru_cache(maxsize=1_024)
def _open_days(tz: str, bounds: Bounds) -> tuple[tuple[date, int | None], ...]:
    """Return each open day with the UTC second of its midnight.

    None instead, on a day whose clock changes: no hour is then a plain sum.
    """
    days = []
    for day in bounds.days():
        offset = _day_offset(tz, day)
        midnight = (day.toordinal() - EPOCH_DAY) * DAY
        days.append((day, None if offset is None else midnight - offset))
    return tuple(days)


def utc_period(tz: str, day: date, hour_from: float, hour_to: float) -> tuple[int, int]:
    """Return the UTC seconds of wall-clock hours, empty when they don't exist."""
    return _wall_second(tz, day, hour_from), _wall_second(tz, day, hour_to)


@lru_cache(maxsize=65_536)
def _day_offset(tz: str, day: date) -> int | None:
    """Return the zone's offset in seconds, None on a day whose clock changes."""
    zone = ZoneInfo(tz)
    first = datetime.combine(day, time(), zone).utcoffset()
    last = datetime.combine(day + timedelta(days=1), time(), zone).utcoffset()
    noon = datetime.combine(day, time(12), zone).utcoffset()
    return int(first.total_seconds()) if first == noon == last else None


@lru_cache(maxsize=4_096)
def _wall_second(tz: str, day: date, hour: float) -> int:
    """Return the UTC second of a wall-clock hour, whatever the clock does that day.

    A time that does not exist becomes the end of the gap; of a time that
    exists twice, the first counts.
    """
    zone = ZoneInfo(tz)
    wall = datetime.combine(day, time()) + timedelta(minutes=round(hour * 60))
    early = int(wall.replace(tzinfo=zone, fold=1).timestamp())
    late = int(wall.replace(tzinfo=zone, fold=0).timestamp())
    if early <= late and _wall(zone, late) != wall:
        return early + bisect_left(
            range(early, late + 1), True, key=lambda second: _wall(zone, second) > wall
        )
    return late


def _wall(zone: ZoneInfo, second: int) -> datetime:
    return datetime.fromtimestamp(second, timezone.utc).astimezone(zone).replace(tzinfo=None)


def _monday(day: date) -> int:
    return day.toordinal() - day.weekday()
