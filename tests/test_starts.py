from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..availability import StartRule, lane_starts

HOUR, MINUTE = 3600, 60
FOREVER = 10**9


def rule(duration=30, step=None, before=0, after=0, earliest=0, latest=FOREVER):
    """Return a rule from minutes."""
    return StartRule(
        duration * MINUTE,
        (step or duration) * MINUTE,
        before * MINUTE,
        after * MINUTE,
        earliest * MINUTE,
        latest * MINUTE,
    )


def starts(free, openings, rule, packed=False):
    """Return the starts, everything in minutes."""
    free = [(a * MINUTE, b * MINUTE) for a, b in free]
    openings = [(a * MINUTE, b * MINUTE, False, 0) for a, b in openings]
    ranges = lane_starts(free, openings, rule, packed)
    return [start // MINUTE for seconds, _place in ranges for start in seconds]


class TestStarts(BaseCase):
    def test_the_grid_counts_from_the_opening(self):
        self.assertEqual(starts([(0, 25), (40, 120)], [(0, 120)], rule(20)), [0, 40, 60, 80, 100])

    def test_the_packed_grid_counts_from_the_previous_appointment(self):
        self.assertEqual(starts([(35, 120)], [(0, 120)], rule(40), packed=True), [35, 75])

    def test_the_grid_does_not_move_with_the_clock(self):
        self.assertEqual(starts([(0, 90)], [(0, 90)], rule(30, earliest=1)), [30, 60])

    def test_an_appointment_fits_inside_one_opening(self):
        self.assertEqual(starts([(0, 60)], [(0, 30), (30, 60)], rule(45)), [])

    def test_buffers_may_reach_past_closing_time(self):
        self.assertEqual(starts([(-10, 40)], [(0, 30)], rule(30, before=10, after=10)), [0])

    def test_buffers_must_be_free(self):
        self.assertEqual(starts([(0, 30)], [(0, 30)], rule(30, before=10)), [])

    def test_back_to_back_is_allowed(self):
        self.assertEqual(starts([(30, 60)], [(0, 60)], rule(30)), [30])

    def test_packed_starts_fall_on_whole_minutes(self):
        free = [(61, HOUR)]
        found = lane_starts(free, [(0, HOUR, False, 0)], rule(30), packed=True)
        self.assertEqual(next(found)[0][0], 2 * MINUTE)

    def test_a_duration_is_needed(self):
        with self.assertRaises(ValueError):
            rule(0, step=5)

    @given(
        free=st.lists(st.integers(0, 600), min_size=2, max_size=8, unique=True),
        opening=st.tuples(st.integers(0, 300), st.integers(301, 600)),
        duration=st.integers(1, 90),
        step=st.integers(1, 90),
        before=st.integers(0, 20),
        after=st.integers(0, 20),
        earliest=st.integers(0, 600),
        packed=st.booleans(),
    )
    def test_every_start_fits(self, free, opening, duration, step, before, after, earliest, packed):
        free = sorted(free)
        periods = list(zip(free[::2], free[1::2], strict=False))
        asked = rule(duration, step, before, after, earliest)
        found = starts(periods, [opening], asked, packed)
        self.assertEqual(found, sorted(set(found)))
        for start in found:
            self.assertGreaterEqual(start, max(earliest, opening[0]))
            self.assertLessEqual(start + duration, opening[1])
            around = start - before, start + duration + after
            self.assertTrue(any(a <= around[0] and around[1] <= b for a, b in periods))
