"""The events of a calendar file, as plain values."""

import contextlib
import logging
import re
from dataclasses import dataclass, field

from vobject.base import VObjectError, readComponents

from .errors import FeedError
from .moments import Length, Moment, read_length, read_moments, read_periods

MAX_EVENTS = 5_000
# What is said of an event is none of our business, and slow to read.
WORDS = re.compile(
    r"^(?:SUMMARY|DESCRIPTION|X-ALT-DESC|LOCATION|COMMENT|ATTACH|ATTENDEE|ORGANIZER|CONTACT)"
    r"[;:][^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z)",
    re.M | re.I,
)
_logger = logging.getLogger("vobject.base")


@dataclass(slots=True)
class Event:
    """What one VEVENT says of time. ``replaces`` names the occurrence that it stands for."""

    uid: str
    start: Moment
    length: Length
    is_busy: bool
    rules: list[str] = field(default_factory=list)
    dates: list[tuple[Moment, Length | None]] = field(default_factory=list)
    dates_against: list[Moment] = field(default_factory=list)
    replaces: Moment | None = None


def read_components(text):
    """Return the VCALENDAR components of a file.

    :raises FeedError: it is no calendar, cut off, or has too many events
    """
    if text.upper().count("BEGIN:VEVENT") > MAX_EVENTS:
        raise FeedError("many_events")
    try:
        with _no_log_of_bad_lines():
            found = list(
                readComponents(WORDS.sub("", text), transform=False, ignoreUnreadable=True)
            )
    except VObjectError as error:
        raise FeedError("broken") from error
    calendars = [component for component in found if component.name == "VCALENDAR"]
    if not calendars:
        raise FeedError("no_calendar")
    return calendars


@contextlib.contextmanager
def _no_log_of_bad_lines():
    """Other people's mistakes, one line of log for each, would fill the disk."""

    def is_ours(record):
        return not record.getMessage().startswith("Skipped")

    _logger.addFilter(is_ours)
    try:
        yield
    finally:
        _logger.removeFilter(is_ours)


def read_event(component, zones):
    """Return the :class:`Event` of a VEVENT.

    :raises ValueError: it says no time that can be understood
    """
    start = _first(component, "dtstart", zones)
    if start is None:
        raise ValueError("an event without start")
    return Event(
        uid=_value(component, "uid"),
        start=start,
        length=_length(component, start, zones),
        is_busy=_is_busy(component),
        rules=[line.value for line in _lines(component, "rrule")],
        dates=list(_dates(component, zones)),
        dates_against=[
            moment for line in _lines(component, "exdate") for moment in read_moments(line, zones)
        ],
        replaces=_first(component, "recurrence-id", zones),
    )


def read_free_busy(component, zones):
    """Return the busy ``(start, stop)`` of a VFREEBUSY, in seconds."""
    return [
        (start.second, length.end_of(start.local, start.zone))
        for line in _lines(component, "freebusy")
        if (line.params.get("FBTYPE") or ["BUSY"])[0].upper() != "FREE"
        for start, length in read_periods(line, zones)
    ]


def _dates(component, zones):
    """Yield ``(moment, length)`` of each RDATE, the length None when it is the event's."""
    for line in _lines(component, "rdate"):
        if "/" in line.value:
            yield from read_periods(line, zones)
        else:
            yield from ((moment, None) for moment in read_moments(line, zones))


def _length(component, start, zones):
    """Return how long the event lasts: whole days by the calendar, hours by the clock."""
    stop = _first(component, "dtend", zones)
    if stop is not None and start.is_day:
        return Length(days=(stop.local - start.local).days)
    if stop is not None:
        return Length(seconds=stop.second - start.second)
    words = _value(component, "duration")
    if words:
        return read_length(words)
    return Length(days=1) if start.is_day else Length()


def _is_busy(component):
    """Tell whether the event takes time: Outlook has words of its own for it."""
    if _value(component, "status").upper() == "CANCELLED":
        return False
    outlook = _value(component, "x-microsoft-cdo-busystatus").upper()
    if outlook:
        return outlook != "FREE"
    return _value(component, "transp").upper() != "TRANSPARENT"


def _first(component, name, zones):
    lines = _lines(component, name)
    moments = read_moments(lines[0], zones) if lines else []
    return moments[0] if moments else None


def _value(component, name):
    lines = _lines(component, name)
    return lines[0].value.strip() if lines else ""


def _lines(component, name):
    return component.contents.get(name, [])
