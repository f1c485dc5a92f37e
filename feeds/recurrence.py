"""An event that repeats → its occurrences."""

import re
from datetime import datetime, timedelta

from dateutil.rrule import rrulestr

from .moments import read_moment, to_second

FREQUENCY = re.compile(r"\bFREQ=([^;\s]*)", re.I)
INTERVAL = re.compile(r"\bINTERVAL=([^;\s]*)", re.I)
UNTIL = re.compile(r";?\bUNTIL=([^;\s]*)", re.I)
FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
# The order of wall clocks and that of instants differ by a clock change at most.
SLACK = 86_400


def occurrences(event, last, replaced=()):
    """Yield ``(start, stop)`` in seconds of each occurrence that begins before ``last``.

    ``replaced`` are the moments of those that another event of the same name
    tells anew. The rules run on the wall clock, in the zone of the start.
    """
    zone = event.start.zone
    without = [*event.dates_against, *replaced]
    no_days = {moment.local.date() for moment in without if moment.is_day}
    no_seconds = {moment.second for moment in without if not moment.is_day}
    seen = set()
    for local, length in _starts(event, last):
        second = to_second(local, zone)
        if second not in seen and second not in no_seconds and local.date() not in no_days:
            seen.add(second)
            yield second, (length or event.length).end_of(local, zone)


def _starts(event, last):
    """Yield ``(local start, length)``; the length is None where it is the event's own."""
    yield event.start.local, None
    for rule in event.rules:
        yield from ((local, None) for local in _rule(rule, event.start, last))
    for moment, length in event.dates:
        if moment.second < last:
            yield _local(moment, event.start.zone), length


def _rule(words, start, last):
    """Yield the local starts of one RRULE that come before the instant ``last``."""
    _check_rule(words)
    until = UNTIL.search(words)
    if until:
        last = min(last, _end_of(until.group(1), start))
    for local in rrulestr(UNTIL.sub("", words).lstrip(";"), dtstart=start.local):
        second = to_second(local, start.zone)
        if second >= last + SLACK:
            return
        if second < last:
            yield local


def _check_rule(words):
    """Refuse what would be counted for ever, and what nobody means by a meeting.

    :raises ValueError: more often than daily, or without a step
    """
    if {name.upper() for name in FREQUENCY.findall(words)} - FREQUENCIES:
        raise ValueError(f"repeats within the day: {words}")
    if any(int(step) < 1 for step in INTERVAL.findall(words)):
        raise ValueError(f"repeats without a step: {words}")


def _end_of(word, start):
    """Return the first instant after UNTIL, which is the last start that still counts."""
    until = read_moment(word, start.zone)
    if start.is_day or until.is_day:
        # Some write the time at which a whole day ends, or the day of a last hour.
        midnight = until.local.replace(hour=0, minute=0, second=0)
        return to_second(midnight + timedelta(days=1), start.zone)
    return until.second + 1


def _local(moment, zone):
    """Return a moment on the wall clock of another zone."""
    if moment.is_day or moment.zone is zone:
        return moment.local
    return datetime.fromtimestamp(moment.second, zone).replace(tzinfo=None)
