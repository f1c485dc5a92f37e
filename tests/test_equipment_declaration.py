from datetime import date

from odoo.tools import mute_logger

from .equipment_declaration_common import LIST, NEW, PNG, DeclarationCase
from .public_common import PDF


class TestEquipmentDeclaration(DeclarationCase):
    def test_a_customer_declares_a_piece(self):
        response = self.declare(files={"photo": ("boiler.png", PNG, "image/png")})
        piece = self.assertDeclared(response)
        self.assertTrue(
            response.headers["Location"].endswith(f"{LIST}/{piece.id}?message=declared")
        )
        self.assertEqual(
            (piece.partner_id, piece.categ_id, piece.brand_id, piece.model, piece.serial),
            (self.contact, self.category, self.brand, "Hydro 25", "SN 12-34"),
        )
        self.assertEqual(piece.installation_date, date(2025, 2, 3))
        self.assertEqual(piece.next_due_date, date(2026, 2, 3))
        self.assertTrue(piece.is_declared and piece.image_1920)
        self.assertFalse(piece.create_uid.share)
        tree = self.page(response.headers["Location"])
        self.assertIn("Thank you", self.words(tree, "//*[@role='status']"))

    def test_the_kind_and_the_brand_are_needed_the_rest_is_not(self):
        empty = dict.fromkeys(("model", "serial", "installation_date"), "")
        self.assertRefused(self.declare(**empty, category=""), "Choose what kind")
        self.assertRefused(self.declare(**empty, brand=""), "Choose the brand")
        self.assertDeclared(self.declare(**empty))

    def test_errors_keep_what_was_typed(self):
        tree = self.assertRefused(self.declare(installation_date="2026-01-03"), "yet to come")
        for name in ("model", "serial", "installation_date"):
            [value] = tree.xpath(f"//input[@name='{name}']/@value")
            self.assertTrue(value, name)
        for name, record in (("category", self.category), ("brand", self.brand)):
            chosen = tree.xpath(f"//select[@name='{name}']/option[@selected]/@value")
            self.assertEqual(chosen, [str(record.id)])
        [wrong] = tree.xpath("//input[@aria-invalid='true']")
        self.assertIn(wrong.get("aria-describedby").split()[-1], tree.xpath("//p/@id"))

    def test_today_is_not_yet_to_come(self):
        self.assertDeclared(self.declare(installation_date="2026-01-02"))

    def test_bad_input_is_told_and_keeps_nothing(self):
        cases = [
            ({"category": "nonsense"}, "Choose what kind"),
            ({"category": str(self.env.ref("product.product_category_goods").id)}, "Choose what"),
            ({"brand": str(self.hidden_brand.id)}, "one of the proposed brands"),
            ({"brand": "-1"}, "one of the proposed brands"),
            ({"installation_date": "yesterday"}, "year-month-day"),
            ({"installation_date": "1500-01-01"}, "too long ago"),
            ({"serial": "x" * 101}, "too long"),
            ({"model": "x" * 101}, "too long"),
        ]
        for values, words in cases:
            with self.subTest(**values):
                self.assertRefused(self.declare(**values), words)

    def test_fields_that_are_not_asked_change_nothing(self):
        extra = {
            "partner_id": str(self.other_citizen.partner_id.id),
            "state": "service",
            "company_id": "1",
            "warranty_end": "2099-01-01",
        }
        piece = self.assertDeclared(self.declare(**extra))
        self.assertEqual((piece.partner_id, piece.state), (self.contact, "declared"))
        self.assertFalse(piece.warranty_end)

    @mute_logger("odoo.http")
    def test_a_form_of_another_site_declares_nothing(self):
        response = self.post(NEW, self.values(), csrf=False)
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self.declared())

    def test_too_many_unchecked_pieces_are_refused(self):
        self.patch(type(self.env["rendezvous.equipment"]), "_declared_count", lambda *_a: 30)
        self.assertRefused(self.declare(), "have not checked yet")


class TestEquipmentOtherBrand(DeclarationCase):
    def test_where_it_is_closed_no_other_brand_is_asked_nor_taken(self):
        self.assertFalse(self.page(NEW).xpath("//input[@name='other_brand']"))
        refused = self.declare(brand="", other_brand="Piazzetta")
        self.assertRefused(refused, "we look after no other")

    def test_where_it_is_open_another_brand_is_taken(self):
        self.parent.rendezvous_other_brands = True
        piece = self.assertDeclared(self.declare(brand="", other_brand=" Piazzetta "))
        self.assertEqual((piece.other_brand, piece.brand_id.id), ("Piazzetta", False))

    def test_the_establishment_s_website_follows_the_organisation(self):
        self.website.company_id = self.child
        self.child.rendezvous_other_brands = True
        self.assertFalse(self.page(NEW).xpath("//input[@name='other_brand']"))
        self.parent.rendezvous_other_brands = True
        self.assertTrue(self.page(NEW).xpath("//input[@name='other_brand']"))

    def test_both_are_one_too_many(self):
        self.parent.rendezvous_other_brands = True
        self.assertRefused(self.declare(other_brand="Piazzetta"), "not both")

    def test_a_listed_brand_written_by_hand_is_taken_from_the_list(self):
        self.parent.rendezvous_other_brands = True
        piece = self.assertDeclared(self.declare(brand="", other_brand="ETINCELLE"))
        self.assertEqual((piece.brand_id, piece.other_brand), (self.brand, False))


class TestEquipmentPhoto(DeclarationCase):
    def send(self, name, content, kind="image/png"):
        return self.declare(files={"photo": (name, content, kind)})

    def test_documents_that_are_no_picture_are_refused(self):
        self.assertRefused(self.send("paper.pdf", PDF, "application/pdf"), "JPG, JPEG, PNG")

    def test_a_name_that_lies_is_refused(self):
        self.assertRefused(self.send("photo.png", PDF), "cannot be accepted")

    def test_a_broken_picture_is_refused(self):
        self.assertRefused(self.send("photo.png", PNG[:40]), "cannot be read")

    def test_a_large_picture_is_refused(self):
        self.env["ir.config_parameter"].set_param("rendezvous.document_max_mb", "1")
        self.assertRefused(self.send("photo.png", PNG + b"0" * 1024 * 1024), "too large")

    def test_without_accepted_pictures_no_photo_is_asked(self):
        self.env["ir.config_parameter"].set_param("rendezvous.document_types", "pdf")
        self.assertFalse(self.page(NEW).xpath("//input[@name='photo']"))


class TestEquipmentKnown(DeclarationCase):
    def test_a_known_piece_of_someone_else_is_told_without_a_name(self):
        owner = self.other_citizen.partner_id
        owner.name = "Nathalie Secret"
        self.create_piece(partner_id=owner.id, serial="SN1234")
        tree = self.assertRefused(self.declare(), "is known to us already", pieces=1)
        self.assertNotIn("Secret", self.words(tree))

    def test_a_known_piece_of_ones_own_is_shown(self):
        piece = self.create_piece(serial="SN1234")
        tree = self.assertRefused(self.declare(), "You have this piece already", pieces=1)
        self.assertEqual(
            tree.xpath("//*[@role='alert']//a/@href"),
            [f"{LIST}/{piece.id}"],
        )

    def test_on_the_way_to_book_one_goes_on_with_it(self):
        piece = self.create_piece(serial="SN1234")
        tree = self.assertRefused(self.declare(redirect="/rendezvous"), "You have", pieces=1)
        self.assertEqual(
            tree.xpath("//*[@role='alert']//a/@href"),
            [f"/rendezvous?equipment={piece.id}"],
        )

    def test_an_archived_piece_of_ones_own_is_no_longer_shown(self):
        self.create_piece(serial="SN1234", active=False)
        self.assertRefused(self.declare(), "is known to us already")

    def test_who_loses_the_race_is_told_the_same(self):
        self.create_piece(partner_id=self.other_citizen.partner_id.id, serial="SN1234")
        Equipment = self.env["rendezvous.equipment"]
        self.patch(type(Equipment), "_known", lambda self, *_args: self.browse())
        piece, errors = Equipment._declare(self.contact, self.values())
        self.assertFalse(piece)
        self.assertIn("known to us already", errors["serial"])
