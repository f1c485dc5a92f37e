from datetime import date

import vobject

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..vcard import read_cards
from . import vcard_samples as samples
from .public_common import PublicCase

FIELDS = (
    "lastname",
    "firstname",
    "email",
    "phone",
    "birthdate_date",
    "street",
    "street2",
    "zip",
    "city",
    "country_id",
    "state_id",
    "function",
    "company_name",
    "website",
)


@tagged("post_install", "-at_install")
class TestVcardExport(PublicCase):
    """Staff download the cards of one or many contacts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marie = cls.env["res.partner"].create(
            {
                "lastname": "Dupont",
                "firstname": "Marie",
                "email": "marie@example.com",
                "phone": "+33612345678",
                "birthdate_date": "1970-04-12",
                "street": "1, rue Haute",
                "street2": "Bât. B",
                "zip": "62300",
                "city": "Lens",
                "country_id": cls.env.ref("base.us").id,
                "state_id": cls.env.ref("base.state_us_5").id,
                "function": "Baker",
                "company_name": "Bread & Co",
                "website": "https://example.com",
                "comment": "<p>First<br>second; third</p>",
                "image_1920": samples.base64.b64encode(samples.JPEG),
            }
        )
        cls.firm = cls.env["res.partner"].create({"name": "Firm and Sons", "is_company": True})
        cls.agent.password = "agent"

    def setUp(self):
        super().setUp()
        self.authenticate("agent", "agent")

    def download(self, partners, **query):
        ids = ",".join(map(str, partners.ids))
        extra = "".join(f"&{name}={value}" for name, value in query.items())
        return self.get(f"/rendezvous/vcard?ids={ids}{extra}")

    def cards(self, response):
        self.assertEqual(response.status_code, 200)
        return read_cards(response.content, date(2026, 1, 2)).cards

    def test_one_contact(self):
        response = self.download(self.marie)
        (card,) = self.cards(response)
        self.assertEqual((card.lastname, card.firstname), ("Dupont", "Marie"))
        self.assertTrue(card.is_mobile)
        self.assertIn("text/vcard", response.headers["Content-Type"])
        self.assertIn("Marie", response.headers["Content-Disposition"])

    def test_many_contacts_are_one_file(self):
        cards = self.cards(self.download(self.marie | self.firm))
        self.assertEqual([card.lastname for card in cards], ["Dupont", "Firm and Sons"])
        self.assertTrue(cards[1].is_company)

    def test_3_0_unless_4_0_is_asked(self):
        self.assertIn(b"VERSION:3.0", self.download(self.marie).content)
        self.assertIn(b"VERSION:4.0", self.download(self.marie, version="4.0").content)
        self.assertEqual(self.download(self.marie, version="2.1").status_code, 404)

    def test_strict_readers_accept_it(self):
        parsed = vobject.readOne(self.download(self.marie).text, validate=True)
        self.assertEqual(parsed.bday.value, "1970-04-12")

    def test_what_is_exported_is_imported_alike(self):
        for version in ("3.0", "4.0"):
            with self.subTest(version=version):
                content = self.marie._vcard(version)
                other = self.env["res.partner"].browse(self.import_elsewhere(content))
                before, after = (p.read(FIELDS)[0] for p in (self.marie, other))
                self.assertEqual({**before, "id": 0}, {**after, "id": 0})
                self.assertEqual(self.marie._prepare_card().note, other._prepare_card().note)
                self.assertTrue(other.image_1920)

    def import_elsewhere(self, content):
        """Import as if the contact were not known."""
        self.marie.active = False
        attachment = self.env["ir.attachment"].create({"name": "x.vcf", "raw": content})
        wizard = self.env["rendezvous.vcard.import"].create(
            {"attachment_ids": [Command.set(attachment.ids)]}
        )
        wizard.action_import()
        self.marie.active = True
        contact = wizard.line_ids.partner_id
        contact.active = False
        return contact.id

    def test_no_photo_where_there_is_none(self):
        self.assertNotIn(b"PHOTO", self.download(self.firm).content)

    def test_odoo_s_own_download_writes_the_same_card(self):
        self.assertEqual(self.marie._get_vcard_file(), self.marie._vcard())

    def test_the_record_rules_say_of_whom(self):
        self.firm.company_id = self.sibling
        self.assertEqual(self.download(self.firm).status_code, 404)
        self.assertEqual(len(self.cards(self.download(self.marie | self.firm))), 1)

    def test_staff_only(self):
        self.log_in()
        self.assertEqual(self.download(self.contact).status_code, 403)
        self.log_in(False)
        self.assertEqual(self.download(self.contact).status_code, 303)

    def test_nonsense_is_not_found(self):
        for ids in ("", "x", "-1", "99999999999999", "0", "²"):
            self.assertEqual(self.get(f"/rendezvous/vcard?ids={ids}").status_code, 404, ids)

    def test_the_action_of_list_and_form_leads_there(self):
        action = self.env.ref("rendezvous.res_partner_export_vcard_action").with_user(self.agent)
        chosen = self.marie | self.firm
        context = {"active_model": "res.partner", "active_ids": chosen.ids}
        result = action.with_context(**context).run()
        ids = ",".join(map(str, chosen.ids))
        self.assertEqual(result["url"], f"/rendezvous/vcard?ids={ids}")
        self.assertEqual(action.binding_view_types, "list,form")

    def test_too_many_at_once(self):
        many = self.env["res.partner"].browse(range(1, 1002))
        with self.assertRaisesRegex(UserError, "at most 1000"):
            many.action_rendezvous_export_vcard()
