from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .access_common import AccessMixin
from .common import RendezvousCase

HOURS = {
    "agent": "r",
    "planner": "rw",
    "child_admin": "rw",
    "parent_agent": "r",
    "administrator": "r",
}
SETTINGS = {**HOURS, "administrator": "rw"}


@tagged("post_install", "-at_install")
class TestSetupAccess(AccessMixin, RendezvousCase):
    """Planners set their own establishment, administrators of the parent open all of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.settings = cls.env["rendezvous.booking.settings"].browse(cls.child.id)
        cls.tess = cls.env["rendezvous.technician"].browse(cls.technician.id)

    def test_online_booking_settings(self):
        self.check(self.settings, SETTINGS, {}, {"horizon": 10})

    def test_technicians(self):
        self.check(self.tess, HOURS, {}, {"service_ids": [Command.set(self.service.ids)]})

    def test_hours_through_the_technician(self):
        change = {"web_hours_ids": [Command.create({"weekday": "0"})]}
        self.check(self.tess, HOURS, {}, change)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_planners_copy_a_week(self):
        Copy = self.env["rendezvous.hours.copy"]
        values = {"source_id": self.tess.id}
        for role in ("agent", "citizen", "public"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                Copy.with_user(getattr(self, role)).create(values)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_copy_is_read_by_who_makes_it(self):
        values = {"source_id": self.tess.id}
        mine = self.env["rendezvous.hours.copy"].with_user(self.planner).create(values)
        with self.assertRaises(AccessError):
            mine.with_user(self.child_admin).read(["preview"])

    def test_the_parent_is_no_establishment(self):
        settings = self.env["rendezvous.booking.settings"].search([])
        self.assertIn(self.settings, settings)
        self.assertNotIn(self.parent.id, settings.ids)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_planners_still_write_neither_companies_nor_employees(self):
        with self.assertRaises(AccessError):
            self.child.with_user(self.planner).rendezvous_horizon = 10
        with self.assertRaises(UserError):
            self.technician.with_user(self.planner).rendezvous_departure_id = self.contact

    @users("planner")
    def test_the_menu_opens_the_form_of_the_only_establishment(self):
        action = self.env["rendezvous.booking.settings"].with_company(self.child).action_open()
        self.assertEqual((action["res_id"], action["views"]), (self.child.id, [(False, "form")]))

    @users("administrator")
    def test_the_menu_lists_the_establishments_of_the_parent(self):
        action = self.env["rendezvous.booking.settings"].with_company(self.parent).action_open()
        self.assertEqual(action["view_mode"], "list,form")
        self.assertFalse(action.get("res_id"))
