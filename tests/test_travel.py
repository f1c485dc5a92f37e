from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..travel import CrowFlies, Day, Leg, Visit, candidates, insertion, route_legs, total

HOUR, MINUTE = 3600, 60
CROW = CrowFlies(factor=1.3, speed=50)
DEPOT, LENS, LIEVIN, ARRAS = (50.40, 2.80), (50.43, 2.83), (50.42, 2.78), (50.29, 2.78)

# Some dozen kilometres across, so that roads sometimes fit and sometimes do not.
places = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(
    lambda cell: (50 + cell[0] * 0.05, 2.5 + cell[1] * 0.05)
)
some_places = st.one_of(st.none(), places)


@st.composite
def days(draw):
    """Return a day whose visits follow one another."""
    visits, clock = [], 8 * HOUR
    for _number in range(draw(st.integers(0, 6))):
        start = clock + draw(st.integers(0, 12)) * 10 * MINUTE
        clock = start + draw(st.integers(1, 6)) * 10 * MINUTE
        visits.append(Visit(start, clock, draw(some_places)))
    return Day(tuple(visits), draw(some_places), draw(some_places))


def length(points):
    """Return the road through the points, leg by leg, as anyone would add it up."""
    km = minutes = 0
    known = [point for point in points if point is not None]
    for number in range(1, len(known)):
        leg = CROW(known[number - 1], known[number])
        km, minutes = km + leg.km, minutes + leg.minutes
    return km, minutes


def whole_route(day, visits):
    return length([day.departure, *(visit.point for visit in visits), day.back])


def slow_fits(day, start, stop, point):
    """Tell whether the road fits, walking through the day minute by minute of road."""
    if point is None:
        return all(v.stop <= start or v.start > start for v in day.visits) and all(
            v.start >= stop for v in day.visits if v.start > start
        )
    here, free = day.departure, None
    for visit in day.visits:
        if visit.start <= start:
            here, free = visit.point or here, visit.stop
    if free is not None and start - free < CROW(here, point).minutes * MINUTE:
        return False
    after = [visit for visit in day.visits if visit.start > start]
    return not after or after[0].start - stop >= CROW(point, after[0].point).minutes * MINUTE


class TestTravel(BaseCase):
    def test_the_road_is_longer_than_the_straight_line_and_takes_its_time(self):
        straight = CrowFlies(1, 60)(LENS, ARRAS)
        road = CrowFlies(1.3, 30)(LENS, ARRAS)
        self.assertAlmostEqual(straight.km, straight.minutes)
        self.assertAlmostEqual(road.km, straight.km * 1.3)
        self.assertAlmostEqual(road.minutes, road.km * 2)

    def test_an_unknown_end_is_no_road(self):
        self.assertEqual(CROW(None, LENS), Leg(0, 0))
        self.assertEqual(CROW(LENS, None), Leg(0, 0))

    def test_no_factor_or_speed_is_refused(self):
        for factor, speed in ((0, 50), (1.3, 0), (-1, 50)):
            with self.subTest(factor=factor, speed=speed), self.assertRaises(ValueError):
                CrowFlies(factor, speed)

    def test_a_route_skips_what_is_unknown(self):
        self.assertEqual(route_legs([DEPOT, None, LENS, None]), [(DEPOT, LENS)])
        self.assertEqual(route_legs([None, LENS]), [])

    @given(st.lists(some_places))
    def test_a_route_is_as_long_as_its_legs(self, points):
        km, minutes = length(points)
        found = total(CROW(*pair) for pair in route_legs(points))
        self.assertAlmostEqual(found.km, km)
        self.assertAlmostEqual(found.minutes, minutes)

    def test_the_only_visit_costs_the_way_there_and_back(self):
        found = insertion(Day((), DEPOT, DEPOT), 9 * HOUR, 10 * HOUR, LENS, CROW)
        self.assertAlmostEqual(found.km, 2 * CROW(DEPOT, LENS).km)
        self.assertAlmostEqual(found.first_km, CROW(DEPOT, LENS).km)
        self.assertTrue(found.fits)

    def test_a_visit_next_door_costs_nothing(self):
        day = Day((Visit(9 * HOUR, 10 * HOUR, LENS),), DEPOT, DEPOT)
        found = insertion(day, 10 * HOUR, 11 * HOUR, LENS, CROW)
        self.assertEqual((found.km, found.minutes, found.fits), (0, 0, True))

    def test_the_road_fits_to_the_second_on_both_sides(self):
        road = CrowFlies(1, 60)
        minutes = road(LENS, ARRAS).minutes
        seconds = int(minutes * MINUTE) + 1
        before = Day((Visit(8 * HOUR, 9 * HOUR, LENS),), DEPOT, DEPOT)
        after = Day((Visit(12 * HOUR, 13 * HOUR, LENS),), DEPOT, DEPOT)
        for day, start, fits in (
            (before, 9 * HOUR + seconds, True),
            (before, 9 * HOUR + seconds - 1, False),
            (after, 11 * HOUR - seconds, True),
            (after, 11 * HOUR - seconds + 1, False),
        ):
            with self.subTest(start=start):
                self.assertEqual(insertion(day, start, start + HOUR, ARRAS, road).fits, fits)

    def test_a_neighbour_whose_place_is_unknown_is_said(self):
        visits = (Visit(9 * HOUR, 10 * HOUR, None), Visit(12 * HOUR, 13 * HOUR, LENS))
        day = Day(visits, DEPOT, DEPOT)
        self.assertTrue(insertion(day, 10 * HOUR, 11 * HOUR, ARRAS, CROW).is_partial)
        self.assertFalse(insertion(day, 14 * HOUR, 15 * HOUR, ARRAS, CROW).is_partial)
        self.assertTrue(insertion(Day(), 14 * HOUR, 15 * HOUR, ARRAS, CROW).is_partial)

    @given(days(), st.integers(0, 100), st.integers(1, 6), some_places)
    def test_an_insertion_adds_what_the_whole_route_gains(self, day, grain, length_, point):
        start = 6 * HOUR + grain * 10 * MINUTE
        stop = start + length_ * 10 * MINUTE
        found = insertion(day, start, stop, point, CROW)
        after = sorted([*day.visits, Visit(start, stop, point)], key=lambda v: v.start)
        # Who begins at the same second comes before.
        after.sort(key=lambda v: (v.start, v == Visit(start, stop, point)))
        new, old = whole_route(day, after), whole_route(day, day.visits)
        self.assertAlmostEqual(found.km, new[0] - old[0])
        self.assertAlmostEqual(found.minutes, new[1] - old[1])

    @given(days(), st.integers(0, 100), st.integers(1, 6), some_places)
    def test_the_road_fits_when_a_walk_through_the_day_says_so(self, day, grain, length_, point):
        start = 6 * HOUR + grain * 10 * MINUTE
        stop = start + length_ * 10 * MINUTE
        found = insertion(day, start, stop, point, CROW)
        self.assertEqual(found.fits, slow_fits(day, start, stop, point))

    @given(days(), st.sets(st.integers(0, 100)), st.integers(1, 6), some_places)
    def test_the_candidates_hold_the_best_of_all_starts(self, day, grains, length_, point):
        duration = length_ * 10 * MINUTE
        starts = sorted(6 * HOUR + grain * 10 * MINUTE for grain in grains)
        every = [insertion(day, start, start + duration, point, CROW) for start in starts]
        fitting = [one for one in every if one.fits]
        found = list(candidates(day, starts, duration, point, CROW))
        self.assertLessEqual({one.start for one in found}, {one.start for one in fitting})
        self.assertEqual(bool(found), bool(fitting))
        if fitting:
            self.assertAlmostEqual(min(f.km for f in found), min(f.km for f in fitting))
            self.assertEqual(min(f.start for f in found), min(f.start for f in fitting))
            self.assertEqual(max(f.start for f in found), max(f.start for f in fitting))
            self.assertAlmostEqual(min(f.idle for f in found), min(f.idle for f in fitting))
            for one in found:
                self.assertIn(one, fitting)
