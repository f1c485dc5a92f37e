import base64
import io
from datetime import date

from PIL import Image

from odoo.tools import mute_logger

from .common import at
from .equipment_common import EquipmentMixin
from .public_common import PDF, PublicCase

LIST = "/my/rendezvous/equipment"
NEW = f"{LIST}/new"


def _picture(size=(40, 30), kind="PNG"):
    buffer = io.BytesIO()
    Image.new("RGB", size, "#336699").save(buffer, kind)
    return buffer.getvalue()


PNG = _picture()


class DeclarationCase(EquipmentMixin, PublicCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.create_catalogue()
        cls.parent.write({"rendezvous_declare_equipment": True, "rendezvous_other_brands": False})

    def setUp(self):
        super().setUp()
        self.log_in()

    def values(self, **values):
        return {
            "category": str(self.category.id),
            "brand": str(self.brand.id),
            "model": "Hydro 25",
            "serial": "SN 12-34",
            "installation_date": "2025-02-03",
            **values,
        }

    def declare(self, files=None, **values):
        return self.post(NEW, self.values(**values), files=files)

    def declared(self):
        return self.env["rendezvous.equipment"].search([("company_id", "=", self.parent.id)])

    def assertDeclared(self, response):
        self.assertEqual(response.status_code, 303)
        [piece] = self.declared()
        return piece

    def assertRefused(self, response, words, pieces=0):
        tree = self.tree(response)
        self.assertIn(words, self.words(tree, "//*[@role='alert']"))
        self.assertEqual(len(self.declared()), pieces)
        return tree


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


class TestEquipmentPages(DeclarationCase):
    def test_back_to_the_booking_with_the_new_piece(self):
        response = self.declare(redirect="/rendezvous/service/boiler-3?week=2026-01-05&equipment=7")
        piece = self.assertDeclared(response)
        path = f"/rendezvous/service/boiler-3?week=2026-01-05&equipment={piece.id}"
        self.assertTrue(response.headers["Location"].endswith(path), response.headers["Location"])

    def test_a_redirect_leads_nowhere_else(self):
        page = self.env["rendezvous.page"]
        for path in (
            "https://evil.example/rendezvous",
            "//evil.example/rendezvous",
            "/\\evil.example/rendezvous",
            "/rendezvous//evil.example",
            "/rendezvous/../web/session/logout",
            "/rendezvous\n",
            "/rendezvousevil",
            "javascript:alert(1)",
            "/web/session/logout",
            "http://[",
            "/rendezvous?" + "x" * 600,
            None,
        ):
            self.assertEqual(page._local_path(path), "", path)
        for path in ("/rendezvous", "/rendezvous?a=1", "/my/rendezvous/1"):
            self.assertEqual(page._local_path(path), path)

    def test_the_form_carries_a_good_redirect_only(self):
        for path, kept in (("/rendezvous", ["/rendezvous"]), ("https://evil.example", [])):
            tree = self.page(f"{NEW}?redirect={path}")
            self.assertEqual(tree.xpath("//input[@name='redirect']/@value"), kept)

    def test_where_customers_declare_nothing_the_page_says_so(self):
        self.parent.rendezvous_declare_equipment = False
        for response in (self.get(NEW), self.declare()):
            self.assertEqual(response.status_code, 403)
            self.assertIn("We add your equipment ourselves", response.text)
        self.assertFalse(self.page(LIST).xpath(f"//a[@href='{NEW}']"))
        self.assertFalse(self.declared())

    def test_an_empty_list_says_what_to_do(self):
        tree = self.page(LIST)
        self.assertIn("No equipment yet", self.words(tree))
        self.assertTrue(tree.xpath(f"//main//a[@href='{NEW}']"))

    def test_the_list_shows_ones_own_of_this_organisation(self):
        self.create_piece(model="Mine")
        self.create_piece(model="Theirs", partner_id=self.other_citizen.partner_id.id)
        other = self.env["res.company"].create({"name": "Other"})
        self.create_piece(model="Elsewhere", company_id=other.id)
        words = self.words(self.page(LIST))
        self.assertIn("Mine", words)
        self.assertNotIn("Theirs", words)
        self.assertNotIn("Elsewhere", words)

    def test_the_page_of_a_piece_shows_its_facts_and_leads_to_book(self):
        piece = self.create_piece(
            serial="SN1", warranty_end="2026-01-02", next_due_date="2026-01-01"
        )
        tree = self.page(f"{LIST}/{piece.id}")
        words = self.words(tree)
        for text in ("Étincelle Hydro", "SN1", "Under warranty", "Service due since January 1"):
            self.assertIn(text, words)
        self.assertTrue(tree.xpath(f"//main//a[@href='/rendezvous?equipment={piece.id}']"))

    def test_who_may_not_book_is_not_led_there(self):
        self.give_profile(can_book=False)
        piece = self.create_piece()
        tree = self.page(f"{LIST}/{piece.id}")
        self.assertFalse(tree.xpath("//main//a[contains(@href, 'equipment=')]"))

    def give_profile(self, **rights):
        profile = self.env.ref("rendezvous.rendezvous_portal_profile_b2c")
        profile = profile.copy({"name": "Custom", "is_default": False, **rights})
        self.contact.rendezvous_profile_id = profile

    def test_the_history_shows_what_the_profile_shows(self):
        piece = self.create_piece()
        past = self.book(at(9), equipment_id=piece.id)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE rendezvous_appointment SET start = start - interval '30 days',"
            " stop = stop - interval '30 days' WHERE id = %s",
            [past.id],
        )
        self.env.invalidate_all()
        coming = self.book(at(10), equipment_id=piece.id)
        self.book(at(11))
        links = "//main//article//a/@href"
        own, old = (f"/my/rendezvous/{appointment.id}" for appointment in (coming, past))
        self.assertEqual(self.page(f"{LIST}/{piece.id}").xpath(links), [own, old])
        self.give_profile(can_see_history=False)
        self.assertEqual(self.page(f"{LIST}/{piece.id}").xpath(links), [own])

    def test_the_photo_is_for_its_owner(self):
        piece = self.create_piece(image_1920=base64.b64encode(PNG))
        url = f"/web/image/rendezvous.equipment/{piece.id}/image_256"
        self.assertEqual(Image.open(io.BytesIO(self.get(url).content)).size, (40, 30))
        self.log_in(self.other_citizen)
        self.assertNotEqual(Image.open(io.BytesIO(self.get(url).content)).size, (40, 30))

    def test_the_piece_of_someone_else_is_not_found(self):
        piece = self.create_piece()
        archived = self.create_piece(active=False)
        self.assertEqual(self.get(f"{LIST}/{archived.id}").status_code, 404)
        self.log_in(self.other_citizen)
        self.assertEqual(self.get(f"{LIST}/{piece.id}").status_code, 404)
        self.assertEqual(self.get(f"{LIST}/999999").status_code, 404)

    def test_who_is_not_logged_in_is_asked_to(self):
        piece = self.create_piece()
        self.log_in(False)
        for url in (LIST, NEW, f"{LIST}/{piece.id}"):
            self.assertIn("/web/login", self.get(url).headers["Location"])

    def test_a_profile_without_equipment_sees_none_of_it(self):
        piece = self.create_piece()
        self.give_profile(can_see_equipment=False)
        for url in (LIST, NEW, f"{LIST}/{piece.id}"):
            self.assertEqual(self.get(url).status_code, 404, url)
        self.assertEqual(self.declare().status_code, 404)
        self.assertFalse(self.page("/my").xpath(f"//a[@href='{LIST}']"))

    def test_the_home_shows_a_tile_where_equipment_says_anything(self):
        tile = f"//a[@href='{LIST}']"
        self.assertTrue(self.page("/my").xpath(tile))
        self.parent.rendezvous_declare_equipment = False
        self.assertFalse(self.page("/my").xpath(tile))
        self.create_piece()
        self.assertTrue(self.page("/my").xpath(tile))

    def test_the_list_costs_the_same_for_one_piece_and_for_twelve(self):
        counts = set()
        self.create_piece(serial="0", image_1920=base64.b64encode(PNG))
        self.page(LIST)
        for number in (1, 11):
            for serial in range(number - 1):
                self.create_piece(serial=str(serial + 1), next_due_date="2026-02-01")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.page(LIST)
            counts.add(self.env.cr.sql_log_count - before)
        self.assertEqual(len(counts), 1, counts)
