import base64
import io

from PIL import Image

from .common import at
from .equipment_declaration_common import LIST, NEW, PNG, DeclarationCase


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
