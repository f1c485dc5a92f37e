from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_access import CATALOGUE, TestAccess


@tagged("post_install", "-at_install")
class TestSectorAccess(TestAccess):
    """Sectors are the parent's: establishments read them, portal and public do not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sector = cls.env["rendezvous.sector"].create(
            {"name": "North", "code": "N", "postcodes": "62100", "company_id": cls.parent.id}
        )

    def test_sectors(self):
        values = {"name": "Other", "code": "O", "company_id": self.parent.id}
        self.check(self.sector, CATALOGUE, values)

    def test_contacts_do_not_see_their_sector(self):
        self.contact.zip = "62100"
        with self.assertRaises(AccessError):
            self.contact.with_user(self.citizen).read(["rendezvous_sector_id"])
        self.assertNotIn(
            "rendezvous_sector_manual", self.contact.with_user(self.citizen).fields_get()
        )

    def test_only_administrators_import(self):
        Import = self.env["rendezvous.sector.import"]
        for role in ("agent", "planner", "citizen", "public"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                Import.with_user(getattr(self, role)).create({"company_id": self.parent.id})


# Its own tests run in their own file.
del TestAccess
