from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from .access_common import AccessMixin
from .common import NOW
from .statistics_common import StatisticsCase

READERS = {
    "agent": "r",
    "planner": "r",
    "child_admin": "r",
    "parent_agent": "r",
    "administrator": "r",
}


class TestStatisticsAccess(AccessMixin, StatisticsCase):
    """Figures are read: the child its own, the parent those of each, a sibling none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.appointment = cls.past()
        cls.Day._fill_used(cls.agenda, NOW.date(), NOW.date())

    def test_report(self):
        row = self.Report.search([("agenda_id", "=", self.agenda.id)])
        self.check(row, READERS, {}, {"state": "done"})

    def test_occupation(self):
        row = self.Day.search([("agenda_id", "=", self.agenda.id)])
        self.check(row, READERS, {"agenda_id": self.agenda.id}, {"open_minutes": 5})

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_staff_read_or_refresh_the_dashboard(self):
        for role in ("citizen", "other_citizen", "public"):
            dashboard = self.Dashboard.with_user(getattr(self, role))
            day = self.Day.with_user(getattr(self, role))
            for act in (dashboard.get_data, dashboard.refresh, day.action_refresh):
                with self.subTest(role=role, act=act.__name__), self.assertRaises(AccessError):
                    act()

    def test_a_refresh_reaches_one_s_own_agendas_only(self):
        self.Day.search([]).unlink()
        self.Dashboard.with_user(self.sibling_planner).refresh()
        self.assertFalse(self.Day.search([("agenda_id", "=", self.agenda.id)]))
        self.Day.with_user(self.agent).action_refresh()
        self.assertTrue(self.Day.search([("agenda_id", "=", self.agenda.id)]))
        self.assertEqual(self.Day.search([]).company_id, self.child)

    def test_the_button_of_the_list_refreshes_without_a_selection(self):
        self.Day.search([]).unlink()
        # As the client calls it: with the rows that are chosen, here none.
        call_kw(self.Day.with_user(self.agent), "action_refresh", [[]], {})
        self.assertTrue(self.Day.search([("agenda_id", "=", self.agenda.id)]))
