from odoo.fields import Command

from .common import at
from .public_common import PublicCase


class TestPublicContactFields(PublicCase):
    """What an agenda asks of the contact, on the public file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parent.country_id = cls.child.country_id = cls.env.ref("base.fr")
        cls.contact.country_id = cls.env.ref("base.fr")
        cls.agenda.contact_field_ids = [
            Command.create({"field": name, "required": needed})
            for name, needed in (
                ("email", True),
                ("phone", True),
                ("birthdate_date", False),
                ("reason", True),
            )
        ]

    def setUp(self):
        super().setUp()
        self.appointment = self.hold(at(9))
        self.url = f"/rendezvous/appointment/{self.appointment.id}"
        self.log_in()

    def fields_asked(self):
        return self.page(self.url).xpath("//form//*[starts-with(@name, 'c_')]/@name")

    def test_the_file_asks_them_but_the_email_it_knows(self):
        self.assertEqual(self.fields_asked(), ["c_phone", "c_birthdate_date", "c_reason"])
        self.contact.email = False
        self.assertEqual(self.fields_asked()[0], "c_email")

    def test_what_is_missing_is_named_and_the_rest_kept(self):
        tree = self.tree(self.post(self.url, {"c_reason": "Renewal", "c_phone": ""}))
        self.assertIn("Phone: Fill this in", self.words(tree, "//div[@role='alert']"))
        self.assertEqual(tree.xpath("//input[@name='c_reason']/@value"), ["Renewal"])
        self.assertEqual(self.appointment.state, "held")
        self.assertEqual(self.appointment.reason, "Renewal")

    def test_wrong_values_are_explained_field_by_field(self):
        posted = {"c_phone": "06 12", "c_birthdate_date": "2030-01-01", "c_reason": "x" * 300}
        words = self.words(self.tree(self.post(self.url, posted)), "//div[@role='alert']")
        for told in ("Check this number", "yet to come", "200 characters at most"):
            self.assertIn(told, words)
        posted["c_birthdate_date"] = "yesterday"
        words = self.words(self.tree(self.post(self.url, posted)), "//div[@role='alert']")
        self.assertIn("year-month-day", words)
        self.assertFalse(self.contact.birthdate_date)

    def test_what_is_complete_confirms_and_goes_into_the_file(self):
        posted = {"c_phone": "0612345678", "c_birthdate_date": "1970-05-04", "c_reason": "Renewal"}
        self.post(self.url, posted)
        self.assertEqual(self.appointment.state, "confirmed")
        self.assertEqual(self.contact.phone_sanitized, "+33612345678")
        self.assertEqual(str(self.contact.birthdate_date), "1970-05-04")
        self.assertEqual(self.appointment.reason, "Renewal")

    def test_a_field_that_is_not_asked_is_not_written(self):
        posted = {"c_phone": "0612345678", "c_reason": "Renewal", "c_city": "Elsewhere"}
        self.post(self.url, {**posted, "c_email": "other@example.com"})
        self.assertFalse(self.contact.city)
        self.assertEqual(self.contact.email, "citizen@example.com")

    def test_what_is_known_is_shown_and_need_not_be_typed_again(self):
        self.contact.phone = "0612345678"
        [phone] = self.page(self.url).xpath("//input[@name='c_phone']/@value")
        self.assertEqual(phone, "+33 6 12 34 56 78")
