import tempfile
from datetime import date
from pathlib import Path

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from . import vcard_samples as samples
from .browser_common import BrowserCase
from .common import RendezvousCase


def vcard(*lines):
    return samples.crlf("\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""]))


@tagged("post_install", "-at_install")
class TestVcardImport(RendezvousCase):
    """An agent imports cards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.child.country_id = cls.env.ref("base.fr")
        cls.known = cls.env["res.partner"].create(
            {
                "lastname": "Durand",
                "firstname": "Zoé",
                "email": "Zoe@Example.com",
                "birthdate_date": "1980-05-04",
                "phone": "+33 6 11 11 11 11",
            }
        )

    def wizard(self, *contents, user=None, known="skip"):
        env = self.env(user=user or self.agent)
        files = [
            {"name": f"{number}.vcf", "raw": content}
            for number, content in enumerate(contents, start=1)
        ]
        attachments = env["ir.attachment"].create(files)
        values = {"attachment_ids": [Command.set(attachments.ids)], "known": known}
        return env["rendezvous.vcard.import"].create(values)

    def imported(self, *contents, **options):
        wizard = self.wizard(*contents, **options)
        wizard.action_preview()
        wizard.action_import()
        return wizard

    def outcomes(self, wizard):
        return [(line.file, line.line, line.outcome) for line in wizard.line_ids]

    def created(self, *contents, **options):
        lines = self.imported(*contents, **options).line_ids
        return lines.filtered(lambda line: line.outcome == "created").partner_id

    def test_the_preview_stores_nothing(self):
        before = self.env["res.partner"].search_count([])
        wizard = self.wizard(samples.IPHONE, samples.GOOGLE)
        wizard.action_preview()
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        self.assertEqual(set(wizard.line_ids.mapped("outcome")), {"new", "warning"})
        self.assertIn("New: 2", wizard.summary)

    def test_the_preview_says_what_goes_into_the_notes(self):
        wizard = self.wizard(samples.IPHONE)
        wizard.action_preview()
        self.assertIn("Phone (home): 03 21 00 11 22", wizard.line_ids.words)

    def test_a_card_becomes_a_contact(self):
        contact = self.created(samples.IPHONE)
        self.assertEqual((contact.lastname, contact.firstname), ("Lefèvre", "Chloé Anne"))
        self.assertEqual(contact.email, "chloe.lefevre@example.com")
        self.assertEqual(contact.phone_sanitized, "+33612345678")
        self.assertEqual(contact.birthdate_date, date(1984, 2, 29))
        self.assertEqual((contact.street, contact.street2), ("12 rue des Dunes", "Appartement 4"))
        self.assertEqual((contact.zip, contact.city), ("62100", "Calais"))
        self.assertEqual(contact.country_id, self.env.ref("base.fr"))
        self.assertEqual(contact.company_name, "Boulangerie du Port – Accueil")
        self.assertTrue(contact.image_1920)

    def test_further_numbers_and_emails_are_in_the_notes_with_their_kind(self):
        comment = self.created(samples.IPHONE).comment
        for words in (
            "Préfère le matin",
            "Phone (home): 03 21 00 11 22",
            "Phone (mobile): 07 98 76 54 32",
            "Email (Boutique): boutique@example.com",
        ):
            self.assertIn(words, comment)

    def test_an_organisation_becomes_a_company(self):
        contact = self.created(samples.NEXTCLOUD)
        self.assertTrue(contact.is_company)
        self.assertEqual(contact.name, "Association des Deux Rives")

    def test_a_country_is_found_by_its_name(self):
        contact = self.created(samples.THUNDERBIRD)
        self.assertEqual(contact.country_id, self.env.ref("base.fr"))

    def test_bad_entries_are_listed_by_file_and_line_and_the_rest_go_in(self):
        bad = vcard("N:;;;;")
        wizard = self.imported(vcard("FN:Ana Un") + bad + vcard("FN:Bea Deux"), b"nonsense")
        self.assertEqual(
            self.outcomes(wizard),
            [
                ("1.vcf", 1, "created"),
                ("1.vcf", 5, "refused"),
                ("1.vcf", 9, "created"),
                ("2.vcf", 1, "refused"),
            ],
        )
        self.assertIn("no name", wizard.line_ids[1].words)

    def test_a_card_that_odoo_refuses_costs_itself_only(self):
        Partner = self.env.registry["res.partner"]
        create, words = Partner.create, "Nobody is called Deux."

        def refuse(records, vals_list):
            if any(vals.get("lastname") == "Deux" for vals in vals_list):
                raise UserError(words)
            return create(records, vals_list)

        self.patch(Partner, "create", refuse)
        names = ("Un", "Deux", "Trois", "Quatre", "Cinq")
        wizard = self.imported(b"".join(vcard(f"N:{name};Ana") for name in names))
        refused = wizard.line_ids.filtered(lambda line: line.outcome == "refused")
        self.assertEqual((refused.line, refused.words), (5, words))
        self.assertEqual(len(wizard.line_ids.partner_id), 4)

    def test_known_by_email_phone_or_names_with_birth_date(self):
        for line in (
            "EMAIL:ZOE@example.com",
            "TEL:06 11 11 11 11",
            "BDAY:1980-05-04",
        ):
            with self.subTest(line=line):
                wizard = self.wizard(vcard("N:DURAND;Zoe", line))
                wizard.action_preview()
                self.assertEqual(wizard.line_ids.outcome, "known")
                self.assertEqual(wizard.line_ids.partner_id, self.known)

    def test_not_known_by_names_alone(self):
        wizard = self.wizard(vcard("N:Durand;Zoé", "BDAY:1981-05-04"))
        wizard.action_preview()
        self.assertEqual(wizard.line_ids.outcome, "new")

    def test_the_same_telephone_with_another_first_name_is_someone_else(self):
        self.assertTrue(self.created(vcard("N:Durand;Paul", "TEL:06 11 11 11 11")))

    def test_known_contacts_are_left_as_they_are(self):
        wizard = self.imported(vcard("N:Durand;Zoé", "EMAIL:zoe@example.com", "TITLE:Baker"))
        self.assertEqual(wizard.line_ids.outcome, "skipped")
        self.assertFalse(self.known.function)

    def test_notes_are_announced_only_where_they_are_written(self):
        self.known.comment = "Mine"
        content = vcard("N:D;Zoé", "EMAIL:zoe@example.com", "EMAIL:b@example.com", "TITLE:Baker")
        for known in ("skip", "fill"):
            wizard = self.imported(content, known=known)
            self.assertFalse(wizard.line_ids.words)
        self.assertIn("Mine", self.known.comment)

    def test_known_contacts_are_filled_in_where_empty(self):
        content = vcard(
            "N:Durant;Zoé",
            "EMAIL:zoe@example.com",
            "TITLE:Baker",
            "TEL:06 22 22 22 22",
            "ADR:;;1 rue Haute;Lens;;62300;FR",
        )
        wizard = self.imported(content, known="fill")
        self.assertEqual(wizard.line_ids.outcome, "filled")
        self.assertEqual((self.known.function, self.known.city), ("Baker", "Lens"))
        self.assertEqual(self.known.lastname, "Durand")
        self.assertEqual(self.known.phone_sanitized, "+33611111111")

    def test_an_address_is_not_mixed_with_another(self):
        self.known.city = "Calais"
        content = vcard("N:D;Zoé", "EMAIL:zoe@example.com", "ADR:;;1 rue Haute;Lens;;62300;FR")
        self.imported(content, known="fill")
        self.assertEqual((self.known.street, self.known.city), (False, "Calais"))

    def test_a_card_twice_in_the_files_is_imported_once(self):
        wizard = self.imported(samples.IPHONE, samples.IPHONE)
        self.assertEqual([line.outcome for line in wizard.line_ids], ["created", "double"])
        self.assertIn("line 1 of “1.vcf”", wizard.line_ids[1].words)

    def test_an_import_repeated_creates_nothing(self):
        self.created(samples.IPHONE, samples.ANDROID_21)
        self.assertFalse(self.created(samples.IPHONE, samples.ANDROID_21))

    def test_a_picture_that_cannot_be_shown_does_not_cost_the_card(self):
        photo = samples.base64.b64encode(samples.JPEG[:3] + b"nonsense" * 9).decode()
        wizard = self.imported(vcard("FN:Ana Un", f"PHOTO;ENCODING=b;TYPE=JPEG:{photo}"))
        self.assertEqual(wizard.line_ids.outcome, "created")
        self.assertFalse(wizard.line_ids.partner_id.image_1920)
        self.assertIn("photo", wizard.line_ids.words)

    def test_a_large_picture_is_made_smaller(self):
        photo = samples.base64.b64encode(samples.picture((3000, 100))).decode()
        contact = self.created(vcard("FN:Ana Un", f"PHOTO;ENCODING=b;TYPE=PNG:{photo}"))
        content = samples.base64.b64decode(contact.image_1920)
        self.assertEqual(samples.Image.open(samples.BytesIO(content)).width, 1920)

    def test_what_is_no_number_or_address_goes_into_the_notes(self):
        contact = self.created(vcard("FN:Ana Un", "TEL:ask my sister", "EMAIL:nowhere"))
        self.assertFalse(contact.phone or contact.email)
        self.assertIn("Phone: ask my sister", contact.comment)
        self.assertIn("Email: nowhere", contact.comment)

    def test_a_note_is_text_and_never_markup(self):
        contact = self.created(vcard("FN:Ana Un", "NOTE:<img src=x onerror=alert(1)>"))
        self.assertIn("&lt;img", contact.comment)

    def test_the_number_of_queries_does_not_grow_with_the_cards_to_match(self):
        def count(number):
            cards = [
                vcard(f"N:N{i};A", f"EMAIL:{i}@example.com", "BDAY:1990-01-01")
                for i in range(number)
            ]
            wizard = self.wizard(b"".join(cards))
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard._read_files()
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertEqual(count(2), count(60))

    def test_the_files_are_forgotten_after_the_import(self):
        wizard = self.wizard(samples.IPHONE)
        attachments = wizard.attachment_ids
        wizard.action_preview()
        wizard.action_import()
        self.assertFalse(attachments.exists())

    def test_too_much_at_once_is_refused_kindly(self):
        content = vcard("FN:A B") * 5001
        with self.assertRaisesRegex(UserError, "at most 5000"):
            self.wizard(content).action_preview()

    def test_without_file_the_way_out_is_named(self):
        with self.assertRaisesRegex(UserError, "Choose at least one file"):
            self.wizard().action_preview()

    def test_the_imported_contacts_can_be_seen(self):
        wizard = self.imported(samples.IPHONE)
        action = wizard.action_view_contacts()
        found = self.env["res.partner"].search(action["domain"])
        self.assertEqual(found, wizard.line_ids.partner_id)

    def test_a_contact_and_a_visitor_import_nothing(self):
        for user in (self.citizen, self.env.ref("base.public_user")):
            for model in ("rendezvous.vcard.import", "rendezvous.vcard.import.line"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).create({})

    def test_another_agent_does_not_see_the_import(self):
        wizard = self.imported(samples.IPHONE)
        with self.assertRaises(AccessError):
            wizard.with_user(self.planner).read(["summary"])
        with self.assertRaises(AccessError):
            wizard.line_ids.with_user(self.planner).read(["name"])


class TestVcardImportInTheBrowser(BrowserCase):
    def test_an_agent_imports_from_the_list_of_contacts(self):
        own = {"company_id": self.child.id, "company_ids": [Command.set(self.child.ids)]}
        new_test_user(self.env, "agent", groups="rendezvous.group_user", **own)
        with tempfile.TemporaryDirectory() as folder, self.visitor("agent") as visitor:
            path = Path(folder) / "phone.vcf"
            path.write_bytes(samples.IPHONE + vcard("N:;;;;"))
            visitor.open("/odoo/action-rendezvous.res_partner_action")
            visitor.click("//button[contains(., 'Import contact cards')]")
            visitor.attach("//*[contains(@class, 'modal')]//input[@type='file']", path)
            visitor.find("//*[contains(@class, 'modal')]//*[contains(@class, 'o_attachment')]//a")
            visitor.click("//button[@name='action_preview']")
            visitor.find("//*[@role='status'][contains(., 'New: 1') and contains(., 'Refused: 1')]")
            visitor.click("//button[@name='action_import']")
            visitor.find("//*[@role='status'][contains(., 'Created: 1')]")
            visitor.find("//td[contains(., 'The card has no name')]")
        self.assertTrue(self.env["res.partner"].search([("lastname", "=", "Lefèvre")]))
