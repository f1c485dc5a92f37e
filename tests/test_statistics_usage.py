from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..availability import used_seconds

HOURS = 48


def periods():
    hours = st.integers(0, HOURS - 1)
    return st.lists(st.tuples(hours, st.integers(1, 6)).map(lambda p: (p[0], p[0] + p[1])))


def covered(periods):
    """Return each hour that a period touches, one by one."""
    return {hour for start, stop in periods for hour in range(start, stop)}


class TestUsedSeconds(BaseCase):
    @given(opened=periods(), closed=periods(), booked=periods())
    def test_every_hour_counts_once_and_only_where_it_is_open(self, opened, closed, booked):
        openings = [(start, stop, False, start // 24) for start, stop in opened]
        free = sorted(covered(opened) - covered(closed))
        used = used_seconds(openings, [(hour, hour + 1) for hour in free], booked)
        for day, found in used.items():
            mine = covered(p[:2] for p in openings if p[3] == day) & set(free)
            self.assertEqual(found, (len(mine), len(mine & covered(booked))))

    def test_a_closed_day_has_nothing_open(self):
        self.assertEqual(used_seconds([(0, 60, False, 1)], [], [(0, 60)]), {1: (0, 0)})

    def test_what_is_booked_outside_the_openings_does_not_count(self):
        used = used_seconds([(0, 60, False, 1)], [(0, 60)], [(30, 90), (100, 160)])
        self.assertEqual(used, {1: (60, 30)})
