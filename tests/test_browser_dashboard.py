import json
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from .axe_common import TAGS, AxeCase

CHECK = """
(async () => {
    const found = await axe.run(document.querySelector(".o_rendezvous_dashboard"), {runOnly: %s});
    return found.violations.map((v) => v.id + ": " + v.nodes.map((node) => node.html).join(" | "));
})()
"""
DRAWN = "window.Chart.getChart(document.querySelector('.o_rendezvous_dashboard_weeks canvas'))"


class TestBrowserDashboard(AxeCase):
    def test_the_dashboard_is_read_on_a_telephone_and_walked_by_keyboard(self):
        company = [Command.set(self.child.ids)]
        group = "rendezvous.group_planner"
        new_test_user(
            self.env, "counts", groups=group, company_id=self.child.id, company_ids=company
        )
        self.env["rendezvous.appointment"].create(
            {
                "service_id": self.service.id,
                "agenda_id": self.agenda.id,
                "partner_id": self.citizen.partner_id.id,
                "lane": 1,
                "start": fields.Datetime.now() - timedelta(days=2),
                "state": "done",
                "attendance": "attended",
            }
        )
        with self.visitor("counts", width=390) as visitor:
            visitor.open("/odoo/appointment-dashboard")
            visitor.find("//*[@data-tile='appointments']//*[text()='1']")
            # Who may not export is told so instead of finding buttons.
            visitor.find("//*[contains(@class, 'o_rendezvous_dashboard_no_file')]")
            self.assertFalse(visitor.evaluate("!!document.querySelector('a[name=csv]')"))
            visitor.evaluate(self.axe)
            self.assertEqual(visitor.evaluate(CHECK % json.dumps(TAGS)), [])
            self.assertTrue(visitor.evaluate(f"!!{DRAWN}"))
            wide = "document.documentElement.scrollWidth"
            self.assertLessEqual(visitor.evaluate(wide), 390)
            visitor.focus("//*[@data-tile='appointments']")
            visitor.press("\r", "Enter", 13)
            visitor.find("//*[contains(@class, 'o_pivot')]//table")
