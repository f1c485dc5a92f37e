from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..travel import (
    BLANK,
    NO_SECTOR,
    ORDERS,
    OTHER,
    SAME,
    CrowFlies,
    Insertion,
    Offer,
    Planning,
    Question,
    Tour,
    Visit,
    best_offers,
    cost,
    rank,
)

HOUR = 3600
HOME, FAR_AWAY = (50.0, 2.0), (50.0, 3.0)
CROW = CrowFlies(1.3, 50)


def offer(km=0.0, minutes=0.0, days=0, busy=0, sector=SAME, start=0, technician=1):
    road = Insertion(start, km, minutes, 0, 0, None, None, True, False)
    return Offer(technician, 1, False, days, busy, sector, (), False, road)


offers = st.builds(
    offer,
    km=st.integers(0, 50),
    minutes=st.integers(0, 90),
    days=st.integers(0, 60),
    busy=st.integers(0, 600),
    sector=st.sampled_from([SAME, BLANK, OTHER, NO_SECTOR]),
    start=st.integers(0, 10**6),
    technician=st.integers(1, 5),
)


class TestRanking(BaseCase):
    def test_the_shorter_road_comes_first(self):
        for order in ("best", "nearest"):
            with self.subTest(order=order):
                self.assertEqual(rank([offer(5), offer(3)], order), [offer(3), offer(5)])

    def test_at_equal_cost_the_day_of_that_sector_comes_first(self):
        for order in ORDERS:
            with self.subTest(order=order):
                found = rank([offer(3, sector=s) for s in (OTHER, BLANK, SAME)], order)
                self.assertEqual([one.sector for one in found], [SAME, BLANK, OTHER])

    def test_then_the_earliest_date_then_the_least_loaded_day(self):
        late, early = offer(days=9), offer(days=2)
        busy, free = offer(busy=300), offer(busy=0)
        for order in ("best", "nearest"):
            self.assertEqual(rank([late, early], order), [early, late])
            self.assertEqual(rank([busy, free], order), [free, busy])

    def test_best_overall_does_not_wait_weeks_to_save_a_kilometre(self):
        tomorrow, next_month = offer(4, days=1), offer(3, days=28)
        self.assertEqual(rank([next_month, tomorrow], "best")[0], tomorrow)
        self.assertEqual(rank([next_month, tomorrow], "nearest")[0], next_month)

    def test_best_overall_waits_a_week_to_save_a_long_way(self):
        self.assertEqual(rank([offer(40, days=1), offer(2, days=8)], "best")[0].days, 8)

    def test_the_earliest_comes_first_when_asked(self):
        found = rank([offer(0, start=9), offer(50, start=8)], "earliest")
        self.assertEqual(found[0].insertion.start, 8)

    @given(offers, st.integers(1, 20))
    def test_more_of_anything_never_costs_less(self, one, more):
        road = one.insertion
        for worse in (
            one._replace(insertion=road._replace(km=road.km + more)),
            one._replace(insertion=road._replace(minutes=road.minutes + more)),
            one._replace(days=one.days + more),
            one._replace(busy=one.busy + more),
        ):
            self.assertGreater(cost(worse), cost(one))

    @given(st.lists(offers, max_size=8), st.sampled_from(ORDERS))
    def test_ranking_loses_nothing_and_does_not_depend_on_the_order_given(self, found, order):
        self.assertCountEqual(rank(found, order), found)
        keys = [(o.insertion.km, o.days, o.sector, o.busy) for o in rank(found, order)]
        again = [(o.insertion.km, o.days, o.sector, o.busy) for o in rank(found[::-1], order)]
        if order != "earliest":
            self.assertEqual(
                [round(cost(o), 1) for o in rank(found, order)],
                [round(cost(o), 1) for o in rank(found[::-1], order)],
            )
        self.assertCountEqual(keys, again)


class TestBestOffers(BaseCase):
    """One offer for each technician and day, among what is free."""

    def find(self, planning, starts, **values):
        question = Question(HOUR, HOME, 7, 1, **values)
        return list(best_offers(planning, starts, question, CROW))

    def test_the_sectors_of_the_day_are_compared(self):
        tours = {(1, 1): Tour(False, (7, 8)), (2, 1): Tour(False, (8,)), (3, 1): Tour()}
        starts = {(number, 1): {(1, False): [0]} for number in (1, 2, 3, 4)}
        found = {o.technician_id: o.sector for o in self.find(Planning(tours=tours), starts)}
        self.assertEqual(found, {1: SAME, 2: OTHER, 3: BLANK, 4: BLANK})

    def test_a_locked_tour_is_left_out_unless_asked_for(self):
        planning = Planning(tours={(1, 1): Tour(True, (7,))})
        starts = {(1, 1): {(1, False): [0]}}
        self.assertEqual(self.find(planning, starts), [])
        self.assertTrue(self.find(planning, starts, with_locked=True)[0].is_locked)

    def test_the_best_start_of_the_day_is_kept_whatever_the_agenda(self):
        visits = {(1, 1): [Visit(4 * HOUR, 5 * HOUR, FAR_AWAY), Visit(9 * HOUR, 10 * HOUR, HOME)]}
        planning = Planning(visits, {}, {1: (FAR_AWAY, FAR_AWAY)})
        starts = {(1, 1): {(1, False): [0, 11 * HOUR], (2, False): [10 * HOUR]}}
        (found,) = self.find(planning, starts)
        self.assertEqual((found.agenda_id, found.insertion.start), (2, 10 * HOUR))
        self.assertEqual((found.insertion.km, found.busy), (0, 120))

    def test_a_day_on_which_the_road_never_fits_is_left_out(self):
        visits = {(1, 1): [Visit(0, HOUR, FAR_AWAY), Visit(3 * HOUR, 4 * HOUR, FAR_AWAY)]}
        starts = {(1, 1): {(1, False): [HOUR, 2 * HOUR]}}
        self.assertEqual(self.find(Planning(visits), starts), [])
