from odoo.fields import Command
from odoo.tests import tagged

from .common import MONDAY, at
from .equipment_common import EquipmentMixin
from .public_common import PublicCase
from .road_common import RoadCase

HOLD = "/rendezvous/hold"


@tagged("post_install", "-at_install")
class VisitCase(EquipmentMixin, RoadCase, PublicCase):
    """The website of an organisation that comes to its customers, by half-days.

    The citizen lives in the north and has no equipment; Tom goes there on
    Monday, nobody to the south.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit.lead_min = 24
        (cls.contact | cls.other_citizen.partner_id).company_id = cls.parent
        cls.contact.write({"street": "1 Sea Street", "zip": "62100", "city": "Calais"})
        cls.create_catalogue()
        cls.tour = cls.give(cls.sector_north)
        cls.flat, cls.cottage = cls.env["res.partner"].create(
            [
                {
                    "parent_id": cls.contact.id,
                    "company_id": cls.parent.id,
                    "type": "other",
                    "street": street,
                    "zip": postcode,
                    "city": city,
                }
                for street, postcode, city in (
                    ("2 Lock Street", "62200", "Boulogne"),
                    ("3 Far Street", "75001", "Paris"),
                )
            ]
        )
        cls.theirs = cls.env["res.partner"].create(
            {
                "parent_id": cls.other_citizen.partner_id.id,
                "company_id": cls.parent.id,
                "type": "other",
                "street": "9 Other Street",
                "zip": "62100",
                "city": "Calais",
            }
        )
        cls.parent.phone = cls.child.phone = "+33 3 21 00 00 00"

    def step(self, **query):
        """Return the page of the visit with these choices made."""
        return self.page(self.visit_url(**query))

    def visit_url(self, **query):
        return self.env["rendezvous.page"]._service_url(self.visit, **query)

    def half_day(self, hour=8, minute=0, day=MONDAY):
        return self.code(at(hour, minute, day), self.road)

    def choose(self, code=None, csrf=True, **data):
        """Hold a half-day for the citizen's own address, without equipment."""
        data = {"address": self.contact.id, "equipment": "none", **data}
        data.update(service=self.visit.id, slot=code or self.half_day())
        return self.post(HOLD, data, csrf=csrf)

    def held(self, partner=None):
        domain = [("partner_id", "=", (partner or self.contact).id), ("state", "=", "held")]
        return self.env["rendezvous.appointment"].search(domain)

    def heading(self, tree):
        return self.words(tree, "//h1")

    def fill(self, *starts, technician=None):
        """Take whole half-days of a technician, those that begin at ``starts``."""
        technician = technician or self.tom
        for start in starts:
            for number in range(4):
                self.plan(
                    start.replace(hour=start.hour + number),
                    self.other_citizen.partner_id,
                    technician,
                    location=self.theirs,
                )

    def close_declarations(self):
        self.parent.rendezvous_declare_equipment = False

    def offer_at_counter(self):
        """Let the service be had at the counter too."""
        self.agenda.service_ids = [Command.link(self.visit.id)]
