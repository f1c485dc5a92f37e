from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..reminder_times import due

PARIS = "Europe/Paris"
# Thursday 15:00 in Paris, source 004_….
THURSDAY = datetime(2026, 1, 8, 14)
MINUTE = timedelta(minutes=1)
zones = st.sampled_from([PARIS, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"])
# The weeks of the clock changes are drawn as often as all others.
starts = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    st.datetimes(datetime(2026, 3, 28), datetime(2026, 4, 1)),
    st.datetimes(datetime(2026, 10, 24), datetime(2026, 10, 29)),
).map(lambda moment: moment.replace(second=0, microsecond=0))


def oracle(start, tz, days, minute_of_day):
    """Look at each minute around the day, on the clock of the place."""
    zone = ZoneInfo(tz)
    aware = start.replace(tzinfo=timezone.utc)
    day = aware.astimezone(zone).date() - timedelta(days=days)
    instant = datetime(day.year, day.month, day.day, tzinfo=timezone.utc) - timedelta(hours=16)
    previous = instant.astimezone(zone)
    for _minute in range(44 * 60):
        instant += MINUTE
        local = instant.astimezone(zone)
        shown = local.hour * 60 + local.minute
        before = previous.hour * 60 + previous.minute
        if local.date() == day:
            jump = shown - before - 1 if previous.date() == day else 0
            if shown == minute_of_day:
                return instant.replace(tzinfo=None)
            if jump > 0 and before < minute_of_day < shown:
                # Skipped: as much later as the clock jumped.
                minute_of_day += jump
                if shown == minute_of_day:
                    return instant.replace(tzinfo=None)
        previous = local
    raise AssertionError("no such minute")


class TestReminderTimes(BaseCase):
    def test_two_days_before_at_nine(self):
        self.assertEqual(due(THURSDAY, PARIS, 2, "days", 9), datetime(2026, 1, 6, 8))

    def test_hours_are_exact(self):
        self.assertEqual(due(THURSDAY, PARIS, 3, "hours"), datetime(2026, 1, 8, 11))
        monday = datetime(2026, 3, 30, 7)
        self.assertEqual(due(monday, PARIS, 48, "hours"), datetime(2026, 3, 28, 7))

    def test_half_hours(self):
        self.assertEqual(due(THURSDAY, PARIS, 1, "days", 17.5), datetime(2026, 1, 7, 16, 30))

    def test_the_last_minute_of_a_day_stays_on_it(self):
        self.assertEqual(due(THURSDAY, PARIS, 1, "days", 23.999), datetime(2026, 1, 7, 22, 59))

    def test_the_day_is_that_of_the_place(self):
        # 0:30 on Thursday in Paris, Wednesday still in UTC.
        start = datetime(2026, 1, 7, 23, 30)
        self.assertEqual(due(start, PARIS, 1, "days", 9), datetime(2026, 1, 7, 8))

    def test_the_hour_stays_the_same_through_both_clock_changes(self):
        for monday, saturday in (
            (datetime(2026, 3, 30, 8), datetime(2026, 3, 28, 8)),
            (datetime(2026, 10, 26, 8), datetime(2026, 10, 24, 7)),
        ):
            self.assertEqual(due(monday, PARIS, 2, "days", 9), saturday)

    def test_an_hour_that_the_clock_skips_comes_after(self):
        self.assertEqual(
            due(datetime(2026, 3, 30, 8), PARIS, 1, "days", 2.5), datetime(2026, 3, 29, 1, 30)
        )

    def test_an_hour_that_comes_twice_counts_the_first_time(self):
        self.assertEqual(
            due(datetime(2026, 10, 26, 8), PARIS, 1, "days", 2.5), datetime(2026, 10, 25, 0, 30)
        )

    def test_the_same_day_before_the_start_only(self):
        self.assertEqual(due(THURSDAY, PARIS, 0, "days", 8), datetime(2026, 1, 8, 7))
        self.assertIsNone(due(THURSDAY, PARIS, 0, "days", 15))
        self.assertIsNone(due(THURSDAY, PARIS, 0, "days", 20))

    @given(start=starts, tz=zones, days=st.integers(0, 5), quarter=st.integers(0, 95))
    def test_days_before_are_what_a_clock_on_the_wall_shows(self, start, tz, days, quarter):
        expected = oracle(start, tz, days, quarter * 15)
        found = due(start, tz, days, "days", quarter / 4)
        self.assertEqual(found, expected if expected < start else None)

    @given(start=starts, tz=zones, delay=st.integers(0, 100), hour=st.floats(0, 23.99))
    def test_never_after_the_start(self, start, tz, delay, hour):
        for unit in ("hours", "days"):
            moment = due(start, tz, delay, unit, hour)
            self.assertTrue(moment is None or moment < start)
