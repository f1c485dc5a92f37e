from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common import at
from .road_common import RoadCase


@tagged("post_install", "-at_install")
class TestAnonymiseRoad(RoadCase):
    """What stays of a visit: its sector and its tour, for the statistics; no address."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.give(cls.sector_north)
        cls.home = cls.env["res.partner"].create(
            {"type": "other", "parent_id": cls.north.id, "zip": "62100", "street": "1 rue Haute"}
        )

    def anonymised(self):
        visit = self.reserve(at(8), location=self.home)
        with freeze_time(visit.stop + timedelta(hours=1)):
            visit.action_attended()
            visit._anonymise()
        self.env.flush_all()
        self.env.invalidate_all()
        return visit

    def test_the_address_goes(self):
        visit = self.anonymised()
        self.assertFalse(visit.location_id)
        self.assertNotEqual(visit.partner_id, self.north)

    def test_the_sector_and_the_tour_stay(self):
        visit = self.anonymised()
        self.assertEqual(visit.sector_id, self.sector_north)
        self.assertEqual(visit.tour_id, self.tour_of())
        self.assertEqual(self.tour_of().sector_ids, self.sector_north)

    def test_the_address_can_be_deleted_then(self):
        self.anonymised()
        self.home.unlink()
        self.assertFalse(self.home.exists())

    def test_a_counter_keeps_its_location(self):
        place = self.env["res.partner"].create({"name": "Town hall", "is_company": True})
        self.agenda.location_ids = place
        appointment = self.book(at(9))
        with freeze_time(appointment.stop + timedelta(hours=1)):
            appointment.action_attended()
            appointment._anonymise()
        self.assertEqual(appointment.location_id, place)
