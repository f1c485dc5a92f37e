from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .common import RendezvousCase


@tagged("post_install", "-at_install")
class TestHolidays(RendezvousCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.child.resource_calendar_id.tz = "Europe/Paris"

    def load(self, company=None, **values):
        vals = {"company_id": (company or self.child).id, "year_from": 2026, "year_to": 2026}
        self.env["rendezvous.holidays"].create({**vals, **values}).action_load()
        return self.env["rendezvous.closure"].search([("company_id", "=", vals["company_id"])])

    @users("planner")
    def test_french_holidays_are_the_default(self):
        self.child.sudo().country_id = False
        closures = self.load()
        self.assertEqual(len(closures), 11)
        self.assertIn(datetime(2026, 7, 13, 22), closures.mapped("start"))

    @users("planner")
    def test_country_of_the_establishment_is_proposed(self):
        self.child.sudo().country_id = self.env.ref("base.be")
        wizard = self.env["rendezvous.holidays"].create({"company_id": self.child.id})
        self.assertEqual(wizard.country_id.code, "BE")

    @users("planner")
    def test_loading_twice_makes_no_doubles(self):
        first = self.load()
        self.assertEqual(self.load(), first)

    @users("planner")
    def test_years_that_overlap_add_only_what_is_missing(self):
        self.load()
        closures = self.load(year_to=2027)
        self.assertEqual(len(closures), 22)

    @users("planner")
    def test_days_are_whole_on_the_clock_of_the_establishment(self):
        closure = self.load().filtered(lambda c: c.start == datetime(2025, 12, 31, 23))
        self.assertEqual(closure.stop, datetime(2026, 1, 1, 23))

    @users("planner")
    def test_names_are_in_each_installed_language(self):
        self.env["res.lang"].sudo()._activate_lang("fr_FR")
        closure = self.load().filtered(lambda c: c.start == datetime(2026, 7, 13, 22))
        self.assertEqual(closure.with_context(lang="fr_FR").name, "Fête nationale")
        self.assertNotEqual(closure.with_context(lang="en_US").name, "Fête nationale")

    @users("planner")
    def test_region_adds_its_own_days(self):
        self.assertEqual(len(self.load(region="57")), 13)

    @users("planner")
    def test_unknown_region_is_refused_with_those_known(self):
        with self.assertRaisesRegex(UserError, "57"):
            self.load(region="Atlantis")

    @users("planner")
    def test_years_in_disorder_are_refused(self):
        with self.assertRaisesRegex(UserError, "order"):
            self.load(year_from=2027)

    @users("planner")
    def test_holidays_close_the_agendas(self):
        self.load()
        self.assertEqual(self.starts(datetime(2026, 5, 1), online=False), [])

    @users("agent")
    def test_agents_do_not_load_holidays(self):
        with self.assertRaises(AccessError):
            self.load()

    @users("planner")
    def test_planner_of_a_child_does_not_close_the_parent(self):
        with self.assertRaises(AccessError):
            self.load(company=self.parent)
