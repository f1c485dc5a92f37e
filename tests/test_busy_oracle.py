"""Random events, written by another library, against a slow walk through the days."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..feeds import busy_time

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
# Around a clock change of each zone.
DAYS = [
    ("Europe/Paris", date(2026, 3, 29)),
    ("Europe/Paris", date(2026, 10, 25)),
    ("America/Los_Angeles", date(2026, 3, 8)),
    ("America/Los_Angeles", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Asia/Kathmandu", date(2026, 7, 15)),
]
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


@dataclass
class Meeting:
    """A repeated event; ``without`` and ``moved`` count its occurrences from 0."""

    tz: str
    start: datetime
    quarters: int
    whole_day: bool
    freq: str
    every: int
    weekdays: set[int]
    count: int
    until: datetime | None
    without: set[int] = field(default_factory=set)
    moved: dict[int, tuple] = field(default_factory=dict)


@st.composite
def meetings(draw):
    tz, day = draw(st.sampled_from(DAYS))
    quarter = draw(st.integers(0, 95) | st.integers(0, 14))
    start = datetime(day.year, day.month, day.day) - draw(st.integers(0, 20)) * DAY
    start += quarter * QUARTER
    ends = draw(st.sampled_from(["count", "until", "never"]))
    until = start + draw(st.integers(0, 40 * 96)) * QUARTER
    occurrence = st.integers(0, 6)
    moves = st.tuples(st.integers(-40, 40), st.integers(1, 12), st.booleans())
    return Meeting(
        tz=tz,
        start=start,
        quarters=draw(st.integers(1, 110)),
        whole_day=draw(st.sampled_from([False, False, False, True])),
        freq=draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"])),
        every=draw(st.integers(1, 3)),
        weekdays=draw(st.sets(st.integers(0, 6))) | {start.weekday()},
        count=draw(st.integers(1, 20)) if ends == "count" else 0,
        until=until if ends == "until" else None,
        without=draw(st.sets(occurrence, max_size=3)),
        moved=draw(st.dictionaries(occurrence, moves, max_size=2)),
    )


def local_starts(meeting, days):
    """Walk through the days and keep those that the rule names."""
    first, found = meeting.start.date(), []
    for number in range(days):
        day = first + number * DAY
        if meeting.count and len(found) == meeting.count:
            break
        if not _names(meeting, first, day):
            continue
        start = datetime.combine(
            day, datetime.min.time() if meeting.whole_day else meeting.start.time()
        )
        if meeting.until and instant(meeting, start) > until_instant(meeting):
            break
        found.append(start)
    return found


def _names(meeting, first, day):
    if meeting.freq == "DAILY":
        return (day - first).days % meeting.every == 0
    if meeting.freq == "WEEKLY":
        weeks = (day - day.weekday() * DAY - (first - first.weekday() * DAY)).days // 7
        return weeks % meeting.every == 0 and day.weekday() in meeting.weekdays
    months = (day.year - first.year) * 12 + day.month - first.month
    return months % meeting.every == 0 and day.day == first.day


def instant(meeting, wall):
    """Return the first UTC quarter at which the clock shows ``wall``; in a gap, as before it."""
    zone = ZoneInfo(meeting.tz)
    before = None
    for number in range(-15 * 4, 15 * 4):
        moment = wall + number * QUARTER
        shown = moment.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)
        if shown == wall:
            return moment
        if shown < wall:
            before = shown - moment
        elif before is not None:
            return wall - before
    raise AssertionError(wall)


def until_instant(meeting):
    if meeting.whole_day:
        return instant(meeting, datetime.combine(meeting.until, datetime.min.time()))
    return instant(meeting, meeting.until)


def answer(meeting, days=75):
    """Return the busy quarters, counted from the year 2000."""
    quarters = set()
    starts = local_starts(meeting, days)
    for number, start in enumerate(starts):
        if number in meeting.without:
            continue
        length = meeting.quarters
        if number in meeting.moved:
            shift, length, is_busy = meeting.moved[number]
            if not is_busy:
                continue
            start += shift * (DAY if meeting.whole_day else QUARTER)
        begin = instant(meeting, start)
        end = begin + length * QUARTER
        if meeting.whole_day:
            end = instant(meeting, start + max(1, length // 96) * DAY)
        quarters |= set(range(_quarter(begin), _quarter(end)))
    return quarters


def _quarter(moment):
    return (moment - datetime(2000, 1, 1)) // QUARTER


def written(meeting):
    """Return the meeting as a file of another library."""
    calendar, zone = icalendar.Calendar(), ZoneInfo(meeting.tz)
    calendar.add("prodid", "-//Oracle//EN")
    calendar.add("version", "2.0")

    def value(wall):
        return wall.date() if meeting.whole_day else wall.replace(tzinfo=zone)

    def event(start, quarters):
        made = icalendar.Event()
        made.add("uid", "oracle")
        made.add("dtstart", value(start))
        days = max(1, quarters // 96) * DAY
        made.add("duration", days if meeting.whole_day else quarters * QUARTER)
        calendar.add_component(made)
        return made

    master = event(meeting.start, meeting.quarters)
    # Exact hours, as the oracle counts them: more than a day of them is no calendar day.
    if not meeting.whole_day:
        del master["duration"]
        stop = instant(meeting, meeting.start) + meeting.quarters * QUARTER
        master.add("dtend", stop.replace(tzinfo=timezone.utc))
    master.add("rrule", _rule(meeting))
    starts = local_starts(meeting, 75)
    for number in meeting.without | set(meeting.moved):
        if number >= len(starts):
            continue
        if number in meeting.without:
            master.add("exdate", value(starts[number]))
            continue
        shift, quarters, is_busy = meeting.moved[number]
        step = DAY if meeting.whole_day else QUARTER
        other = event(starts[number] + shift * step, quarters)
        other.add("recurrence-id", value(starts[number]))
        other.add("transp", "OPAQUE" if is_busy else "TRANSPARENT")
    return calendar.to_ical()


def _rule(meeting):
    rule = {"freq": meeting.freq, "interval": meeting.every}
    if meeting.freq == "WEEKLY":
        rule["byday"] = [WEEKDAYS[number] for number in sorted(meeting.weekdays)]
    if meeting.count:
        rule["count"] = meeting.count
    if meeting.until and meeting.whole_day:
        rule["until"] = meeting.until.date()
    elif meeting.until:
        rule["until"] = until_instant(meeting).replace(tzinfo=timezone.utc)
    return rule


@tagged("post_install", "-at_install")
class TestBusyOracle(BaseCase):
    def test_repeated_events_keep_busy_what_the_oracle_says(self):
        self.busy = 0
        self._check()
        self.assertGreater(self.busy, 100)

    @given(meeting=meetings())
    @settings(max_examples=250)
    def _check(self, meeting):
        first = datetime(2026, 1, 1)
        last = meeting.start + 60 * DAY
        seconds = [int(m.replace(tzinfo=timezone.utc).timestamp()) for m in (first, last)]
        found = busy_time(written(meeting), *seconds, meeting.tz)
        self.assertEqual(found.unread, 0)
        epoch = datetime(1970, 1, 1)
        quarters = set()
        for start, stop in found.periods:
            moments = [epoch + timedelta(seconds=moment) for moment in (start, stop)]
            quarters |= set(range(*map(_quarter, moments)))
        limit = _quarter(last)
        self.assertEqual(
            {q for q in quarters if q < limit}, {q for q in answer(meeting) if q < limit}
        )
        self.busy += bool(quarters)
