from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import NOW, at
from .contact_common import ContactCase


class TestContactPhone(ContactCase):
    def test_a_phone_is_kept_in_e164_and_shown_the_international_way(self):
        for typed in ("06 12 34 56 78", "0612345678", "06.12.34.56.78", "0033612345678"):
            with self.subTest(typed=typed):
                contact = self.person(phone=typed)
                self.assertEqual(contact.phone_sanitized, "+33612345678")
                self.assertEqual(contact.phone, "+33 6 12 34 56 78")

    def test_a_changed_phone_is_written_the_same_way(self):
        contact = self.person(phone="0612345678")
        contact.phone = "03 21 00 00 00"
        self.assertEqual(contact.phone, "+33 3 21 00 00 00")
        self.assertEqual(contact.phone_sanitized, "+33321000000")

    def test_a_number_that_nobody_can_dial_is_refused_and_told_why(self):
        with self.assertRaisesRegex(ValidationError, "“06 12” is not a phone number of France"):
            self.person(phone="06 12")
        contact = self.person()
        with self.assertRaises(ValidationError):
            contact.phone = "12345"

    def test_a_number_that_no_country_tells_how_to_read_is_left_as_typed(self):
        (self.parent | self.child | self.sibling).write({"country_id": False})
        self.assertEqual(self.person(phone="06 12").phone, "06 12")
        with self.assertRaisesRegex(ValidationError, "of any country"):
            self.person(phone="+33 6 12")

    def test_a_company_may_write_its_number_as_it_likes(self):
        company = self.env["res.partner"].create(
            {"name": "Works", "is_company": True, "phone": "0321 ext. 12"}
        )
        self.assertEqual(company.phone, "0321 ext. 12")

    def test_a_landline_takes_no_sms(self):
        mobile, landline = self.person(phone="0612345678"), self.person(phone="0321000000")
        self.assertEqual(mobile.rendezvous_phone_kind, "mobile")
        self.assertTrue(mobile._rendezvous_takes_sms())
        self.assertEqual(landline.rendezvous_phone_kind, "landline")
        self.assertFalse(landline._rendezvous_takes_sms())
        mobile.rendezvous_notify_sms = False
        self.assertFalse(mobile._rendezvous_takes_sms())

    def test_a_number_of_another_country_keeps_its_code(self):
        self.assertEqual(self.person(phone="+32 470 12 34 56").phone_sanitized, "+32470123456")


class TestContactFile(ContactCase):
    def test_surname_and_first_name_are_enough_and_both_needed(self):
        self.assertEqual(self.person().display_name, "Zoé Durand")
        self.assertFalse(self.person().rendezvous_is_reachable)
        for missing in ("lastname", "firstname"):
            form = Form(
                self.env["res.partner"].with_user(self.agent),
                view="rendezvous.res_partner_view_form_new_contact",
            )
            form.lastname, form.firstname = "Durand", "Zoé"
            setattr(form, missing, False)
            with self.assertRaises(AssertionError), mute_logger("odoo.tests.form"):
                form.save()

    def test_the_file_shows_what_is_coming_and_what_was(self):
        contact = self.person()
        past = self.book(at(9), partner=contact)
        coming = self.book(at(10), partner=contact)
        cancelled = self.book(at(11), partner=contact)
        cancelled._cancel("staff", "Ill")
        past.write({"start": at(8, day=NOW.date()), "stop": at(8, 30, day=NOW.date())})
        past.action_attended()
        contact.invalidate_recordset()
        self.assertEqual(contact.rendezvous_coming_ids, coming)
        self.assertEqual(contact.rendezvous_past_ids, cancelled | past)

    def test_a_released_hold_is_no_part_of_the_history(self):
        contact = self.person()
        held = self.book(at(9), partner=contact, hold=True)
        self.assertEqual(contact.rendezvous_coming_ids, held)
        held.action_release()
        contact.invalidate_recordset()
        self.assertFalse(contact.rendezvous_coming_ids | contact.rendezvous_past_ids)

    def test_attendance_is_counted(self):
        contact = self.person()
        for hour, attendance in ((8, "attended"), (8.5, "attended"), (7, "no_show")):
            start = at(int(hour), 30 if hour % 1 else 0, day=NOW.date())
            appointment = self.book(start, partner=contact, forced=True, online=False)
            appointment.write({"state": "done", "attendance": attendance})
        self.env.flush_all()
        contact = contact.with_user(self.agent)
        self.assertEqual(contact.rendezvous_attended_count, 2)
        self.assertEqual(contact.rendezvous_no_show_count, 1)
        self.assertEqual(contact.rendezvous_excused_count, 0)

    def test_a_message_about_an_appointment_shows_in_the_file(self):
        contact = self.person(email="zoe@example.com")
        before = contact.rendezvous_message_count
        self.book(at(9), partner=contact)
        contact.invalidate_recordset()
        self.assertEqual(contact.rendezvous_message_count, before + 1)
        action = contact.action_view_rendezvous_messages()
        messages = self.env["mail.message"].with_user(self.agent).search(action["domain"])
        self.assertIn("Passport", "".join(messages.mapped("subject")))

    def test_every_change_is_in_the_history(self):
        contact = self.person().with_context(tracking_disable=False)
        self.env.flush_all()
        self.env.cr.precommit.run()
        contact.write({"birthdate_date": "1970-05-04", "rendezvous_notify_email": False})
        contact.write({"lastname": "Martin"})
        self.env.flush_all()
        self.env.cr.precommit.run()
        tracked = contact.message_ids.sudo().tracking_value_ids.field_id.mapped("name")
        self.assertLessEqual({"birthdate_date", "rendezvous_notify_email", "lastname"}, {*tracked})


class TestContactPreferences(ContactCase):
    def test_staff_sets_them_until_the_contact_has_chosen(self):
        contact = self.person()
        contact.rendezvous_notify_sms = False
        contact._choose_preferences(email=True, sms=True)
        self.assertTrue(contact.rendezvous_notify_sms)
        self.assertEqual(contact.rendezvous_preferences_date, NOW)
        with self.assertRaisesRegex(UserError, "only the contact changes it"):
            contact.rendezvous_notify_sms = False

    def test_the_rest_of_the_file_stays_open(self):
        contact = self.person()
        contact._choose_preferences(email=False, sms=True)
        contact.write({"city": "Lens", "rendezvous_notify_email": False})
        self.assertEqual(contact.city, "Lens")

    def test_who_wants_no_email_gets_none(self):
        contact = self.person(email="zoe@example.com")
        contact.rendezvous_notify_email = False
        appointment = self.book(at(9), partner=contact)
        self.assertFalse(self.env["mail.mail"].search([("res_id", "=", appointment.id)]))
        self.assertIn("wants no email", appointment.message_ids[0].body)
