from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import at
from .road_common import RoadCase


@tagged("post_install", "-at_install")
class TestInterventionLimits(RoadCase):
    """Until when the contact cancels and moves an intervention."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.give(cls.sector_north)
        cls.visit.write({"cancel_limit": 4, "move_limit": 4})
        cls.child.write(
            {
                "rendezvous_own_limits": True,
                "rendezvous_cancel_limit": 48,
                "rendezvous_move_limit": 24,
            }
        )

    def may(self, appointment, hours, second=0):
        """Tell what is allowed so many hours before the told start: (cancel, move)."""
        moment = appointment.told_start - timedelta(hours=hours) + timedelta(seconds=second)
        with freeze_time(moment):
            return appointment._contact_may_cancel(), appointment._contact_may_move()

    def test_the_establishment_says_until_when(self):
        visit = self.reserve(at(8))
        self.assertEqual(self.may(visit, 48), (True, True))
        self.assertEqual(self.may(visit, 48, 1), (False, True))
        self.assertEqual(self.may(visit, 24), (False, True))
        self.assertEqual(self.may(visit, 24, 1), (False, False))

    def test_without_own_limits_the_service_says_it(self):
        self.child.rendezvous_own_limits = False
        visit = self.reserve(at(8))
        self.assertEqual(self.may(visit, 4), (True, True))
        self.assertEqual(self.may(visit, 4, 1), (False, False))

    def test_limits_of_an_establishment_do_not_bind_its_counters(self):
        appointment = self.book(at(9))
        self.assertEqual(self.may(appointment, 4), (True, True))

    def test_limits_of_a_sibling_bind_nobody_here(self):
        self.child.rendezvous_own_limits = False
        self.sibling.write({"rendezvous_own_limits": True, "rendezvous_cancel_limit": 99})
        self.assertEqual(self.may(self.reserve(at(8)), 4), (True, True))

    def test_what_the_service_forbids_stays_forbidden(self):
        self.visit.write({"is_cancel_allowed": False, "is_move_allowed": False})
        self.assertEqual(self.may(self.reserve(at(8)), 99), (False, False))

    def test_the_limit_counts_from_the_half_day_that_was_told(self):
        self.reserve(at(8))
        second = self.reserve(at(8))
        self.assertEqual((second.start, second.told_start), (at(9), at(8)))
        with freeze_time(at(9) - timedelta(hours=48)), self.assertRaises(UserError):
            second._cancel_by_contact()
        with freeze_time(at(8) - timedelta(hours=48)):
            second._cancel_by_contact()
        self.assertEqual(second.state, "cancelled")
