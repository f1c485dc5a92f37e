import csv
import io
from datetime import date

from openpyxl import load_workbook

from odoo.tests import BaseCase, HttpCase, new_test_user, tagged

from ..table_files import table_csv, table_xlsx

EXPORT = "base.group_allow_export"
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
            ("agent", f"rendezvous.group_user,{EXPORT}", cls.child),
            ("reader", "rendezvous.group_planner", cls.child),
            ("clerk", f"base.group_user,{EXPORT}", cls.child),
            ("sibling", f"rendezvous.group_user,{EXPORT}", cls.sibling),
            ("citizen", "base.group_portal", parent),
        ):
            values = {"company_id": company.id, "company_ids": [(6, 0, company.ids)]}
            new_test_user(cls.env, login, groups=group, **values)
        cls.agenda = cls.env["rendezvous.agenda"].create(
            {"name": "Counter", "company_id": cls.child.id, "tz": "UTC"}
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
        self.assertEqual(self.download("sibling", query=query).status_code, 404)
        self.assertEqual(len(read_csv(self.download("sibling").content)), 1)
        self.assertEqual(len(read_csv(self.download("agent", query=query).content)), 2)

    def test_the_file_counts_the_companies_ticked_on_the_page(self):
        agent = self.env["res.users"].search([("login", "=", "agent")])
        agent.company_ids += self.sibling
        lines = {}
        for ticked in (self.child, self.sibling, self.child | self.sibling):
            self.authenticate("agent", "agent")
            self.opener.cookies["cids"] = "-".join(map(str, ticked.ids))
            response = self.url_open("/rendezvous/dashboard.csv")
            lines[ticked] = len(read_csv(response.content)) - 1
        self.assertEqual(list(lines.values()), [1, 0, 1])

    def test_staff_only(self):
        self.assertEqual(self.download("citizen").status_code, 403)
        self.assertEqual(self.download("clerk").status_code, 403)
        self.assertEqual(self.download(None).status_code, 303)

    def test_who_may_not_export_is_told_so(self):
        for extension in ("csv", "xlsx"):
            response = self.download("reader", extension)
            self.assertEqual(response.status_code, 403)
            self.assertIn("the right to export", response.text)

    def test_nonsense_is_not_found(self):
        self.assertEqual(self.download("agent", "pdf").status_code, 404)
        for query in (
            *("period=ever", "period=", "company_id=99999999999", "company_id=abc"),
            *("company_id=-1", "company_id=1.5", f"company_id={'9' * 5000}"),
        ):
            with self.subTest(query=query[:30]):
                self.assertEqual(self.download("agent", query=query).status_code, 404)
        self.assertEqual(self.download("agent", "xlsx", "company_id=abc").status_code, 404)
