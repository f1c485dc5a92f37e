from odoo.tests import tagged

from .common import NOW, at
from .waitlist_common import MINUTE, TUESDAY, WaitlistCase

HALF_HOUR = 30 * MINUTE


@tagged("post_install", "-at_install")
class TestWaitlist(WaitlistCase):
    """A time is freed: who gets it, for how long, and who comes next."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = cls.wait(cls.ann), cls.wait(cls.ben)

    def test_nothing_free_offers_nothing_and_says_so(self):
        self.fill()
        self.serve()
        self.assertNotOffered(self.first, "no_time")
        self.assertEqual(self.first.checked_at, NOW)

    def test_a_cancelled_appointment_goes_to_the_first_in_line(self):
        _nine, half_past, _ten = self.fill()
        half_past.action_cancel()
        self.serve()
        self.assertOffered(self.first, at(9, 30))
        self.assertNotOffered(self.second, "no_time")

    def test_the_place_is_held_for_it_against_everybody(self):
        self.fill((9,), (10,))
        self.serve()
        self.assertNotIn(at(9, 30), self.starts())
        self.assertNotIn(at(9, 30), self.starts(online=False))

    def test_two_places_freed_are_two_people_and_two_offers(self):
        self.fill((9,))
        self.serve()
        self.assertOffered(self.first, at(9, 30))
        self.assertOffered(self.second, at(10))

    def test_a_moved_appointment_frees_its_old_time(self):
        nine = self.fill()[0]
        self.add_openings(self.agenda, weekdays="1")
        nine._move(at(9, day=TUESDAY))
        self.serve()
        self.assertOffered(self.first, at(9))

    def test_a_new_opening_is_offered(self):
        self.fill()
        self.opening.hour_to = 11
        self.serve()
        self.assertOffered(self.first, at(10, 30))

    def test_a_closure_taken_away_frees_what_it_closed(self):
        closure = self.env["rendezvous.closure"].create(
            {
                "name": "Training",
                "company_id": self.child.id,
                "start": at(8),
                "stop": at(12),
            }
        )
        self.serve()
        self.assertNotOffered(self.first, "no_time")
        closure.stop = at(10)
        self.serve()
        self.assertOffered(self.first, at(10))
        closure.unlink()
        self.serve()
        self.assertOffered(self.second, at(9))

    def test_a_raised_capacity_is_offered(self):
        self.fill()
        self.agenda.capacity = 2
        self.serve()
        self.assertOffered(self.first, at(9))
        self.assertOffered(self.second, at(9, 30))

    def test_an_expired_hold_is_offered(self):
        self.fill((9,), (10,))
        held = self.book(at(9, 30), hold=True)
        self.serve()
        self.assertNotOffered(self.first, "no_time")
        self.serve(held.hold_until)
        self.assertOffered(self.first, at(9, 30))

    def test_an_offer_lasts_thirty_minutes(self):
        self.fill((9,), (10,))
        self.serve()
        self.assertEqual(self.offer_of(self.first).until, NOW + HALF_HOUR)

    def test_an_offer_lasts_as_long_as_the_establishment_sets(self):
        self.child.rendezvous_offer_minutes = 45
        self.fill((9,), (10,))
        self.serve()
        self.assertEqual(self.offer_of(self.first).until, NOW + 45 * MINUTE)

    def test_ignored_goes_to_the_next_in_line(self):
        self.fill((9,), (10,))
        self.serve()
        offer = self.offer_of(self.first)
        self.serve(NOW + HALF_HOUR - MINUTE)
        self.assertEqual(offer.state, "open")
        self.serve(NOW + HALF_HOUR)
        self.assertEqual((offer.state, offer.appointment_id.state), ("expired", "cancelled"))
        self.assertNotOffered(self.first, "known")
        self.assertOffered(self.second, at(9, 30))

    def test_what_ran_out_is_kept_until_the_job_hands_it_over(self):
        self.fill((9,), (10,))
        self.serve()
        held = self.offer_of(self.first).appointment_id
        held.hold_until = NOW - 9 * MINUTE
        self.assertNotIn(at(9, 30), self.starts())
        held._release_expired()
        self.assertEqual(held.state, "held")
        held.hold_until = NOW - 10 * MINUTE
        self.assertIn(at(9, 30), self.starts())
        self.env["rendezvous.appointment"]._cron_release_holds()
        self.assertEqual(held.state, "cancelled")
        self.assertEqual(self.first.state, "waiting")

    def test_refused_goes_to_the_next_and_comes_back_to_nobody(self):
        self.fill((9,), (10,))
        self.serve()
        self.assertWakes(self.offer_of(self.first)._refuse)
        self.serve()
        self.assertNotOffered(self.first, "known")
        self.offer_of(self.second)._refuse()
        self.serve()
        self.assertNotOffered(self.second, "known")
        self.assertIn(at(9, 30), self.starts())

    def test_another_time_is_offered_to_who_refused_one(self):
        self.fill((9,))
        self.serve()
        self.offer_of(self.first)._refuse()
        self.second._leave()
        self.serve()
        self.assertOffered(self.first, at(10))

    def test_accepted_is_booked_and_told(self):
        self.fill((9,), (10,))
        self.serve()
        offer = self.offer_of(self.first)
        appointment = offer._accept()
        self.assertEqual((appointment.state, appointment.hold_until), ("confirmed", False))
        self.assertEqual((offer.state, self.first.state), ("accepted", "booked"))
        self.assertEqual(self.first.booked_appointment_id, appointment)
        sent = appointment.notification_ids.filtered(lambda row: row.state == "sent")
        self.assertEqual(sent.sorted("id").mapped("event"), ["waitlist_offer", "confirmed"])

    def test_one_entry_has_one_offer_at_a_time(self):
        self.second._leave()
        self.serve()
        self.serve()
        self.assertEqual(len(self.first.offer_ids), 1)
        self.assertEqual(self.first.outcome, "offered")

    def test_a_contact_who_never_answers_is_left_in_peace(self):
        self.second._leave()
        for number in range(4):
            self.serve(NOW + number * HALF_HOUR)
        self.assertEqual(self.first.offer_ids.mapped("state"), ["expired"] * 3)
        self.assertEqual(self.first.state, "expired")
        self.assertIn("3", self.first.close_reason)

    def test_who_books_something_else_leaves_the_list(self):
        self.serve()
        offer = self.offer_of(self.first)
        self.opening.hour_to = 12
        booked = self.book(at(11), partner=self.ann)
        self.assertEqual((self.first.state, self.first.booked_appointment_id), ("booked", booked))
        self.assertEqual((offer.state, offer.appointment_id.state), ("lost", "cancelled"))

    def test_entries_end_with_their_last_day(self):
        self.fill()
        self.serve(at(23, 59))
        self.assertEqual(self.first.state, "waiting")
        self.serve(at(0, day=TUESDAY))
        self.assertEqual(self.first.state, "expired")

    def test_leaving_gives_the_offered_time_to_the_next(self):
        self.fill((9,), (10,))
        self.serve()
        self.first._leave()
        self.serve()
        self.assertEqual(self.first.state, "cancelled")
        self.assertOffered(self.second, at(9, 30))

    def test_without_the_list_nothing_is_offered(self):
        self.agenda.has_waitlist = False
        self.serve()
        self.assertFalse(self.Offer.search([]))

    def test_who_was_passed_over_and_why_is_kept(self):
        self.first.hour_from = 10
        self.fill((9,), (10,))
        self.serve()
        offer = self.assertOffered(self.second, at(9, 30))
        skip = self.first.skip_ids
        self.assertEqual((skip.offer_id, skip.reason), (offer, "hours"))

    def test_a_run_of_the_scheduler_serves_everybody(self):
        self.fill((9,), (10,))
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertOffered(self.first, at(9, 30))
