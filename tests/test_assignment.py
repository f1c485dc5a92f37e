from odoo.fields import Command
from odoo.tests import tagged

from .common import at
from .find_slot_common import FindSlotCase


@tagged("post_install", "-at_install")
class TestAssignment(FindSlotCase):
    """Who gets a visit when several technicians are free."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.road.assignment = "smallest_detour"

    def assigned(self, start, partner=None, **values):
        """Book for whoever the agenda chooses."""
        return self.plan(start, partner, technician=None, **values).technician_id

    def plan(self, start, partner=None, technician=None, **values):
        return self.book(
            start,
            self.road,
            partner or self.north,
            self.visit,
            **{"technician": technician, "online": False, **values},
        )

    def test_who_is_next_door_gets_it_though_he_has_more_work(self):
        for hour in (8, 10):
            self.plan(at(hour), self.neighbour, self.tia)
        self.assertEqual(self.assigned(at(11)), self.tia)

    def test_the_least_busy_gets_it_where_the_agenda_says_so(self):
        self.road.assignment = "least_busy"
        for hour in (8, 10):
            self.plan(at(hour), self.neighbour, self.tia)
        self.assertEqual(self.assigned(at(11)), self.tom)

    def test_at_equal_detours_the_least_busy_gets_it(self):
        self.plan(at(8), self.nowhere, self.tom)
        self.assertEqual(self.assigned(at(14), self.nowhere), self.tia)

    def test_who_cannot_be_there_in_time_comes_last(self):
        """Tia would drive less in all, but not between nine and ten past nine."""
        self.set_speed(20)
        self.visit.step = 5
        self.plan(at(8), self.south, self.tia)
        self.plan(at(14), self.neighbour, self.tia)
        self.assertEqual(self.assigned(at(9, 10)), self.tom)
        self.assertEqual(self.assigned(at(13, 30), self.contact), self.tom)

    def test_who_cannot_be_there_in_time_is_taken_when_nobody_else_is_free(self):
        self.set_speed(20)
        self.plan(at(8), self.south, self.tia)
        self.plan(at(9), self.neighbour, self.tom)
        self.assertEqual(self.assigned(at(9)), self.tia)

    def test_a_moved_visit_stays_with_its_technician(self):
        visit = self.plan(at(14), self.north, self.tom)
        self.plan(at(8), self.neighbour, self.tia)
        visit._move(at(9), online=False)
        self.assertEqual(visit.technician_id, self.tom)

    def test_a_half_day_goes_to_who_is_next_door_at_the_earliest_time_beside(self):
        for technician in (self.tom, self.tia):
            self.give(self.sector_north, technician=technician)
        self.plan(at(10), self.neighbour, self.tia)
        visit = self.reserve(at(8), self.north)
        self.assertEqual((visit.technician_id, visit.start), (self.tia, at(8)))
        self.assertEqual((visit.window_start, visit.window_stop), (at(8), at(12)))

    def test_in_a_half_day_a_time_whose_road_fits_is_preferred(self):
        """From South to North one drives 1 h 37: a quarter to eleven, not nine."""
        self.set_speed(25)
        self.road.technician_ids = [Command.set(self.tia.ids)]
        self.plan(at(8), self.south, self.tia)
        self.give(self.sector_north, self.sector_south, technician=self.tia)
        visit = self.reserve(at(8), self.north)
        self.assertEqual(visit.start, at(10, 45))
