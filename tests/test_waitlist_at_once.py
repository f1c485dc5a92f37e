from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import SerializationFailure

from odoo import sql_db
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NOW, at
from .waitlist_common import MINUTE, TUESDAY, WaitlistCase

LOGGER = "odoo.addons.rendezvous.models.rendezvous_waitlist_entry_at_once"


@tagged("post_install", "-at_install")
class TestWaitlistAtOnce(WaitlistCase):
    """What frees a time holds it for the first in line, before any job runs."""

    def setUp(self):
        super().setUp()
        self.first, self.second = self.wait(self.ann), self.wait(self.ben)
        self.nine, self.half_past, self.ten = self.fill()

    def test_cancelled_it_is_held_for_the_first_and_nobody_else_sees_it_free(self):
        self.half_past.action_cancel()
        offer = self.assertOffered(self.first, at(9, 30))
        self.assertEqual((offer.sent_at, offer.until), (NOW, NOW + 30 * MINUTE))
        self.assertEqual(self.second.state, "waiting")
        self.assertNotIn(at(9, 30), self.starts(online=False))

    def test_cancelled_by_the_contact_in_his_own_name(self):
        self.half_past.partner_id = self.contact
        mine = self.half_past.with_user(self.citizen).sudo()
        mine._cancel_by_contact()
        offer = self.assertOffered(self.first, at(9, 30))
        self.assertEqual(offer.create_uid, self.env.ref("base.user_root"))

    def test_moved_its_old_time_is_held(self):
        self.add_openings(self.agenda, weekdays="1")
        self.nine._move(at(9, day=TUESDAY))
        self.assertOffered(self.first, at(9))

    def test_a_move_that_fails_offers_nothing(self):
        with self.assertRaises(UserError):
            self.nine._move(at(9, 30))
        self.assertFalse(self.Offer.search([]))

    def test_two_cancelled_at_once_are_two_offers(self):
        (self.nine | self.ten).action_cancel()
        self.assertOffered(self.first, at(9))
        self.assertOffered(self.second, at(10))

    def test_who_does_not_want_it_is_passed_over_and_why_is_kept(self):
        self.first.hour_from = 10
        self.nine.action_cancel()
        offer = self.assertOffered(self.second, at(9))
        skip = self.first.skip_ids
        self.assertEqual((skip.offer_id, skip.reason), (offer, "hours"))
        # The job says it of all that is free.
        self.assertFalse(self.first.outcome)

    def test_by_night_it_is_held_and_told_in_the_morning(self):
        with freeze_time(at(23, day=NOW.date())):
            self.half_past.action_cancel()
        offer = self.assertOffered(self.first, at(9, 30))
        self.assertFalse(offer.sent_at)
        self.assertEqual(offer.due.hour, 7)
        self.assertFalse(offer.appointment_id.notification_ids)

    def test_too_close_to_its_start_it_is_offered_to_nobody(self):
        with freeze_time(at(9, 10)):
            self.half_past.action_cancel()
            self.assertFalse(self.Offer.search([]))
            self.assertIn(at(9, 30), self.starts(online=False))

    def test_what_the_public_may_not_book_is_not_held(self):
        self.opening.online = False
        self.half_past.action_cancel()
        self.assertFalse(self.Offer.search([]))

    def test_what_was_only_held_is_given_out_by_the_job(self):
        self.half_past.action_cancel()
        self.offer_of(self.first)._refuse()
        self.second._leave()
        held = self.book(at(9, 30), hold=True)
        held.action_release()
        self.assertEqual(len(self.Offer.search([])), 1)

    def test_whose_entry_is_over_is_offered_nothing(self):
        self.service.move_limit = 0
        self.wait(self.nine.partner_id, appointment_id=self.nine.id)
        (self.first | self.second)._leave()
        self.nine.partner_id.email = "nine@example.com"
        self.nine.action_cancel()
        self.assertFalse(self.Offer.search([]))
        self.assertEqual(self.nine.waitlist_entry_ids.state, "expired")

    def test_undone_it_leaves_no_offer_and_no_message(self):
        mails = self.env["mail.mail"].search_count([])
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.half_past.action_cancel()
            self.assertTrue(self.offer_of(self.first).sent_at)
            raise ZeroDivisionError
        self.assertEqual((self.half_past.state, self.first.state), ("confirmed", "waiting"))
        self.assertFalse(self.Offer.search([]))
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def cancel_failing(self, appointment, error):
        with patch.object(type(self.first), "_give_out", side_effect=error):
            self.assertWakes(appointment.action_cancel)
        self.assertEqual((appointment.state, self.first.state), ("cancelled", "waiting"))

    def test_whatever_is_wrong_the_cancellation_stands_and_the_job_goes_on(self):
        with mute_logger(LOGGER):
            self.cancel_failing(self.nine, ValueError("broken"))
        self.serve()
        self.assertOffered(self.first, at(9))

    def test_a_conflict_is_left_to_the_job_without_a_word(self):
        with self.assertNoLogs(LOGGER):
            self.cancel_failing(self.nine, SerializationFailure())
        self.serve()
        self.assertOffered(self.first, at(9))

    def test_while_a_worker_is_at_the_line_it_is_left_to_him(self):
        with sql_db.db_connect(self.env.cr.dbname).cursor() as worker:
            worker.execute(
                "SELECT pg_advisory_xact_lock(hashtext('rendezvous_waitlist'), %s)",
                [self.parent.id],
            )
            self.half_past.action_cancel()
        self.assertEqual((self.half_past.state, self.first.state), ("cancelled", "waiting"))
        self.serve()
        self.assertOffered(self.first, at(9, 30))

    def test_of_many_at_once_the_first_five_are_held_at_once(self):
        self.opening.hour_to = 12.5
        more = self.fill((10, 30), (11,), (11, 30), (12,))
        partners = self.env["res.partner"].create(
            [{"lastname": f"L{n}", "email": f"l{n}@example.com"} for n in range(5)]
        )
        for partner in partners:
            self.wait(partner)
        self.nine.concat(self.half_past, self.ten, *more).action_cancel()
        self.assertEqual(len(self.Offer.search([("state", "=", "open")])), 5)
        self.serve()
        self.assertEqual(len(self.Offer.search([("state", "=", "open")])), 7)
