from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .test_access import TestAccess as Access
from .test_requests import RequestCase

# Named otherwise, its own tests would run here again.
attempt, check, found, undone = Access.attempt, Access.check, Access.found, Access.undone
del Access

# The organisation's: whichever establishment plans it takes it.
OF_ORGANISATION = {
    "agent": "rwc",
    "planner": "rwc",
    "child_admin": "rwc",
    "sibling_planner": "rwc",
    "parent_agent": "rwc",
    "administrator": "rwc",
    "citizen": "r",
}
# One establishment's: its siblings see nothing, the parent looks.
OF_ESTABLISHMENT = {
    **OF_ORGANISATION,
    "sibling_planner": "",
    "parent_agent": "r",
    "administrator": "r",
}


@tagged("post_install", "-at_install")
class TestRequestAccess(RequestCase):
    attempt, check, found, undone = attempt, check, found, undone

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = {"child_admin": ("admin", cls.child), "parent_agent": ("user", cls.parent)}
        for login, (group, company) in users.items():
            user = new_test_user(
                cls.env,
                login,
                groups=f"rendezvous.group_{group}",
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            )
            setattr(cls, login, user)
        cls.public = cls.env.ref("base.public_user")

    def try_all(self, company, matrix):
        mine = {"partner_id": self.citizen.partner_id.id, "company_id": company.id}
        request = self.create_request(**mine)
        values = {**mine, "service_id": self.visit.id}
        self.check(request, matrix, values, {"note": "Changed"})

    def test_requests_of_the_organisation(self):
        self.try_all(self.parent, OF_ORGANISATION)

    def test_requests_of_an_establishment(self):
        self.try_all(self.child, OF_ESTABLISHMENT)

    def test_contacts_do_not_see_their_sector(self):
        fields_seen = self.request.with_user(self.citizen).fields_get()
        self.assertNotIn("sector_id", fields_seen)
