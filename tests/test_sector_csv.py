import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..sector_csv import read_sectors
from .public_common import PublicCase


@tagged("post_install", "-at_install")
class TestSectorCsv(PublicCase):
    """Sectors go out as a file and come back in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Sector = cls.env["rendezvous.sector"]
        cls.north = cls.Sector.create(
            {"code": "N", "name": "North", "postcodes": "62100", "company_id": cls.parent.id}
        )
        cls.agent.password = "agent"

    def load(self, content, user=None):
        """Import as an administrator of the parent and return the wizard."""
        content = content if isinstance(content, bytes) else content.encode()
        wizard = self.env["rendezvous.sector.import"].with_user(user or self.administrator)
        wizard = wizard.create({"file": base64.b64encode(content)})
        wizard.action_import()
        return wizard

    def sector(self, code):
        return self.Sector.search([("company_id", "=", self.parent.id), ("code", "=", code)])

    def test_new_codes_are_created_and_known_ones_updated(self):
        wizard = self.load('code,name,color,postcodes\nN,Nord,3,62110\nS,Sud,,"62300, 62400"\n')
        self.assertEqual(wizard.summary, "1 created, 1 updated, 0 left out.")
        self.assertEqual((self.north.name, self.north.color), ("Nord", 3))
        self.assertEqual(self.north.postcodes, "62110")
        self.assertEqual(self.sector("S").postcodes, "62300, 62400")

    def test_an_archived_code_comes_back(self):
        self.north.active = False
        self.load("code,name,postcodes\nN,North,62100\n")
        self.assertTrue(self.north.active)

    def test_semicolons_marks_and_latin_1(self):
        text = "Code;Nom;Couleur;Codes postaux\r\nE;Vallée;2;62500, 62510\r\n"
        for content in (text.encode("utf-8-sig"), text.encode("latin-1"), text.encode()):
            with self.subTest(content=content[:5]):
                self.load(content)
                self.assertEqual(self.sector("E").name, "Vallée")
                self.assertEqual(self.sector("E").postcodes, "62500, 62510")
                self.sector("E").unlink()

    def test_bad_lines_are_listed_and_the_others_go_in(self):
        wizard = self.load(
            "code,name,color,postcodes\n"
            "A,One,1,62200-6229\n"
            ",Nameless,1,62100\n"
            "\n"
            "B,Two,99,62100\n"
            "C,Three,1,62100,62110\n"
            "D,Four,1,62500\n"
            "D,Five,1,62500\n"
        )
        self.assertEqual(wizard.summary, "1 created, 0 updated, 5 left out.")
        lines = wizard.problems.splitlines()
        self.assertEqual(
            [line.split(":")[0] for line in lines], [f"Line {n}" for n in (2, 3, 5, 6, 8)]
        )
        for line, words in zip(
            lines, ("as many digits", "missing", "0 to 11", "quotation", "line 7"), strict=True
        ):
            self.assertIn(words, line)
        self.assertEqual(self.sector("D").name, "Four")

    def test_a_file_that_is_none_is_refused_kindly(self):
        for content, words in {
            b"": "Choose a CSV file",
            b"name,town\nx,y\n": "missing: code, postcodes",
            b"\x89PNG\r\n\x1a\n": "missing: code, name, postcodes",
        }.items():
            with self.subTest(content=content), self.assertRaisesRegex(UserError, words):
                self.load(content)

    def test_an_administrator_of_an_establishment_imports_nothing(self):
        self.planner.group_ids += self.env.ref("rendezvous.group_admin")
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.load("code,name,postcodes\nX,X,1\n", user=self.planner)

    def download(self, ids):
        return self.get(f"/rendezvous/sectors.csv?ids={ids}")

    def test_what_is_exported_is_imported_alike(self):
        self.north.write({"name": "=1+1; “Nord”", "postcodes": "62100,\n62110", "color": 5})
        self.authenticate("agent", "agent")
        response = self.download(self.north.id)
        self.assertEqual(response.status_code, 200)
        self.assertIn("text/csv", response.headers["Content-Type"])
        (row,) = read_sectors(response.content)
        self.assertEqual(row[1:], ("N", "=1+1; “Nord”", "5", "62100,\n62110", False))
        self.assertIn(b"'=1+1", response.content)

    def test_the_record_rules_say_which(self):
        other = self.env["res.company"].create({"name": "Other organisation"})
        theirs = self.north.copy({"company_id": other.id})
        self.authenticate("agent", "agent")
        self.assertEqual(self.download(theirs.id).status_code, 404)
        both = self.download(f"{theirs.id},{self.north.id}")
        self.assertEqual(len(read_sectors(both.content)), 1)

    def test_staff_only_and_nonsense_is_not_found(self):
        self.log_in()
        self.assertEqual(self.download(self.north.id).status_code, 403)
        self.log_in(False)
        self.assertEqual(self.download(self.north.id).status_code, 303)
        self.authenticate("agent", "agent")
        for ids in ("", "x", "-1", "99999999999999", "0"):
            self.assertEqual(self.download(ids).status_code, 404, ids)

    def test_the_action_leads_to_the_file(self):
        action = self.env.ref("rendezvous.rendezvous_sector_export_action").with_user(self.agent)
        context = {"active_model": "rendezvous.sector", "active_ids": self.north.ids}
        url = action.with_context(**context).run()["url"]
        self.assertEqual(url, f"/rendezvous/sectors.csv?ids={self.north.id}")
