from lxml import html
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import BaseCase
from odoo.tools import mute_logger

from ..colors import contrast_with_white, read_color, shades
from ..origins import read_origin, read_origins
from .common import RendezvousCase


class TestOrigins(BaseCase):
    def test_an_origin_is_written_as_browsers_write_it(self):
        for typed, origin in [
            ("https://www.town.example", "https://www.town.example"),
            (" HTTPS://Town.Example/ ", "https://town.example"),
            ("https://town.example:443", "https://town.example"),
            ("https://town.example:8443", "https://town.example:8443"),
            ("https://mairie-évry.example", "https://xn--mairie-vry-h7a.example"),
            ("http://localhost:8069", "http://localhost:8069"),
            ("http://127.0.0.1:*", "http://127.0.0.1:*"),
        ]:
            with self.subTest(typed=typed):
                self.assertEqual(read_origin(typed), origin)

    def test_anything_else_is_no_origin(self):
        for typed in (
            "*",
            "https://*",
            "https://*.town.example",
            "https://town.example:*",
            "http://town.example",
            "https://town.example/contact",
            "https://user@town.example",
            "https://town.example?x",
            "https://town.example; script-src *",
            "https://town.example https://other.example",
            "'self'",
            "town.example",
            "javascript:alert(1)",
            "https://-town.example",
            "https://" + "é" * 300,
        ):
            with self.subTest(typed=typed):
                self.assertIsNone(read_origin(typed))

    def test_one_per_line_without_doubles(self):
        good, bad = read_origins("https://a.example\n\n https://A.example/ \nnonsense\n")
        self.assertEqual((good, bad), (["https://a.example"], ["nonsense"]))

    def test_nothing_is_no_origin(self):
        self.assertEqual(read_origins(False), ([], []))


class TestColors(BaseCase):
    def test_white_words_are_readable_on_any_colour(self):
        for color in ("#ffffff", "#ffff00", "#14595b", "#000000", "#ff0000", "#7fffd4"):
            with self.subTest(color=color):
                made = shades(color)
                self.assertGreaterEqual(contrast_with_white(read_color(made["accent"])), 4.5)
                self.assertLess(contrast_with_white(read_color(made["wash"])), 1.5)

    def test_a_dark_colour_stays_itself(self):
        self.assertEqual(shades("#14595B")["accent"], "#14595b")


class TestWidget(RendezvousCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.widget = cls.env["rendezvous.widget"].create(
            {"company_id": cls.child.id, "origins": "https://www.child.example"}
        )

    def snippet(self):
        return html.fragment_fromstring(self.widget.snippet, create_parent="div")

    def test_the_address_names_the_establishment(self):
        self.assertEqual(self.widget.code, f"child-{self.child.id}")

    def test_one_widget_per_establishment(self):
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.widget.create({"company_id": self.child.id, "code": "other"})

    def test_an_address_belongs_to_one(self):
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.widget.create({"company_id": self.sibling.id, "code": self.widget.code})

    def test_an_address_is_plain(self):
        for code in ("Town hall", "a/b", "-a", "é"):
            with self.subTest(code=code), self.env.cr.savepoint():
                with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
                    with self.env.cr.savepoint():
                        self.widget.code = code
                        self.widget.flush_recordset()
                self.widget.invalidate_recordset()

    def test_a_wrong_site_is_named(self):
        with self.assertRaisesRegex(ValidationError, "www.town.example/news"):
            self.widget.origins = "https://a.example\nhttps://www.town.example/news"

    def test_a_wrong_colour_is_named(self):
        with self.assertRaisesRegex(ValidationError, "red; }"):
            self.widget.color = "red; }"

    def test_services_are_those_of_the_parent(self):
        other = self.env["res.company"].create({"name": "Other"})
        values = {"name": "Theirs", "company_id": other.id}
        theirs = self.env["rendezvous.service"].create(values)
        with self.assertRaises(UserError):
            self.widget.service_ids = theirs

    def test_the_snippet_loads_the_widget_of_the_establishment(self):
        [script] = self.snippet().xpath("//script")
        base = self.env["website"].get_base_url()
        path = "/rendezvous/static/src/widget/rendezvous_widget.js"
        self.assertEqual(script.get("src"), base + path)
        address = f"{base}/rendezvous/widget/{self.widget.code}"
        self.assertEqual(script.get("data-rendezvous"), address)
        self.assertEqual(script.get("data-mode"), "inline")
        self.assertEqual(self.widget.address, address)

    def test_the_snippet_of_a_button_says_its_words_and_colour(self):
        self.widget.write({"mode": "button", "button_label": 'Book "now"', "color": "#ffff00"})
        [script] = self.snippet().xpath("//script")
        self.assertEqual(script.get("data-mode"), "button")
        self.assertEqual(script.get("data-label"), 'Book "now"')
        self.assertEqual(script.get("data-color"), shades("#ffff00")["accent"])

    def test_words_of_the_snippet_cannot_break_out(self):
        self.widget.button_label = '"></script><script>alert(1)</script>'
        self.assertEqual(len(self.snippet().xpath("//script")), 1)

    def test_without_scripts_the_snippet_is_a_link_to_the_page(self):
        [link] = self.snippet().xpath("//noscript/a")
        self.assertTrue(link.get("href").endswith(f"/rendezvous?establishment={self.child.id}"))
        self.assertEqual(link.text, self.widget.button_label)

    def test_an_establishment_with_its_own_website_uses_that_one(self):
        self.env["website"].create(
            {
                "name": "Child",
                "company_id": self.child.id,
                "domain": "https://rdv.child.example",
            }
        )
        self.widget.invalidate_recordset()
        self.assertTrue(self.widget.address.startswith("https://rdv.child.example/"))
        [link] = self.snippet().xpath("//noscript/a")
        self.assertEqual(link.get("href"), "https://rdv.child.example/rendezvous")

    def test_the_preview_comes_from_where_the_back_office_is_open(self):
        self.assertIn(
            f'data-rendezvous="/rendezvous/widget/{self.widget.code}"', self.widget.preview
        )

    def test_an_administrator_of_the_establishment_sees_all_of_it(self):
        self.planner.group_ids |= self.env.ref("rendezvous.group_admin")
        widget = self.widget.with_user(self.planner)
        widget.invalidate_recordset()
        self.assertIn(widget.code, widget.snippet)
        widget.color = "#123456"
