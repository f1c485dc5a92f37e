from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import MONDAY, NOW, at
from .waitlist_common import MINUTE, TUESDAY, WaitlistCase

DAY = timedelta(days=1)
FRIDAY = MONDAY + 4 * DAY


@tagged("post_install", "-at_install")
class TestWaitlistEarlier(WaitlistCase):
    """“Earlier if possible”: at most three offers, one a day, and the appointment moves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.opening.copy({"date": FRIDAY, "hour_to": 12})

    def setUp(self):
        super().setUp()
        self.booked = self.book(at(9, 30, day=FRIDAY))
        self.entry = self.earlier(date_from=MONDAY, date_until=FRIDAY)

    def earlier(self, **values):
        return self.wait(self.contact, appointment_id=self.booked.id, **values)

    def test_an_earlier_time_is_offered_while_the_appointment_stays(self):
        self.serve()
        self.assertOffered(self.entry, at(9))
        self.assertEqual(
            (self.booked.state, self.booked.start), ("confirmed", at(9, 30, day=FRIDAY))
        )

    def test_earlier_on_the_same_day_too(self):
        self.fill()
        self.serve()
        self.assertOffered(self.entry, at(9, day=FRIDAY))

    def test_later_times_are_not(self):
        self.fill()
        self.fill_friday()
        self.serve()
        self.assertNotOffered(self.entry, "later")

    def fill_friday(self):
        self.book(at(9, day=FRIDAY), partner=self.dan)

    def test_accepting_moves_the_appointment_and_frees_its_time(self):
        self.serve()
        offer = self.offer_of(self.entry)
        held = offer.appointment_id
        self.assertEqual(offer._accept(), self.booked)
        self.assertEqual((self.booked.start, self.booked.state), (at(9), "confirmed"))
        self.assertEqual(
            (held.state, offer.state, self.entry.state), ("cancelled", "accepted", "booked")
        )
        self.assertIn(at(9, 30, day=FRIDAY), self.starts(day=FRIDAY))
        self.assertIn("moved", self.booked.notification_ids.mapped("event"))
        self.assertNotIn("confirmed", held.notification_ids.mapped("event"))

    def test_the_old_time_goes_to_the_next_in_line(self):
        next_one = self.wait(self.ann, date_from=FRIDAY, date_until=FRIDAY)
        self.fill((9, 30), (10,))
        for hour in ((9, 0), (10, 0), (10, 30), (11, 0), (11, 30)):
            self.book(at(*hour, day=FRIDAY), partner=self.dan)
        self.serve()
        self.assertNotOffered(next_one, "no_time")
        self.assertWakes(self.offer_of(self.entry)._accept)
        self.serve()
        self.assertOffered(next_one, at(9, 30, day=FRIDAY))

    def test_confirming_the_held_row_moves_too_and_books_nothing_else(self):
        self.serve()
        self.offer_of(self.entry).appointment_id.action_confirm()
        mine = self.booked.search([("partner_id", "=", self.contact.id)])
        confirmed = mine.filtered(lambda a: a.state == "confirmed")
        self.assertEqual((confirmed, self.booked.start), (self.booked, at(9)))

    def test_one_offer_a_day(self):
        self.serve()
        self.offer_of(self.entry)._refuse()
        self.serve(NOW + 60 * MINUTE)
        self.assertNotOffered(self.entry, "daily")
        self.serve(NOW + DAY)
        self.assertOffered(self.entry, at(9, 30))

    def test_at_most_three_offers(self):
        for number in range(3):
            self.serve(NOW + number * DAY)
            with freeze_time(NOW + number * DAY):
                self.offer_of(self.entry)._refuse()
        self.assertEqual(self.entry.state, "expired")
        self.assertEqual(len(self.entry.offer_ids), 3)

    def test_joining_again_or_waiting_again_gives_no_fourth(self):
        self.test_at_most_three_offers()
        self.entry.action_reopen()
        again = self.earlier(date_from=MONDAY, date_until=FRIDAY)
        self.serve(NOW + 3 * DAY)
        self.assertEqual((self.entry | again).mapped("state"), ["expired", "expired"])
        self.assertFalse(again.offer_ids)
        self.assertFalse(self.env["rendezvous.page"]._may_wait_for_earlier(self.booked))

    def test_an_offer_that_was_withdrawn_does_not_count(self):
        self.serve()
        self.offer_of(self.entry)._end("lost", "Fire alarm")
        self.serve()
        self.assertOffered(self.entry, at(9))

    def test_only_while_the_contact_may_still_move(self):
        self.service.is_move_allowed = False
        self.serve()
        self.assertNotOffered(self.entry, "late")

    def test_the_limit_to_move_counts_at_the_end_of_the_offer(self):
        # Exactly a week before is half an hour from now.
        self.service.move_limit = 24 * 7
        self.serve(NOW + MINUTE)
        self.assertNotOffered(self.entry, "late")
        self.serve(NOW)
        self.assertOffered(self.entry, at(9))

    def test_a_cancelled_appointment_ends_the_wait_and_the_offer(self):
        self.serve()
        offer = self.offer_of(self.entry)
        self.booked.action_cancel()
        self.serve()
        self.assertEqual((self.entry.state, offer.state), ("expired", "lost"))
        self.assertEqual(offer.appointment_id.state, "cancelled")

    def test_accepting_after_it_was_cancelled_changes_nothing(self):
        self.serve()
        offer = self.offer_of(self.entry)
        # As if a worker were at the line just then.
        with patch.object(type(self.entry), "_offer_freed"):
            self.booked.action_cancel()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            offer._accept()
        self.env.invalidate_all()
        self.assertEqual((offer.state, self.booked.state), ("open", "cancelled"))

    def test_a_place_over_its_own_time_is_none(self):
        self.service.step = 15
        self.fill()
        self.book(at(9, day=FRIDAY), partner=self.dan)
        self.serve()
        self.assertNotOffered(self.entry, "later")

    def test_the_appointment_is_one_of_the_contact_for_the_service(self):
        with self.assertRaises(ValidationError):
            self.wait(self.ann, appointment_id=self.booked.id)

    def test_the_technician_who_was_wanted_gets_it(self):
        tom = self.create_technician("Tom", self.child)
        agenda = self.create_agenda(
            "People", self.child, has_waitlist=True, technician_ids=(self.technician | tom).ids
        )
        for technician in self.technician | tom:
            self.add_hours(technician, weekdays="14")
        booked = self.book(at(9, day=FRIDAY), agenda=agenda, technician=self.technician)
        entry = self.wait(
            self.contact,
            appointment_id=booked.id,
            agenda_ids=agenda.ids,
            technician_id=tom.id,
            date_from=TUESDAY,
            date_until=TUESDAY,
        )
        self.serve()
        self.offer_of(entry)._accept()
        self.assertEqual((booked.technician_id, booked.start), (tom, at(9, day=TUESDAY)))
