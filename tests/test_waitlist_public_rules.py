from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import NOW, at
from .waitlist_common import WaitlistCase


@tagged("post_install", "-at_install")
class TestWaitlistPublicRules(WaitlistCase):
    """An offer never lets a contact book what the public may not."""

    def setUp(self):
        super().setUp()
        self.entry = self.wait(self.ann)

    def test_an_agenda_that_is_not_online(self):
        self.agenda.is_published = False
        self.serve()
        self.assertNotOffered(self.entry, "no_time")

    def test_a_service_that_is_not_published_or_for_staff(self):
        self.service.is_published = False
        self.serve()
        self.assertNotOffered(self.entry, "no_time")
        self.service.write({"is_published": True, "audience": "staff"})
        self.serve()
        self.assertNotOffered(self.entry, "no_time")

    def test_a_service_for_accounts_is_offered_since_one_logs_in(self):
        self.service.audience = "registered"
        self.serve()
        self.assertOffered(self.entry, at(9))

    def test_an_opening_for_staff_only(self):
        self.opening.online = False
        self.serve()
        self.assertNotOffered(self.entry, "no_time")

    def test_beyond_the_horizon(self):
        self.agenda.horizon = 2
        self.serve()
        self.assertNotOffered(self.entry, "no_time")

    def test_within_the_minimum_lead(self):
        self.service.lead_min = 24 * 4
        self.serve()
        self.assertNotOffered(self.entry, "no_time")

    def test_a_closed_month_and_a_blank_day(self):
        self.agenda.open_months = "2"
        self.serve()
        self.assertNotOffered(self.entry, "no_time")
        self.agenda.write({"open_months": "1", "allow_blank_days": False})
        self.serve()
        self.assertNotOffered(self.entry, "no_time")

    def test_a_profile_that_leaves_booking_to_staff(self):
        profile = self.env.ref("rendezvous.rendezvous_portal_profile_b2c").copy(
            {"name": "By phone", "can_book": False, "is_default": False}
        )
        self.ann.rendezvous_profile_id = profile
        next_one = self.wait(self.ben)
        self.serve()
        self.assertNotOffered(self.entry, "profile")
        self.assertOffered(next_one, at(9))

    def test_whom_no_message_reaches(self):
        self.ann.email = False
        self.serve()
        self.assertNotOffered(self.entry, "unreachable")
        self.assertTrue(self.entry.is_unreachable)

    def test_the_file_is_asked_for_as_of_everybody(self):
        self.env["rendezvous.question"].create(
            {"service_id": self.service.id, "name": "Why", "type": "text", "required": True}
        )
        self.serve()
        offer = self.offer_of(self.entry)
        self.assertTrue(offer._needs_file())
        offer.appointment_id._confirm_by_contact()
        self.assertEqual((offer.state, self.entry.state), ("accepted", "booked"))

    def test_an_offer_that_is_over_is_not_accepted(self):
        self.serve()
        offer = self.offer_of(self.entry)
        offer.until = NOW
        with self.assertRaises(UserError):
            offer._accept()

    def test_a_hold_of_the_contact_s_own_stays(self):
        own = self.book(at(9, 30), partner=self.ann, hold=True)
        self.serve()
        self.assertOffered(self.entry, at(9))
        self.assertEqual(own.state, "held")
        self.book(at(10), partner=self.ann, hold=True)
        self.assertEqual((own.state, self.entry.state), ("cancelled", "offered"))

    def test_releasing_the_held_time_is_a_refusal(self):
        self.serve()
        offer = self.offer_of(self.entry)
        offer.appointment_id.action_release()
        self.assertEqual((offer.state, self.entry.state), ("refused", "waiting"))

    def test_staff_who_cancel_the_held_time_withdraw_it(self):
        self.serve()
        offer = self.offer_of(self.entry)
        offer.appointment_id.action_cancel("Fire alarm")
        self.assertEqual((offer.state, offer.reason), ("lost", "Fire alarm"))

    def test_half_days_on_the_road_are_offered_in_the_sector(self):
        # Without sector nobody is sent anywhere.
        self.agenda.write({"by_sector": True})
        self.serve()
        self.assertNotOffered(self.entry, "sector")
