import json

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import Request

from .common import NOW
from .public_common import PublicCase

PREFERENCES = "/my/rendezvous/preferences"


class TestPortalPreferences(PublicCase):
    def setUp(self):
        super().setUp()
        self.log_in()

    def ticked(self):
        return self.page(PREFERENCES).xpath("//main//input[@checked]/@name")

    def test_it_is_linked_from_home_and_from_the_appointments(self):
        for url in ("/my", "/my/rendezvous"):
            self.assertIn(PREFERENCES, self.page(url).xpath("//main//a/@href"))

    def test_it_shows_what_is_chosen_and_where_messages_go(self):
        self.contact.phone = "+33 6 12 34 56 78"
        self.contact.rendezvous_notify_sms = False
        words = self.words(self.page(PREFERENCES))
        self.assertIn("To citizen@example.com", words)
        self.assertIn("To +33 6 12 34 56 78", words)
        self.assertEqual(self.ticked(), ["email"])

    def test_without_email_or_phone_it_says_so(self):
        self.contact.write({"phone": False, "email": False})
        words = self.words(self.page(PREFERENCES))
        self.assertIn("Your details hold no email", words)
        self.assertIn("Your details hold no phone", words)

    def test_the_choice_is_kept_and_dated(self):
        response = self.post(PREFERENCES, {"sms": "1"})
        self.assertIn("message=saved", response.headers["Location"])
        self.assertIn("Your choice is saved", self.words(self.page(response.headers["Location"])))
        self.assertEqual(self.ticked(), ["sms"])
        self.assertEqual(self.contact.rendezvous_preferences_date, NOW)
        self.post(PREFERENCES)
        self.assertEqual(self.ticked(), [])

    def test_choosing_needs_a_log_in_and_a_token(self):
        self.assertEqual(self.post(PREFERENCES, csrf=False).status_code, 400)
        self.log_in(False)
        self.assertIn("/web/login", self.get(PREFERENCES).headers["Location"])
        self.assertIn("/web/login", self.post(PREFERENCES).headers["Location"])
        self.assertFalse(self.contact.rendezvous_preferences_date)

    def test_staff_sees_them_locked(self):
        view = self.env["res.partner"].with_user(self.agent).get_view(view_type="form")["arch"]
        self.assertIn('string="Notifications"', view)
        self.assertIn("Chosen by the contact on", view)
        for name in ("rendezvous_notify_email", "rendezvous_notify_sms"):
            self.assertRegex(view, f'name="{name}"[^>]* readonly="rendezvous_preferences_date"')
        contact = self.contact.with_user(self.agent)
        contact.rendezvous_notify_sms = False
        self.post(PREFERENCES, {"sms": "1"})
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            contact.rendezvous_notify_sms = False


class TestPortalDetails(PublicCase):
    def setUp(self):
        super().setUp()
        self.contact.write({"lastname": "de la Tour", "firstname": "Marie Anne"})
        self.log_in()

    def submit(self, **values):
        """Send the page's form with ``values``, as the script does; return the answer."""
        return json.loads(self.send(**values).text)

    def send(self, accept="*/*", **values):
        tree = self.page("/my/account")
        form = {
            field.get("name"): field.get("value") or ""
            for field in tree.xpath("//form[@name='address_form']//input[@name]")
        }
        form.update(values, csrf_token=Request.csrf_token(self))
        return self.url_open(
            "/my/address/submit", data=form, headers={"Accept": accept}, allow_redirects=False
        )

    def test_it_is_linked_from_home(self):
        self.assertIn("/my/account", self.page("/my").xpath("//main//a/@href"))

    def test_surname_first_name_phone_and_birth_date_are_edited(self):
        answer = self.submit(
            lastname="Van der Berg",
            firstname="Anna Maria",
            phone="+33612345678",
            birthdate_date="1980-02-03",
        )
        self.assertIn("redirectUrl", answer)
        contact = self.contact
        self.assertEqual((contact.lastname, contact.firstname), ("Van der Berg", "Anna Maria"))
        self.assertEqual(contact.birthdate_date, fields.Date.to_date("1980-02-03"))
        self.assertEqual(contact._phone_format(fname="phone"), "+33612345678")

    def test_other_changes_leave_the_names_as_they_are(self):
        self.submit(phone="+33612345678")
        contact = self.contact
        self.assertEqual((contact.lastname, contact.firstname), ("de la Tour", "Marie Anne"))

    def test_neither_phone_nor_address_is_needed(self):
        self.assertIn("redirectUrl", self.submit(phone=""))
        self.assertIn("redirectUrl", self.submit(city="Lens"))
        self.assertEqual(self.contact.city, "Lens")

    def test_both_names_are_needed(self):
        answer = self.submit(firstname=" ")
        self.assertEqual(answer["invalid_fields"], ["firstname"])
        self.assertIn("A surname and a first name are needed.", answer["messages"])
        self.assertEqual(self.contact.firstname, "Marie Anne")

    def test_a_birth_date_is_a_date_in_the_past(self):
        for text in ("1980-13-45", "yesterday", "2099-01-01", "0001-01-01"):
            answer = self.submit(birthdate_date=text)
            self.assertIn("birthdate_date", answer["invalid_fields"], text)
        self.assertFalse(self.contact.birthdate_date)

    def test_a_birth_date_is_taken_away(self):
        self.contact.birthdate_date = "1980-02-03"
        self.submit(birthdate_date="")
        self.assertFalse(self.contact.birthdate_date)

    def test_the_email_of_another_account_is_refused(self):
        self.other_citizen.login = "taken@example.com"
        answer = self.submit(email="Taken@example.com")
        self.assertEqual(answer["invalid_fields"], ["email"])
        self.assertEqual(self.contact.email, "citizen@example.com")
        self.assertIn("redirectUrl", self.submit(email="free@example.com"))

    def test_without_scripts_the_form_leads_on(self):
        response = self.send(accept="text/html", firstname="Anna")
        self.assertEqual(response.status_code, 303)
        self.assertEqual(self.contact.firstname, "Anna")

    def test_without_scripts_errors_are_a_page_that_keeps_what_was_typed(self):
        response = self.send(
            accept="text/html", firstname="Typed", lastname="", birthdate_date="2099-01-01"
        )
        tree = self.tree(response)
        [alert] = tree.xpath("//main//div[@role='alert']")
        self.assertIn("A surname and a first name are needed.", alert.text_content())
        self.assertEqual(tree.xpath("//input[@name='firstname']/@value"), ["Typed"])
        self.assertEqual(self.contact.firstname, "Marie Anne")

    def test_a_company_keeps_a_single_name(self):
        self.contact.is_company = True
        tree = self.page("/my/account")
        self.assertTrue(tree.xpath("//input[@name='name'][@type='text']"))
        self.assertFalse(tree.xpath("//input[@name='firstname']"))

    def test_nobody_edits_the_details_of_another(self):
        other = self.other_citizen.partner_id
        response = self.send(partner_id=other.id, lastname="Mischief")
        self.assertEqual(response.status_code, 403)
        self.assertNotEqual(other.lastname, "Mischief")
