import json
import os
from datetime import datetime, timedelta
from pathlib import Path

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .test_browser_staff import CHECK_ACCESSIBLE

PATH = "/odoo/action-rendezvous.rendezvous_find_slot_action"


@tagged("post_install", "-at_install")
class TestBrowserFindSlot(HttpCase):
    """A planner finds a slot and books it, on the real clock, in UTC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Heating"})
        cls.company.partner_id.write({"partner_latitude": 50.43, "partner_longitude": 2.83})
        cls.service = cls.env["rendezvous.service"].create(
            {"name": "Boiler", "company_id": cls.company.id, "duration": 60}
        )
        cls.tom, cls.tia = cls.env["hr.employee"].create(
            [{"name": name, "company_id": cls.company.id} for name in ("Tom", "Tia")]
        )
        cls.agenda = cls.env["rendezvous.agenda"].create(
            {
                "name": "On the road",
                "company_id": cls.company.id,
                "tz": "UTC",
                "by_sector": True,
                "service_ids": [Command.set(cls.service.ids)],
                "technician_ids": [Command.set((cls.tom | cls.tia).ids)],
                "slot_ids": [
                    Command.create({"weekday": weekday, "hour_from": 8, "hour_to": 18})
                    for weekday in "0123456"
                ],
            }
        )
        position = {"partner_latitude": 50.29, "partner_longitude": 2.78}
        cls.nadia, cls.jean, cls.hugo = cls.env["res.partner"].create(
            [
                {"firstname": first, "lastname": last, **position}
                for first, last in (("Nadia", "Petit"), ("Jean", "Roux"), ("Hugo", "Petit"))
            ]
        )
        new_test_user(
            cls.env,
            "find_planner",
            "rendezvous.group_planner",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            tz="UTC",
            lang="en_US",
        )
        # Neither today nor tomorrow: the earliest time is on a day without visit, at any hour.
        day = datetime.combine(fields.Date.today(), datetime.min.time()) + timedelta(days=2)
        cls.env["rendezvous.appointment"]._book(
            cls.service,
            day + timedelta(hours=10),
            cls.agenda,
            cls.hugo,
            technician=cls.tia,
            online=False,
        )

    def appointment_of(self, partner):
        return self.env["rendezvous.appointment"].search([("partner_id", "=", partner.id)])

    def test_planner_finds_a_slot_and_books_it(self):
        self.start_tour(PATH, "find_slot_books", login="find_planner", timeout=120)
        appointment = self.appointment_of(self.nadia)
        self.assertEqual(
            (appointment.technician_id, appointment.location_id), (self.tia, self.nadia)
        )

    def test_a_slot_taken_meanwhile_is_explained_with_fresh_ones(self):
        self.start_tour(PATH, "find_slot_taken_meanwhile", login="find_planner", timeout=120)
        mine, other = self.appointment_of(self.nadia), self.appointment_of(self.jean)
        self.assertTrue(mine and other)
        self.assertNotEqual((mine.start, mine.technician_id), (other.start, other.technician_id))

    def test_proposals_are_accessible(self):
        source = Path(os.environ["RENDEZVOUS_AXE_JS"]).read_text()
        selector = ".o_rendezvous_find_card button"
        action = self.env["ir.actions.server"].create(
            {
                "name": "Search of a test",
                "model_id": self.env["ir.model"]._get_id("rendezvous.find.slot"),
                "state": "code",
                "code": "action = {**env['ir.actions.act_window']._for_xml_id("
                "'rendezvous.rendezvous_find_slot_action'), 'context': {"
                f"'default_partner_id': {self.nadia.id},"
                f" 'default_service_id': {self.service.id}}}}}",
                "path": "search-of-a-test",
                "group_ids": [Command.set(self.env.ref("base.group_user").ids)],
            }
        )
        self.browser_js(
            f"/odoo/{action.path}",
            source + CHECK_ACCESSIBLE % {"selector": json.dumps(selector)},
            ready=f"!!document.querySelector({json.dumps(selector)})",
            login="find_planner",
            timeout=120,
        )
