"""Dates, times and lengths as calendar files write them."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo

from vobject.base import ParseError
from vobject.icalendar import stringToDurations


@dataclass(frozen=True, slots=True)
class Moment:
    """A time on the clock of a zone; of a whole day, its midnight."""

    local: datetime
    zone: tzinfo
    is_day: bool = False

    @property
    def second(self) -> int:
        return to_second(self.local, self.zone)


@dataclass(frozen=True, slots=True)
class Length:
    """Days on the calendar, whose hours vary with the clock, and seconds that do not."""

    days: int = 0
    seconds: int = 0

    def end_of(self, local: datetime, zone: tzinfo) -> int:
        return to_second(local + timedelta(days=self.days), zone) + self.seconds


def to_second(local: datetime, zone: tzinfo) -> int:
    """Return the instant of a wall clock: of a time that comes twice, the first.

    A time that does not exist counts as if the clock had not changed yet.
    """
    return int(local.replace(tzinfo=zone).timestamp())


def read_moments(line, zones):
    """Return the moments of a property: one, or several with commas."""
    zone = zone_of(line, zones)
    return [read_moment(word, zone) for word in line.value.split(",") if word.strip()]


def zone_of(line, zones):
    return zones.named((line.params.get("TZID") or [""])[0])


def read_moment(word, zone):
    """Return the moment that ``20260105``, ``20260105T090000`` or ``…Z`` says."""
    word = word.strip().upper()
    if "T" not in word:
        return Moment(datetime.strptime(word, "%Y%m%d"), zone, is_day=True)
    if word.endswith("Z"):
        return Moment(datetime.strptime(word, "%Y%m%dT%H%M%SZ"), timezone.utc)
    return Moment(datetime.strptime(word, "%Y%m%dT%H%M%S"), zone)


def read_periods(line, zones):
    """Return ``(moment, length)`` of each ``start/stop`` or ``start/length``."""
    periods, zone = [], zone_of(line, zones)
    for word in line.value.split(","):
        first, _slash, last = word.partition("/")
        start = read_moment(first, zone)
        if last.lstrip("+-").upper().startswith("P"):
            periods.append((start, read_length(last)))
        else:
            stop = read_moment(last, zone)
            periods.append((start, Length(seconds=stop.second - start.second)))
    return periods


def read_length(words):
    """Return the length that ``P1DT2H`` and the like say."""
    try:
        [length] = stringToDurations(words.strip().upper())
    except (ParseError, ValueError) as error:
        raise ValueError(f"no length: {words}") from error
    if words.strip().upper().lstrip("+").startswith("PT"):
        return Length(seconds=int(length.total_seconds()))
    return Length(days=length.days, seconds=length.seconds)
