from lxml import html
from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import NOW, RendezvousCase, at


class ContactCase(RendezvousCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.france = cls.env.ref("base.fr")
        (cls.parent | cls.child | cls.sibling).write({"country_id": cls.france.id})

    def person(self, lastname="Durand", firstname="Zoé", user=None, **values):
        Partner = self.env["res.partner"].with_user(user or self.agent)
        return Partner.create({"lastname": lastname, "firstname": firstname, **values})


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
        self.assertIn("wants none by email", appointment.message_ids[0].body)


class TestSimilarContacts(ContactCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.known = cls.env["res.partner"].create(
            {
                "lastname": "Lefèvre",
                "firstname": "Noëlle",
                "email": "noelle@example.com",
                "phone": "06 12 34 56 78",
                "birthdate_date": "1970-05-04",
                "country_id": cls.france.id,
                "company_id": cls.parent.id,
            }
        )

    def typing(self, user=None, **typed):
        """Return what the form warns of once ``typed`` is typed, and its links."""
        Partner = self.env["res.partner"].with_user(user or self.agent)
        form = Form(Partner, view="rendezvous.res_partner_view_form_new_contact")
        for name, value in typed.items():
            setattr(form, name, value)
        warning = form.rendezvous_similar_warning
        tree = html.fromstring(warning) if warning else None
        return warning or "", tree.xpath("//a/@href") if tree is not None else []

    def test_the_same_email_warns_with_a_link_to_the_file(self):
        warning, links = self.typing(email="Noelle@Example.com")
        self.assertIn("same email", warning)
        self.assertEqual(links, [f"/odoo/contacts/{self.known.id}"])

    def test_the_same_phone_warns_however_it_is_typed(self):
        warning, _links = self.typing(phone="0612345678")
        self.assertIn("same phone", warning)

    def test_the_same_names_and_birth_date_warn_without_accents(self):
        same = {"lastname": "LEFEVRE", "firstname": "Noelle"}
        self.assertFalse(self.typing(**same)[0])
        warning, _links = self.typing(**same, birthdate_date="1970-05-04")
        self.assertIn("same names and birth date", warning)
        self.assertFalse(self.typing(**same, birthdate_date="1971-05-04")[0])

    def test_a_contact_is_not_similar_to_itself_and_warns_once(self):
        warning, links = self.typing(email="noelle@example.com", phone="0612345678")
        self.assertEqual(len(links), 1)
        self.assertFalse(self.known.rendezvous_similar_ids)

    def test_a_name_cannot_write_markup_into_the_warning(self):
        self.known.lastname = "<b>x</b>"
        warning, _links = self.typing(email="noelle@example.com")
        self.assertNotIn("<b>", warning)

    def test_the_contact_kept_by_a_sibling_is_not_revealed(self):
        self.known.company_id = self.sibling
        self.assertFalse(self.typing(email="noelle@example.com")[0])


class TestContactOwner(ContactCase):
    def readable(self, contact, user):
        user = self.env["res.partner"].with_user(user)
        return bool(user.search([("id", "=", contact.id)]))

    def test_shared_by_default_with_every_establishment(self):
        contact = self.person()
        self.assertEqual(contact.company_id, self.parent)
        self.assertEqual(contact.rendezvous_origin_id, self.child)
        for user in (self.agent, self.sibling_planner, self.administrator):
            self.assertTrue(self.readable(contact, user))
            contact.with_user(user).city = user.login
        contact.with_user(self.sibling_planner).unlink()

    def test_kept_by_the_establishment_where_the_parent_says_so(self):
        self.parent.rendezvous_contact_scope = "kept"
        contact = self.person()
        self.assertEqual(contact.company_id, self.child)
        self.assertTrue(self.readable(contact, self.agent))
        self.assertFalse(self.readable(contact, self.sibling_planner))
        self.assertTrue(self.readable(contact, self.administrator))

    def test_who_comes_online_belongs_to_the_parent_in_any_case(self):
        self.parent.rendezvous_contact_scope = "kept"
        user = self.env["res.users"]._create_user_from_template(
            {"login": "new@example.com", "name": "New", "company_id": self.child.id}
        )
        self.assertEqual(user.partner_id.company_id, self.parent)

    def test_a_contact_given_an_owner_keeps_it(self):
        contact = self.person(company_id=self.child.id)
        self.assertEqual(contact.company_id, self.child)

    def test_a_company_or_its_people_are_left_alone(self):
        Partner = self.env["res.partner"].with_user(self.agent)
        company = Partner.create({"name": "Works", "is_company": True})
        self.assertFalse(company.company_id)
        self.assertFalse(self.person(parent_id=company.id).company_id)

    def test_a_child_agent_books_for_a_contact_of_a_sibling(self):
        contact = self.person(user=self.sibling_planner)
        appointment = (
            self.env["rendezvous.appointment"]
            .with_user(self.agent)
            ._book(self.service, at(9), self.agenda, contact, online=False)
        )
        self.assertEqual(appointment.company_id, self.child)
        self.assertFalse(
            self.env["rendezvous.appointment"]
            .with_user(self.sibling_planner)
            .search([("partner_id", "=", contact.id)])
        )


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
