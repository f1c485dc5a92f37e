from odoo.tests import tagged

from .access_common import SETTINGS, AccessMixin
from .common import MONDAY, at
from .road_common import RoadCase


@tagged("post_install", "-at_install")
class TestTourAccess(AccessMixin, RoadCase):
    """Tours are the establishment's: planners decide, agents and the parent look."""

    def test_tours(self):
        tour = self.give(self.sector_north)
        values = {"employee_id": self.tia.id, "date": MONDAY}
        self.check(tour, SETTINGS, values, {"note": "Ring twice"})

    def test_whoever_books_makes_the_tour_follow(self):
        Appointment = self.env["rendezvous.appointment"].with_user(self.agent)
        visit = Appointment._book(
            self.visit.with_user(self.agent),
            at(9),
            self.road.with_user(self.agent),
            self.north.with_user(self.agent),
            technician=self.tom.with_user(self.agent),
            online=False,
        )
        self.assertEqual(self.tour_of().appointment_ids, visit)
        self.assertEqual(self.tour_of().sector_ids, self.sector_north)

    def test_contacts_do_not_see_sectors_and_tours(self):
        visit = self.plan(at(9), self.contact)
        fields = visit.with_user(self.citizen).fields_get()
        self.assertFalse({"sector_id", "tour_id"} & set(fields))

    def test_a_planner_reads_the_load_without_the_employees_files(self):
        self.plan(at(9))
        self.env.invalidate_all()
        tour = self.tour_of().with_user(self.planner)
        self.assertEqual((tour.visit_count, tour.load_minutes), (1, 60))
        self.assertEqual(tour.state, "open")
        self.assertTrue(tour.display_name.startswith("Tom"))
