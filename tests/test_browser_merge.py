import json
import os
from datetime import datetime, timedelta
from pathlib import Path

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .test_browser_staff import CHECK_ACCESSIBLE


@tagged("post_install", "-at_install")
class TestBrowserMerge(HttpCase):
    """An agent merges two files with histories, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Town"})
        cls.service = cls.env["rendezvous.service"].create(
            {"name": "Passport", "company_id": cls.company.id, "duration": 30}
        )
        days = [
            Command.create({"weekday": day, "hour_from": 8, "hour_to": 18}) for day in "0123456"
        ]
        cls.agenda = cls.env["rendezvous.agenda"].create(
            {
                "name": "Counter",
                "company_id": cls.company.id,
                "tz": "UTC",
                "capacity": 1,
                "service_ids": [Command.set(cls.service.ids)],
                "slot_ids": days,
            }
        )
        cls.old, cls.new, *cls.twins = cls.env["res.partner"].create(
            [
                {"lastname": "Petit", "firstname": "Nadia", "phone": "+33 6 12 34 56 78"},
                {"lastname": "Petit", "firstname": "Nadía", "email": "nadia@example.com"},
                {"lastname": "Roux", "firstname": "Jean", "email": "roux@example.com"},
                {"lastname": "Roux", "firstname": "Jean", "phone": "+33 6 99 99 99 99"},
            ]
        )
        for number, partner in enumerate((cls.old, cls.new, cls.new)):
            cls.book(partner, 9 + number)
        company = {"company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)]}
        cls.agent = new_test_user(
            cls.env, "merge_agent", "rendezvous.group_user", lang="en_US", **company
        )

    @classmethod
    def book(cls, partner, hour):
        midnight = datetime.combine(fields.Date.today(), datetime.min.time())
        start = midnight + timedelta(days=1, hours=hour)
        cls.env["rendezvous.appointment"]._book(
            cls.service, start, cls.agenda, partner, online=False
        )

    def accounts(self):
        """Give each file a log-in; the second was used last."""
        users = []
        for login, partner in (("merge_first", self.old), ("merge_second", self.new)):
            users.append(
                new_test_user(
                    self.env,
                    login,
                    "base.group_portal",
                    name=partner.name,
                    partner_id=partner.id,
                    email=partner.email,
                    company_id=self.company.id,
                    company_ids=[Command.set(self.company.ids)],
                )
            )
        self.old.email = False
        self.env["res.users.log"].with_user(users[1]).sudo().create({})
        return users

    def tour(self, path, name):
        self.start_tour(path, name, login="merge_agent", timeout=120)

    def test_an_agent_merges_two_files_with_histories(self):
        first, second = self.accounts()
        self.tour(f"/odoo/res.partner/{self.old.id}", "staff_merge_from_a_file")
        self.assertFalse(self.new.exists())
        self.assertEqual(self.old.firstname, "Nadia")
        self.assertEqual(self.old.email, "nadia@example.com")
        self.assertEqual(len(self.old.rendezvous_appointment_ids), 3)
        self.assertEqual(self.old.user_ids, first)
        self.assertFalse(second.active)

    def test_an_agent_goes_through_the_suggested_duplicates(self):
        url = "/odoo/action-rendezvous.res_partner_action"
        self.tour(url, "staff_merge_from_the_suggestions")
        self.assertEqual(self.old.firstname, "Nadía")
        twins = self.twins[0] | self.twins[1]
        self.assertEqual(twins.exists(), twins)

    def test_a_refusal_is_explained_before_anything_is_done(self):
        self.tour("/odoo/action-rendezvous.res_partner_action", "staff_merge_refused")

    def test_the_address_of_the_old_file_opens_the_new_one(self):
        old_id = self.new.id
        wizard = self.env["rendezvous.merge"].with_user(self.agent)
        wizard.create({"left_id": self.old.id, "right_id": self.new.id})._merge()
        for path in (f"/odoo/res.partner/{old_id}", f"/odoo/contacts/{old_id}"):
            with self.subTest(path):
                self.tour(path, "staff_old_file_leads_to_the_new_one")

    def test_the_comparison_is_accessible(self):
        self.accounts()
        action = self.env["ir.actions.server"].create(
            {
                "name": "Comparison of a test",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "state": "code",
                "code": f"action = model.browse({[self.old.id, self.new.id]})"
                ".action_rendezvous_merge()",
                "path": "comparison-of-a-test",
                "group_ids": [Command.set(self.env.ref("base.group_user").ids)],
            }
        )
        selector = ".o_rendezvous_merge_row"
        source = Path(os.environ["RENDEZVOUS_AXE_JS"]).read_text()
        self.browser_js(
            f"/odoo/{action.path}",
            source + CHECK_ACCESSIBLE % {"selector": json.dumps(selector)},
            ready=f"!!document.querySelector({json.dumps(selector)})",
            login="merge_agent",
            timeout=120,
        )
