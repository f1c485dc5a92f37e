from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import at
from .contact_common import ContactCase


class TestAskedFields(ContactCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agenda.contact_field_ids = [
            Command.create({"field": name, "required": needed})
            for name, needed in (("phone", True), ("zip", False), ("reason", True))
        ]

    def booking(self, contact=None, **values):
        slot = self.service._available_slots(at(9), at(10), agendas=self.agenda)[0]
        return (
            self.env["rendezvous.booking"]
            .with_user(self.agent)
            .create(
                {
                    "partner_id": (contact or self.person()).id,
                    "service_id": self.service.id,
                    "agenda_id": self.agenda.id,
                    "start": slot.start,
                    "slot_agenda_id": self.agenda.id,
                    **values,
                }
            )
        )

    def test_the_window_asks_what_the_agenda_chose(self):
        booking = self.booking()
        self.assertEqual(booking.asked, ",phone,zip,reason,")
        self.assertEqual(booking.mandatory, ",phone,reason,")
        self.agenda.contact_field_ids.unlink()
        booking.invalidate_recordset()
        self.assertEqual(booking.asked, ",,")

    def test_a_mandatory_field_left_empty_is_named(self):
        with self.assertRaisesRegex(UserError, "Phone, Reason"):
            self.booking().action_book()

    def test_what_is_completed_goes_into_the_file_and_the_appointment(self):
        contact = self.person(city="Lens")
        self.booking(contact, phone="0612345678", zip="62300", reason="Renewal").action_book()
        appointment = contact.rendezvous_appointment_ids
        self.assertEqual(contact.phone_sanitized, "+33612345678")
        self.assertEqual((contact.zip, contact.city), ("62300", "Lens"))
        self.assertEqual(appointment.reason, "Renewal")

    def test_what_is_known_is_proposed(self):
        booking = self.booking(self.person(phone="0612345678"), reason="Renewal")
        self.assertEqual(booking.phone, "+33 6 12 34 56 78")
        booking.action_book()

    def test_a_contact_without_email_or_phone_is_shown_as_unreachable(self):
        self.assertTrue(self.booking().is_unreachable)
        self.assertFalse(self.booking(self.person(phone="0612345678")).is_unreachable)
        self.assertFalse(self.booking(self.person(email="zoe@example.com")).is_unreachable)

    def test_a_field_is_asked_once(self):

        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.agenda.contact_field_ids = [Command.create({"field": "zip"})]
            self.env.flush_all()
