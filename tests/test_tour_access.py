from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import MONDAY, at
from .road_common import RoadCase
from .test_access import SETTINGS
from .test_access import TestAccess as Access

# Named otherwise, its own tests would run here again.
attempt, check, found, undone = Access.attempt, Access.check, Access.found, Access.undone
del Access


@tagged("post_install", "-at_install")
class TestTourAccess(RoadCase):
    """Tours are the establishment's: planners decide, agents and the parent look."""

    attempt, check, found, undone = attempt, check, found, undone

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = {"child_admin": ("admin", cls.child), "parent_agent": ("user", cls.parent)}
        for login, (group, company) in users.items():
            user = new_test_user(
                cls.env,
                login,
                groups=f"rendezvous.group_{group}",
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            )
            setattr(cls, login, user)
        cls.public = cls.env.ref("base.public_user")

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
