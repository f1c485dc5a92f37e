from contextlib import contextmanager

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import mute_logger

# What each role may do: r(ead), w(rite), c(reate), d(elete); nothing where not named.
# The records are the child's, the services and their questions the parent's.
CATALOGUE = {
    "agent": "r",
    "planner": "r",
    "child_admin": "r",
    "sibling_planner": "r",
    "parent_agent": "r",
    "administrator": "rwcd",
}
SETTINGS = {
    "agent": "r",
    "planner": "rwcd",
    "child_admin": "rwcd",
    "parent_agent": "r",
    "administrator": "r",
}
FILES = {
    "agent": "rwcd",
    "planner": "rwcd",
    "child_admin": "rwcd",
    "parent_agent": "r",
    "administrator": "r",
    "citizen": "r",
}
# Nobody deletes an appointment, whatever the rights.
APPOINTMENTS = {role: rights.replace("d", "") for role, rights in FILES.items()}
ROLES = {*FILES, "sibling_planner", "other_citizen", "public"}


class AccessMixin:
    """Who may do what, tried for real: each operation as each role.

    Before a :class:`~.common.RendezvousCase`, whose users it completes.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        roles = {"child_admin": ("admin", cls.child), "parent_agent": ("user", cls.parent)}
        for login, (group, company) in roles.items():
            user = new_test_user(
                cls.env,
                login,
                groups=f"rendezvous.group_{group}",
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            )
            setattr(cls, login, user)
        cls.public = cls.env.ref("base.public_user")

    def check(self, record, matrix, create, change=None, refusal=AccessError):
        """Try the four operations on ``record`` as every role.

        ``create`` holds the values of a second record, ``change`` those to
        write; ``refusal`` is what deleting raises.
        """
        change = change or {"name": "Changed"}
        field = next(iter(change))
        for role in sorted(ROLES):
            mine = record.with_user(getattr(self, role))
            allowed = matrix.get(role, "")
            self.attempt(role, "r" in allowed, "read", lambda r=mine: r.read([field]))
            self.attempt(role, "w" in allowed, "write", lambda r=mine: r.write(change))
            self.attempt(role, "c" in allowed, "create", lambda r=mine: r.create(create))
            self.attempt(role, "d" in allowed, "delete", lambda r=mine: r.unlink(), refusal)
            found = self.found(mine)
            with self.subTest(role=role, operation="search"):
                self.assertEqual(found, "r" in allowed)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def attempt(self, role, allowed, operation, act, refusal=AccessError):
        with self.subTest(role=role, operation=operation), self.undone():
            self.env.invalidate_all()
            if allowed:
                act()
                return
            with self.assertRaises(refusal):
                act()

    def found(self, record):
        """Tell whether a search of the user finds the record."""
        try:
            return bool(record.search([("id", "=", record.id)]))
        except AccessError:
            return False

    @contextmanager
    def undone(self):
        with self.env.cr.savepoint() as savepoint:
            yield
            self.env.flush_all()
            savepoint.rollback()
        self.env.invalidate_all()
