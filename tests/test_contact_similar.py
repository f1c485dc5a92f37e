from lxml import html

from odoo.tests import Form

from .contact_common import ContactCase


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
