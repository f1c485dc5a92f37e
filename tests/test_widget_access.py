from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .access_common import ROLES, AccessMixin
from .common import RendezvousCase

# Its administrator sets up the widget of an establishment, the parent's staff looks at it.
WIDGET = {
    "agent": "r",
    "planner": "r",
    "child_admin": "rwcd",
    "parent_agent": "r",
    "administrator": "r",
}
PARENT_WIDGET = {"parent_agent": "r", "administrator": "rwcd"}


class TestWidgetAccess(AccessMixin, RendezvousCase):
    """Who sets up a widget, tried for real: each operation as each role."""

    def check(self, company, matrix):
        Widget = self.env["rendezvous.widget"]
        for role in sorted(ROLES):
            user, allowed = getattr(self, role), matrix.get(role, "")
            # One per establishment: the first is made, then the others tried on it.
            values = {"company_id": company.id, "code": "town-hall"}
            make = Widget.with_user(user).create
            self.attempt(role, "c" in allowed, "create", lambda m=make, v=values: m(v))
            with self.undone():
                mine = Widget.create(values).with_user(user)
                self.attempt(role, "r" in allowed, "read", lambda r=mine: r.read(["origins"]))
                change = {"title": "Changed"}
                self.attempt(role, "w" in allowed, "write", lambda r=mine, v=change: r.write(v))
                self.attempt(role, "d" in allowed, "delete", lambda r=mine: r.unlink())
                with self.subTest(role=role, operation="search"):
                    self.assertEqual(self.found(mine), "r" in allowed)

    def test_the_widget_of_an_establishment(self):
        self.check(self.child, WIDGET)

    def test_the_widget_of_the_parent(self):
        self.check(self.parent, PARENT_WIDGET)

    def test_an_administrator_gives_no_widget_to_a_sibling(self):
        widget = self.env["rendezvous.widget"].create({"company_id": self.child.id})
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            widget.with_user(self.child_admin).company_id = self.sibling
