from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..availability import shared_seconds, used_seconds

HOURS = 48


def periods():
    hours = st.integers(0, HOURS - 1)
    return st.lists(st.tuples(hours, st.integers(1, 6)).map(lambda p: (p[0], p[0] + p[1])))


def lanes():
    """Return agendas of one person: what each opens, what is left of it, what it booked."""
    return st.lists(st.tuples(periods(), periods(), periods()), min_size=1, max_size=4).map(
        lambda lanes: [
            ([(*period, False, 0) for period in opened], left, booked)
            for opened, left, booked in lanes
        ]
    )


def expected_shares(lanes):
    """Return ``[(open, booked)]`` hour by hour: who booked it has it, else who is open."""
    opened = [covered(p[:2] for p in lane[0]) & covered(lane[1]) for lane in lanes]
    taken = [mine & covered(lane[2]) for mine, lane in zip(opened, lanes, strict=True)]
    shares = [[0, 0] for _lane in lanes]
    for hour in set().union(*opened):
        booked = [number for number, hours in enumerate(taken) if hour in hours]
        having = booked or [number for number, hours in enumerate(opened) if hour in hours]
        for number in having:
            shares[number][0] += 1 / len(having)
            shares[number][1] += bool(booked) / len(having)
    return shares


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


class TestSharedSeconds(BaseCase):
    @given(lanes=lanes())
    def test_each_hour_of_a_person_goes_to_who_booked_it_or_in_parts_to_who_is_open(self, lanes):
        for used, expected in zip(shared_seconds(lanes), expected_shares(lanes), strict=True):
            for found, value in zip(used.get(0, (0, 0)), expected, strict=True):
                self.assertAlmostEqual(found, value)

    @given(lanes=lanes())
    def test_the_parts_add_up_to_the_person_s_own_time(self, lanes):
        found = [used.get(0, (0, 0)) for used in shared_seconds(lanes)]
        opened = set().union(
            *(covered(p[:2] for p in lane[0]) & covered(lane[1]) for lane in lanes)
        )
        self.assertAlmostEqual(sum(part[0] for part in found), len(opened))
        for mine, booked in found:
            self.assertLessEqual(booked, mine + 1e-9)

    def test_local_days_of_two_clocks_are_kept_apart(self):
        # The same two hours are Monday in one zone and Tuesday in the other.
        shares = shared_seconds(
            [([(0, 2, False, 1)], [(0, 2)], []), ([(0, 2, False, 2)], [(0, 2)], [(0, 1)])]
        )
        self.assertEqual(shares, [{1: (0.5, 0)}, {2: (1.5, 1)}])
