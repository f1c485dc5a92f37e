import json
import os
from pathlib import Path

from odoo.fields import Command
from odoo.tests import new_test_user

from .browser_common import BrowserCase

CHECK_ACCESSIBLE = """
(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const { violations } = await axe.run(document.querySelector(%s), { runOnly: tags });
    for (const { id, nodes } of violations) {
        console.error(id + ": " + nodes.map((node) => node.html.slice(0, 200)).join(" | "));
    }
    console.log("test successful");
})()
"""


class TestBrowserSetup(BrowserCase):
    """A planner sets the hours, copies the week and opens; an administrator publishes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for login, group, company in (
            ("setup_planner", "planner", cls.child),
            ("setup_admin", "admin", cls.parent),
        ):
            new_test_user(
                cls.env,
                login,
                groups=f"rendezvous.group_{group}",
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
                tz="UTC",
                lang="en_US",
            )
        cls.tess, cls.theo = cls.env["hr.employee"].create(
            [{"name": name, "company_id": cls.child.id} for name in ("Tess", "Theo")]
        )
        cls.service.is_published = False
        cls.agenda.write(
            {
                "by_sector": True,
                "follows_establishment": True,
                "technician_ids": [Command.set((cls.tess | cls.theo).ids)],
                "service_ids": [Command.set(cls.service.ids)],
            }
        )

    def test_a_planner_sets_hours_and_copies_the_week(self):
        url = "/odoo/technicians"
        self.start_tour(url, "setup_technician_hours", login="setup_planner", timeout=120)
        for employee in self.tess | self.theo:
            self.assertEqual(employee.web_hours_ids.mapped("hour_to"), [11])

    def test_a_planner_opens_the_establishment(self):
        url = "/odoo/action-rendezvous.rendezvous_booking_settings_action_open"
        self.start_tour(url, "setup_online_booking", login="setup_planner", timeout=120)
        self.assertEqual(self.child.rendezvous_open_months, "1,2,3,4,5,6,7,9,10,11,12")
        self.assertEqual(self.child.rendezvous_cancel_limit, 24)
        self.assertEqual(self.agenda.open_months, "1,2,3,4,5,6,7,9,10,11,12")

    def test_an_administrator_is_told_why_not_to_publish(self):
        url = f"/odoo/rendezvous-services/{self.service.id}"
        self.start_tour(url, "setup_publish_service", login="setup_admin", timeout=120)
        self.assertFalse(self.service.is_published)

    def test_the_picture_of_the_week_is_accessible(self):
        self.env["rendezvous.technician.hours"].create(
            [{"employee_id": self.tess.id, "weekday": "0", "online": o} for o in (True, False)]
        )
        selector = json.dumps(".o_rendezvous_technician_week")
        source = Path(os.environ["RENDEZVOUS_AXE_JS"]).read_text()
        self.browser_js(
            f"/odoo/technicians/{self.tess.id}",
            source + CHECK_ACCESSIBLE % selector,
            ready=f"!!document.querySelector({selector} + ' li')",
            login="setup_planner",
            timeout=120,
        )
