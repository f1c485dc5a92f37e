from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..announcement import QUARTER, announced_from, narrowed

PARIS = "Europe/Paris"
EIGHT = datetime(2026, 1, 5, 8)
HOUR = timedelta(hours=1)
minutes = st.integers(0, 300).map(lambda number: timedelta(minutes=number))


class TestAnnouncedFrom(BaseCase):
    def test_the_day_before_at_the_hour_of_the_place(self):
        self.assertEqual(announced_from(EIGHT, PARIS, 16), datetime(2026, 1, 4, 15))
        self.assertEqual(announced_from(EIGHT, "America/New_York", 16), datetime(2026, 1, 4, 21))

    def test_the_day_is_that_of_the_place(self):
        # 0:30 on Monday in Paris, Sunday still in UTC.
        start = datetime(2026, 1, 4, 23, 30)
        self.assertEqual(announced_from(start, PARIS, 16), datetime(2026, 1, 4, 15))

    def test_the_hour_follows_both_clock_changes(self):
        for monday, hour in ((datetime(2026, 3, 30, 8), 14), (datetime(2026, 10, 26, 8), 15)):
            sunday = monday.replace(hour=hour) - timedelta(days=1)
            self.assertEqual(announced_from(monday, PARIS, 16), sunday)
        saturday = datetime(2026, 10, 24, 14)
        self.assertEqual(announced_from(datetime(2026, 10, 25, 8), PARIS, 16), saturday)

    def test_an_hour_that_the_clock_skips_comes_right_after(self):
        monday = datetime(2026, 3, 30, 8)
        self.assertEqual(announced_from(monday, PARIS, 2), datetime(2026, 3, 29, 1))
        self.assertEqual(announced_from(monday, PARIS, 3), datetime(2026, 3, 29, 1))


class TestNarrowed(BaseCase):
    def tell(self, start, stop, margin=HOUR, now=None):
        now = now or EIGHT - timedelta(days=1)
        return narrowed(start, stop, (EIGHT, EIGHT + 4 * HOUR), margin, now)

    def test_an_hour_on_each_side(self):
        start = EIGHT + 2 * HOUR
        self.assertEqual(self.tell(start, start + HOUR), (EIGHT + HOUR, EIGHT + 3 * HOUR))

    def test_rounded_outwards_to_quarters(self):
        start = EIGHT + 2 * HOUR + timedelta(minutes=10)
        begin, end = self.tell(start, start + HOUR)
        self.assertEqual((begin, end), (EIGHT + HOUR, EIGHT + 3 * HOUR + QUARTER))

    def test_never_outside_what_was_told(self):
        self.assertEqual(self.tell(EIGHT, EIGHT + HOUR)[0], EIGHT)
        start = EIGHT + 3 * HOUR + QUARTER
        self.assertEqual(self.tell(start, start + 3 * QUARTER)[1], EIGHT + 4 * HOUR)

    def test_a_long_visit_is_told_whole(self):
        self.assertEqual(self.tell(EIGHT, EIGHT + 3 * HOUR), (EIGHT, EIGHT + 3 * HOUR))

    def test_never_before_now(self):
        start = EIGHT + HOUR
        now = EIGHT + timedelta(minutes=5)
        self.assertEqual(self.tell(start, start + HOUR, now=now)[0], EIGHT + QUARTER)

    @given(offset=minutes, length=minutes, after=minutes, margin=minutes, late=minutes)
    def test_it_holds_the_visit_inside_what_was_told(self, offset, length, after, margin, late):
        start = EIGHT + offset
        stop = start + length
        told = (EIGHT, stop + after)
        now = min(EIGHT - HOUR + late, start)
        begin, end = narrowed(start, stop, told, margin, now)
        self.assertLessEqual(told[0], begin)
        self.assertLessEqual(now, begin)
        self.assertLessEqual(begin, start)
        self.assertLessEqual(stop, end)
        self.assertLessEqual(end, told[1])
