from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY, at
from .road_common import RoadCase


@tagged("post_install", "-at_install")
class TestDaySheet(RoadCase):
    """What a technician takes along: visits in order, and the way between."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tour = cls.give(cls.sector_north, cls.sector_south, note="Take the long ladder")
        cls.child.partner_id.write({"partner_latitude": 50.9, "partner_longitude": 1.8})
        position = {"partner_latitude": 50.95, "partner_longitude": 1.86}
        cls.north.write({"street": "1 quay", "city": "Calais", **position})
        cls.north.phone = "+33 3 21 00 00 01"

    def sheet(self, tours=None):
        return (tours or self.tour)._day_sheets()[0]

    def printed(self, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.agent)
        name = "rendezvous.rendezvous_tour_report_day_sheet"
        content, _type = report._render_qweb_html(name, self.tour.ids)
        return content.decode()

    def test_visits_come_in_order_without_what_is_not_sure(self):
        late, early = self.plan(at(11)), self.plan(at(8), self.south)
        self.plan(at(9), self.nowhere, hold=True)
        self.plan(at(10), self.nowhere).action_cancel()
        visits = [stop["visit"] for stop in self.sheet()["stops"]]
        self.assertEqual(visits, [early, late])

    def test_the_way_is_asked_once_for_all_tours(self):
        self.plan(at(8))
        self.plan(at(9), self.south)
        other = self.give(self.sector_north, technician=self.tia)
        self.plan(at(8), technician=self.tia)
        routing = type(self.env["rendezvous.routing"])
        with patch.object(routing, "_legs", return_value=[(10, 12)] * 5) as legs:
            first, second = (self.tour | other)._day_sheets()
        legs.assert_called_once()
        self.assertEqual(len(legs.call_args.args[0]), 5)
        self.assertEqual((first["km"], first["minutes"], first["work"]), (30, 36, 120))
        self.assertEqual((second["km"], second["way_back"]), (20, (10, 12)))

    def test_an_address_without_position_is_jumped_over(self):
        self.plan(at(8))
        self.plan(at(9), self.nowhere)
        self.plan(at(10), self.south)
        sheet = self.sheet()
        legs = [stop["leg"] for stop in sheet["stops"]]
        self.assertIsNone(legs[1])
        self.assertAlmostEqual(sheet["km"], self.tour.travel_km, 1)

    def test_a_day_without_visit_has_an_empty_sheet(self):
        self.assertFalse(self.sheet()["stops"])
        self.assertIn("No visit on this day", self.printed())

    def test_the_printed_sheet_says_all_that_is_needed(self):
        self.visit.instructions_before = "Clear the access"
        question = self.env["rendezvous.question"].create(
            {"service_id": self.visit.id, "name": "Floor", "type": "text"}
        )
        self.plan(
            at(10, 15),
            contact_note="Beware of the dog",
            note="Pays late",
            answer_ids=[Command.create({"question_id": question.id, "value_text": "Third"})],
        )
        printed = self.printed()
        for words in (
            *("Tom", "Monday, January 5, 2026", "North", "Take the long ladder", "10:15"),
            *("between 8:00", "Calais", "+33 3 21 00 00 01", "Boiler service", "Third"),
            *("Clear the access", "Beware of the dog", "Pays late", "Way back"),
        ):
            self.assertIn(words, printed)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_the_sheet_is_not_for_everybody(self):
        self.plan(at(10))
        self.env.invalidate_all()
        for user in (self.sibling_planner, self.citizen):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.tour.with_user(user)._day_sheets()
        with self.assertRaises(AccessError):
            self.printed(self.sibling_planner)

    def test_the_parent_prints_the_sheet_of_its_establishment(self):
        self.plan(at(10))
        self.env.invalidate_all()
        self.assertIn("Calais", self.printed(self.administrator))

    def test_a_tour_leads_to_its_page(self):
        self.assertEqual(self.tour.action_open_day()["url"], f"/rendezvous/tour/{self.tour.id}")

    def route(self, place, template=None):
        if template is not None:
            self.env["ir.config_parameter"].set_param("rendezvous.route_url", template)
        return self.env["rendezvous.page"]._route_url(place)

    def test_the_route_leads_to_the_position(self):
        self.assertEqual(
            self.route(self.north), "https://www.openstreetmap.org/directions?to=50.95,1.86"
        )

    def test_the_route_of_an_unknown_position_is_looked_up_by_address(self):
        self.assertIn("search?query=75001", self.route(self.nowhere))
        self.assertIn("q=75001", self.route(self.nowhere, "geo:0,0?q={address}"))

    def test_an_organisation_chooses_its_map_or_none(self):
        self.assertEqual(self.route(self.north, "geo:{latitude},{longitude}"), "geo:50.95,1.86")
        self.assertEqual(self.route(self.north, ""), "")

    def test_prices_are_added_up_where_there_are_some(self):
        visits = self.plan(at(9)), self.plan(at(10), self.south)
        self.assertEqual(self.sheet()["due"], [])
        currency = self.child.currency_id
        for visit, price in zip(visits, (120, 80.5), strict=True):
            visit.write({"price_total": price, "currency_id": currency.id})
        self.assertEqual(self.sheet()["due"], [(currency, 200.5)])
        self.assertIn("200.50", self.printed())

    def test_the_equipment_is_on_the_sheet(self):
        piece = self.env["rendezvous.equipment"].create(
            {
                "partner_id": self.north.id,
                "company_id": self.parent.id,
                "model": "Vitodens 200",
            }
        )
        self.plan(at(9), equipment_id=piece.id)
        self.assertIn("Vitodens 200", self.printed())

    def test_the_day_is_that_of_the_tour(self):
        self.assertEqual(self.sheet()["tour"].date, MONDAY)
