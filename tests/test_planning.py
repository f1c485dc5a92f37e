from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .common import MONDAY, at
from .road_common import RoadCase

# What the planning costs around the appointments, nothing in cache: agendas and
# technicians, tours with sectors and visits, the core's rules and its two
# statements (hours, full days), requests.
PLANNING_QUERIES = 35


@tagged("post_install", "-at_install")
class TestPlanning(RoadCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.child.partner_id.write({"partner_latitude": 50.90, "partner_longitude": 1.80})

    def planning(self, days=1, **options):
        start = datetime(MONDAY.year, MONDAY.month, MONDAY.day) - timedelta(hours=1)
        stop = start + timedelta(days=days)
        moments = map(fields.Datetime.to_string, (start, stop))
        return self.env["rendezvous.tour"].get_planning(*moments, **options)

    @users("agent")
    def test_technicians_without_appointment_are_shown(self):
        names = [technician["name"] for technician in self.planning()["technicians"]]
        self.assertEqual(names, ["Tia", "Tom"])

    @users("agent")
    def test_who_is_in_no_agenda_on_the_road_is_not(self):
        self.agenda.technician_ids = self.technician
        names = [technician["name"] for technician in self.planning()["technicians"]]
        self.assertNotIn("Tess", names)

    def test_the_technicians_of_a_sibling_are_not_shown(self):
        self.plan(at(9))
        self.env = self.env(user=self.sibling_planner)
        planning = self.planning()
        self.assertFalse(planning["technicians"] or planning["tours"] or planning["legs"])

    @users("agent")
    def test_days_have_their_sectors(self):
        self.give(self.sector_north, is_locked=True)
        (tour,) = self.planning()["tours"]
        self.assertEqual((tour["technician_id"], tour["state"]), (self.tom.id, "locked"))
        self.assertEqual([sector["name"] for sector in tour["sectors"]], ["North"])
        self.assertEqual(tour["start"], "2026-01-04 23:00:00")
        self.assertEqual(tour["open_hours"], 8)

    @users("agent")
    def test_what_is_not_worked_is_closed(self):
        closed = [
            (period["start"][11:16], period["stop"][11:16])
            for period in self.planning()["closed"]
            if period["technician_id"] == self.tom.id
        ]
        self.assertEqual(closed, [("23:00", "07:00"), ("11:00", "12:30"), ("16:30", "23:00")])

    @users("agent")
    def test_who_is_on_leave_is_closed_all_day(self):
        self.env["resource.calendar.leaves"].sudo().create(
            {
                "name": "Leave",
                "resource_id": self.tom.resource_id.id,
                "date_from": "2026-01-04 00:00:00",
                "date_to": "2026-01-07 00:00:00",
            }
        )
        closed = [p for p in self.planning()["closed"] if p["technician_id"] == self.tom.id]
        self.assertEqual(len(closed), 1)

    @users("agent")
    def test_a_drive_ends_when_its_visit_starts(self):
        visit = self.plan(at(9))
        leg, back = self.planning()["legs"]
        self.assertEqual((leg["appointment_id"], leg["stop"]), (visit.id, "2026-01-05 08:00:00"))
        self.assertGreater(leg["minutes"], 0)
        self.assertFalse(leg["is_short"])
        self.assertEqual((back["appointment_id"], back["start"]), (False, "2026-01-05 09:00:00"))
        self.assertEqual((visit.drive_km, visit.drive_minutes), (leg["km"], leg["minutes"]))

    @users("agent")
    def test_a_drive_longer_than_the_time_for_it_says_so(self):
        self.plan(at(9))
        second = self.plan(at(10), self.south)
        (leg,) = [p for p in self.planning()["legs"] if p["appointment_id"] == second.id]
        self.assertTrue(leg["is_short"])
        self.assertEqual(leg["start"], leg["stop"])

    @users("agent")
    def test_an_address_without_position_is_passed_over(self):
        self.plan(at(9), self.nowhere)
        self.assertFalse(self.planning()["legs"])

    @users("agent")
    def test_requests_to_plan_come_along(self):
        Request = self.env["rendezvous.request"]
        values = {"service_id": self.visit.id, "company_id": self.child.id}
        Request.create({**values, "partner_id": self.north.id, "priority": "1"})
        Request.create({**values, "partner_id": self.south.id}).action_close("No")
        planning = self.planning()
        (request,) = planning["requests"]
        self.assertEqual((request["contact"], request["minutes"]), (self.north.name, 60))
        self.assertEqual(request["sectors"][0]["id"], self.sector_north.id)
        self.assertTrue(request["is_urgent"])
        self.assertEqual(planning["request_count"], 1)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_portal_and_public_get_nothing(self):
        for user in (self.citizen, self.env.ref("base.public_user")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["rendezvous.tour"].with_user(user).get_planning(
                    "2026-01-05 00:00:00", "2026-01-06 00:00:00"
                )

    def test_it_costs_the_same_for_five_and_for_fifty_technicians(self):
        # Once before: rights are then in cache, as in a running server.
        _first, few, many = [self.cost(technicians) for technicians in (1, 5, 50)]
        self.assertEqual(few, many)
        self.assertLessEqual(many, PLANNING_QUERIES)

    def cost(self, technicians):
        staff = self.env["hr.employee"].create(
            [{"name": f"T{n}", "company_id": self.child.id} for n in range(technicians)]
        )
        for technician in staff:
            self.add_hours(technician, 8, 12)
        self.road.technician_ids = [Command.set(staff.ids)]
        for technician in staff:
            for day in range(2):
                self.plan(at(9, day=MONDAY + timedelta(days=day)), technician=technician)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        Tour = self.env["rendezvous.tour"].with_user(self.agent)
        planning = Tour.get_planning("2026-01-04 23:00:00", "2026-01-11 23:00:00")
        self.assertEqual(len(planning["tours"]), 2 * technicians)
        return self.env.cr.sql_log_count - before
