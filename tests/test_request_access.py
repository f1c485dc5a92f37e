from odoo.tests import tagged

from .access_common import AccessMixin
from .test_requests import RequestCase

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
class TestRequestAccess(AccessMixin, RequestCase):
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
