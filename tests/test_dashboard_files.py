import csv
import io
from datetime import date

from openpyxl import load_workbook

from odoo.tests import BaseCase, HttpCase, new_test_user, tagged

from ..table_files import table_csv, table_xlsx

COLUMNS = [
    {"kind": kind, "label": label}
    for kind, label in (
        ("text", "Agenda"),
        ("month", "Month"),
        ("number", "=1+1"),
        ("rate", "Rate"),
    )
]
ROWS = [
    ["=HYPERLINK(“x”)", "2026-01", 3, 1 / 3],
    ["@sum", "2026-02", 0, False],
    ["Accueil; “été”", "2026-03", 12, 0.0],
]


def read_csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def read_xlsx(content):
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows()]


class TestTableFiles(BaseCase):
    def test_csv_reads_back_without_a_formula(self):
        head, first, second, third = read_csv(table_csv(COLUMNS, ROWS))
        self.assertEqual(head, ["Agenda", "Month", "'=1+1", "Rate"])
        self.assertEqual(first, ["'=HYPERLINK(“x”)", "2026-01", "3", "0.3333"])
        self.assertEqual(second, ["'@sum", "2026-02", "0", ""])
        self.assertEqual(third, ["Accueil; “été”", "2026-03", "12", "0.0"])

    def test_xlsx_reads_back_as_numbers_and_texts(self):
        head, first, second, _third = read_xlsx(table_xlsx(COLUMNS, ROWS, "Figures"))
        self.assertEqual([cell.value for cell in head], ["Agenda", "Month", "=1+1", "Rate"])
        self.assertEqual([cell.value for cell in first], ["=HYPERLINK(“x”)", "2026-01", 3, 1 / 3])
        self.assertEqual([first[0].data_type, head[2].data_type], ["s", "s"])
        self.assertEqual(first[3].number_format, "0.0%")
        self.assertIsNone(second[3].value)

    def test_an_empty_table_is_a_file_too(self):
        self.assertEqual(len(read_csv(table_csv(COLUMNS, []))), 1)
        self.assertEqual(len(read_xlsx(table_xlsx(COLUMNS, [], "Figures"))), 1)


@tagged("post_install", "-at_install")
class TestDashboardFiles(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        parent = cls.env["res.company"].create({"name": "Parent"})
        cls.child, cls.sibling = cls.env["res.company"].create(
            [{"name": name, "parent_id": parent.id} for name in ("=Child", "Sibling")]
        )
        for login, group, company in (
            ("agent", "rendezvous.group_user", cls.child),
            ("sibling", "rendezvous.group_user", cls.sibling),
            ("citizen", "base.group_portal", parent),
        ):
            values = {"company_id": company.id, "company_ids": [(6, 0, company.ids)]}
            new_test_user(cls.env, login, groups=group, **values)
        cls.agenda = cls.env["rendezvous.agenda"].create(
            {"name": "Counter", "company_id": cls.child.id, "tz": "Europe/Paris"}
        )
        cls.env["rendezvous.statistics.day"]._fill_used(cls.agenda, date.today(), date.today())

    def download(self, login, extension="csv", query=""):
        self.authenticate(login, login)
        return self.url_open(f"/rendezvous/dashboard.{extension}?{query}", allow_redirects=False)

    def test_both_files_hold_the_table_of_the_page(self):
        expected = [("=Child", "Counter", "0"), ("'=Child", "Counter", "0")]
        response = self.download("agent", "xlsx")
        self.assertIn("spreadsheetml", response.headers["Content-Type"])
        _head, row = read_xlsx(response.content)
        self.assertEqual((row[0].value, row[1].value, str(row[3].value)), expected[0])
        response = self.download("agent")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        _head, row = read_csv(response.content)
        self.assertEqual((row[0], row[1], row[3]), expected[1])

    def test_a_sibling_gets_nothing_of_it(self):
        query = f"company_id={self.child.id}"
        self.assertEqual(len(read_csv(self.download("sibling", query=query).content)), 1)
        self.assertEqual(len(read_csv(self.download("agent", query=query).content)), 2)

    def test_staff_only_and_nonsense_is_not_found(self):
        self.assertEqual(self.download("citizen").status_code, 403)
        self.assertEqual(self.download(None).status_code, 303)
        self.assertEqual(self.download("agent", "pdf").status_code, 404)
        for query in ("period=ever", "company_id=99999999999"):
            self.assertEqual(self.download("agent", query=query).status_code, 404, query)
