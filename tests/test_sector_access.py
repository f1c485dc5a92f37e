from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_common import CATALOGUE, AccessMixin
from .common import RendezvousCase


@tagged("post_install", "-at_install")
class TestSectorAccess(AccessMixin, RendezvousCase):
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
        citizen = self.contact.with_user(self.citizen)
        for field in ("rendezvous_sector_id", "rendezvous_sector_manual"):
            with self.subTest(field=field), self.assertRaises(AccessError):
                citizen.read([field])
            self.assertNotIn(field, citizen.fields_get())

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_administrators_import(self):
        Import = self.env["rendezvous.sector.import"]
        for role in ("agent", "planner", "citizen", "public"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                Import.with_user(getattr(self, role)).create({"company_id": self.parent.id})

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_an_import_is_read_by_its_owner_only(self):
        Import = self.env["rendezvous.sector.import"].with_user(self.administrator)
        mine = Import.create({"company_id": self.parent.id})
        with self.assertRaises(AccessError):
            mine.with_user(self.child_admin).read(["summary"])
