from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..dashboard_periods import PERIODS, period_days

ONE_DAY = timedelta(days=1)


class TestDashboardPeriods(BaseCase):
    @given(code=st.sampled_from(PERIODS), today=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
    def test_the_period_before_comes_before_and_is_about_as_long(self, code, today):
        first, last, before_first, before_last = period_days(code, today)
        self.assertLessEqual(before_first, before_last)
        self.assertLess(before_last, first)
        self.assertLessEqual(first, last)
        self.assertLessEqual(last, today)
        difference = (last - first) - (before_last - before_first)
        self.assertLessEqual(abs(difference), timedelta(days=3))

    def test_thirty_days_end_today(self):
        period = period_days("30_days", date(2026, 1, 2))
        self.assertEqual(period[:2], (date(2025, 12, 4), date(2026, 1, 2)))
        self.assertEqual(period[2:], (date(2025, 11, 4), date(2025, 12, 3)))

    def test_the_month_is_compared_with_the_same_days_of_the_month_before(self):
        period = period_days("month", date(2026, 3, 31))
        self.assertEqual(period[:2], (date(2026, 3, 1), date(2026, 3, 31)))
        self.assertEqual(period[2:], (date(2026, 2, 1), date(2026, 2, 28)))

    def test_last_month_is_whole_and_so_is_the_one_before(self):
        period = period_days("last_month", date(2026, 1, 15))
        self.assertEqual(period[:2], (date(2025, 12, 1), date(2025, 12, 31)))
        self.assertEqual(period[2:], (date(2025, 11, 1), date(2025, 11, 30)))

    def test_a_year_follows_the_year_before_without_a_gap(self):
        period = period_days("12_months", date(2024, 2, 29))
        self.assertEqual(period[:2], (date(2023, 3, 1), date(2024, 2, 29)))
        self.assertEqual(period[2:], (date(2022, 3, 1), date(2023, 2, 28)))
        self.assertEqual(period.before_last + ONE_DAY, period.first)

    def test_an_unknown_period_is_refused(self):
        with self.assertRaises(ValueError):
            period_days("fortnight", date(2026, 1, 2))
