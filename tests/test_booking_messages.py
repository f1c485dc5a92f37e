from odoo.tests import Form

from .common import at
from .message_common import MessageCase


class TestBookingMessages(MessageCase):
    """The booking window: the channels of the agenda, less what staff unticks."""

    def form(self):
        Booking = self.env["rendezvous.booking"].with_user(self.agent)
        form = Form(Booking)
        form.service_id = self.service.with_user(self.agent)
        form.agenda_id = self.agenda.with_user(self.agent)
        form.partner_id = self.contact.with_user(self.agent)
        return form

    def booked(self, form, start=None):
        # What the picker does.
        form.start = start or at(9)
        booking = form.save()
        booking.slot_agenda_id = self.agenda
        booking.action_book()
        return self.env["rendezvous.appointment"].search([("agenda_id", "=", self.agenda.id)])

    def test_the_channels_of_the_agenda_are_ticked(self):
        form = self.form()
        self.assertTrue(form.asks_email and form.notify_email)
        self.assertFalse(form.asks_sms)
        self.assertEqual(self.channels(self.booked(form), "created"), ["email"])

    def test_one_is_unticked_for_this_time(self):
        self.agenda_rule("created", email=True, sms=True)
        form = self.form()
        self.assertTrue(form.asks_sms)
        form.notify_email = False
        self.assertEqual(self.channels(self.booked(form), "created"), ["sms"])

    def test_staff_is_told_all_the_same(self):
        self.agenda_rule("created", email=True, staff_email=True)
        form = self.form()
        form.notify_email = False
        self.assertEqual(self.told(self.booked(form)).audience, "staff")

    def test_what_cannot_reach_the_contact_says_why(self):
        self.contact.write({"phone": "+33140205050", "rendezvous_notify_email": False})
        form = self.form()
        self.assertIn("landline", form.no_sms_reason)
        self.assertIn("wants no email", form.no_email_reason)

    def test_a_number_typed_here_counts(self):
        self.contact.phone = False
        self.env["rendezvous.contact.field"].create({"agenda_id": self.agenda.id, "field": "phone"})
        form = self.form()
        self.assertIn("no phone number", form.no_sms_reason)
        form.phone = "+33612345678"
        self.assertFalse(form.no_sms_reason)

    def test_a_move_asks_for_the_channels_of_moves(self):
        self.agenda_rule("moved", sms=True)
        appointment = self.book(at(9))
        action = appointment.with_user(self.agent).action_open_move()
        Booking = self.env["rendezvous.booking"].with_user(self.agent)
        form = Form(Booking.with_context(**action["context"]))
        self.assertTrue(form.asks_sms)
        self.assertFalse(form.asks_email)
        form.notify_sms = False
        self.booked(form, at(11))
        self.assertEqual(appointment.start, at(11))
        self.assertFalse(self.told(appointment, "moved"))
