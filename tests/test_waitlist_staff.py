from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import at
from .waitlist_common import WaitlistCase


@tagged("post_install", "-at_install")
class TestWaitlistStaff(WaitlistCase):
    """Staff add entries, answer for contacts, and place by hand."""

    def setUp(self):
        super().setUp()
        self.entry = self.wait(self.ann).with_user(self.agent)

    def test_placed_by_hand_closes_the_entry(self):
        context = self.entry.action_place()["context"]
        wizard = (
            self.env["rendezvous.booking"]
            .with_user(self.agent)
            .with_context(**context)
            .create({"start": at(10), "slot_agenda_id": self.agenda.id})
        )
        self.assertEqual((wizard.partner_id, wizard.service_id), (self.ann, self.service))
        wizard.action_book()
        self.assertEqual(self.entry.state, "booked")
        self.assertEqual(self.entry.booked_appointment_id.start, at(10))

    def test_placing_by_hand_withdraws_the_offer(self):
        self.serve()
        offer = self.offer_of(self.entry.sudo())
        wizard = self.env["rendezvous.booking"].with_context(**self.entry.action_place()["context"])
        wizard.create({"start": at(10), "slot_agenda_id": self.agenda.id}).action_book()
        self.assertEqual((offer.state, offer.appointment_id.state), ("lost", "cancelled"))

    def test_accepted_on_the_phone(self):
        self.serve()
        self.entry.offer_id.action_accept()
        self.assertEqual(self.entry.state, "booked")

    def test_refused_on_the_phone(self):
        self.serve()
        self.entry.offer_id.action_refuse()
        self.assertEqual((self.entry.state, self.entry.offer_ids.state), ("waiting", "refused"))

    def test_taken_off_and_back_at_the_same_place(self):
        self.wait(self.ben)
        self.fill((9,), (10,))
        self.entry.action_cancel()
        self.assertIn("agent", self.entry.close_reason)
        self.entry.action_reopen()
        self.serve()
        self.assertOffered(self.entry.sudo(), at(9, 30))

    def test_an_agenda_that_does_not_do_the_service(self):
        other = self.create_agenda("Other", self.child, service_ids=[Command.clear()])
        with self.assertRaises(UserError):
            self.entry.agenda_ids = other

    def test_counts_on_agenda_contact_and_appointment(self):
        self.assertEqual(self.agenda.with_user(self.agent).waitlist_entry_count, 1)
        self.assertEqual(self.ann.with_user(self.agent).rendezvous_waitlist_count, 1)
        booked = self.book(at(9))
        self.wait(self.contact, appointment_id=booked.id)
        self.assertEqual(booked.with_user(self.agent).waitlist_entry_count, 1)
        domain = self.agenda.action_view_waitlist()["domain"]
        self.assertEqual(self.Entry.search_count(domain), 2)

    def test_planners_set_offers_and_quiet_hours_of_their_establishment(self):
        settings = self.env["rendezvous.booking.settings"].with_user(self.planner)
        settings.browse(self.child.id).write({"offer_minutes": 20, "quiet_from": 20})
        self.assertEqual(
            (self.child.rendezvous_offer_minutes, self.child.rendezvous_quiet_from), (20, 20)
        )
