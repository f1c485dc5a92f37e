from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exceptions import OutsideSectors, SlotTaken
from .common import MONDAY, at
from .road_common import RoadCase

TUESDAY = MONDAY + timedelta(days=1)


@tagged("post_install", "-at_install")
class TestTours(RoadCase):
    def test_a_day_without_sector_is_not_offered_online(self):
        self.assertFalse(self.half_days())
        self.give(technician=self.tom)
        self.assertFalse(self.half_days())

    def test_staff_plan_on_a_day_without_sector(self):
        self.assertIn(at(8), self.half_days(online=False))

    def test_a_day_is_offered_to_its_sectors(self):
        self.give(self.sector_north)
        half_days = [at(8), at(13, 30)]
        self.assertEqual(self.half_days(sector=self.sector_north), half_days)
        self.assertEqual(self.half_days(), half_days)
        self.assertFalse(self.half_days(sector=self.sector_south))
        self.assertFalse(self.half_days(TUESDAY))

    def test_a_day_may_have_several_sectors(self):
        self.give(self.sector_north, self.sector_south)
        for sector in (self.sector_north, self.sector_south):
            self.assertEqual(len(self.half_days(sector=sector)), 2)

    def test_a_locked_day_is_not_offered_online(self):
        self.give(self.sector_north, is_locked=True)
        self.assertFalse(self.half_days(sector=self.sector_north))
        self.assertIn(at(8), self.half_days(online=False))

    def test_only_the_technicians_of_the_sector_are_offered(self):
        self.give(self.sector_north)
        self.give(self.sector_south, technician=self.tia)
        slots = self.visit._available_slots(at(0), at(23), sector=self.sector_south)
        self.assertEqual({slot.technician_ids for slot in slots}, {(self.tia.id,)})

    def test_the_first_appointment_gives_its_sector(self):
        visit = self.plan(at(9))
        self.assertEqual(visit.tour_id, self.tour_of())
        self.assertEqual(self.tour_of().sector_ids, self.sector_north)
        self.assertEqual(len(self.half_days(sector=self.sector_north)), 2)

    def test_an_appointment_of_another_sector_takes_the_day(self):
        tour = self.give(self.sector_north)
        self.plan(at(9), self.south)
        self.assertEqual(tour.sector_ids, self.sector_south)
        self.assertEqual(tour.planned_sector_ids, self.sector_north)

    def test_an_appointment_of_one_of_the_sectors_changes_nothing(self):
        tour = self.give(self.sector_north, self.sector_south)
        self.plan(at(9), self.south)
        self.assertEqual(tour.sector_ids, self.sector_north | self.sector_south)

    def test_an_address_outside_every_sector_changes_nothing(self):
        tour = self.give(self.sector_north)
        visit = self.plan(at(9), self.nowhere)
        self.assertFalse(visit.sector_id)
        self.assertEqual(tour.sector_ids, self.sector_north)

    def test_a_cancelled_appointment_takes_its_sector_away(self):
        visit = self.plan(at(9))
        visit.action_cancel()
        self.assertFalse(self.tour_of().sector_ids)
        self.assertFalse(visit.tour_id)

    def test_the_planners_sectors_come_back_after_a_cancellation(self):
        tour = self.give(self.sector_north)
        self.plan(at(9), self.south).action_cancel()
        self.assertEqual(tour.sector_ids, self.sector_north)

    def test_a_sector_stays_while_another_visit_is_there_for_it(self):
        first, second = self.plan(at(9)), self.plan(at(11))
        first.action_cancel()
        self.assertEqual(second.tour_id.sector_ids, self.sector_north)

    def test_a_move_gives_the_sector_to_the_other_day(self):
        visit = self.plan(at(9))
        visit._move(at(9, day=TUESDAY), technician=self.tia, online=False)
        self.assertFalse(self.tour_of().sector_ids)
        self.assertEqual(self.tour_of(self.tia, TUESDAY).sector_ids, self.sector_north)

    def test_a_move_within_the_day_is_no_new_plan(self):
        visit = self.plan(at(9))
        self.plan(at(10), self.south)
        visit._move(at(11), online=False)
        self.assertEqual(visit.tour_id.sector_ids, self.sector_south)

    def test_attendance_is_no_new_plan(self):
        visit = self.plan(at(9))
        tour = self.give(self.sector_south)
        visit.write({"state": "done"})
        self.assertEqual(tour.sector_ids, self.sector_south)

    def test_an_address_changed_by_staff_brings_its_sector(self):
        visit = self.plan(at(9))
        visit.location_id = self.south
        self.assertEqual(visit.sector_id, self.sector_south)
        self.assertEqual(visit.tour_id.sector_ids, self.sector_south)

    def test_the_changes_of_a_day_are_in_its_history(self):
        tour = self.give(self.sector_north).with_context(tracking_disable=False)
        self.env["rendezvous.appointment"].with_context(tracking_disable=False)._book(
            self.visit, at(9), self.road, self.south, technician=self.tom, online=False
        )
        self.env.cr.precommit.run()
        tracked = tour.message_ids.tracking_value_ids.filtered(
            lambda value: value.field_id.name == "sector_ids"
        )
        self.assertIn("South", tracked.mapped("new_value_char")[-1])

    def test_an_address_outside_every_sector_books_nothing_online(self):
        self.give(self.sector_north)
        with self.assertRaises(OutsideSectors) as refusal:
            self.reserve(at(8), self.nowhere)
        self.assertIn("75001", str(refusal.exception))
        self.assertFalse(self.nowhere.rendezvous_appointment_ids)

    def test_an_address_of_another_sector_is_refused_online(self):
        self.give(self.sector_north)
        with self.assertRaises(SlotTaken):
            self.reserve(at(8), self.south)

    def test_the_address_decides_not_the_contact(self):
        self.give(self.sector_south)
        visit = self.reserve(at(8), self.north, location=self.south)
        self.assertEqual((visit.location_id, visit.sector_id), (self.south, self.sector_south))

    def test_the_tours_of_coming_days_are_made_ahead(self):
        self.env["ir.config_parameter"].set_param("rendezvous.tour_days_ahead", 5)
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": self.tia.resource_id.id,
                "date_from": at(0),
                "date_to": at(23),
            }
        )
        self.env["rendezvous.tour"]._cron_create_tours()
        self.assertTrue(self.tour_of())
        self.assertFalse(self.tour_of(self.tia))
        self.assertFalse(self.tour_of(day=MONDAY - timedelta(days=1)))
        self.env["rendezvous.tour"]._cron_create_tours()

    def test_one_tour_per_technician_and_day(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env["rendezvous.tour"].create(
                [{"employee_id": self.tom.id, "date": MONDAY} for _n in range(2)]
            )

    def test_a_tour_with_visits_is_not_deleted(self):
        self.plan(at(9))
        with self.assertRaises(ValidationError):
            self.tour_of().unlink()

    def test_a_tour_takes_the_sectors_of_its_organisation(self):
        other = self.env["res.company"].create({"name": "Other"})
        sector = self.env["rendezvous.sector"].create(
            {"code": "X", "name": "X", "company_id": other.id}
        )
        with self.assertRaises(ValidationError):
            self.give(sector)

    def test_load_and_state(self):
        tour = self.give(self.sector_north)
        self.plan(at(9))
        self.assertEqual((tour.state, tour.visit_count, tour.load_minutes), ("open", 1, 60))
        self.plan(at(10), self.south)
        self.assertGreater(tour.travel_km, 30)
        for hour in (8, 11, 13.5, 14.5, 15.5, 16.5):
            self.plan(at(int(hour), int(hour % 1 * 60)))
        tour.invalidate_recordset()
        self.assertEqual(tour.state, "full")
        self.assertIn(tour, self.env["rendezvous.tour"].search([("state", "=", "full")]))
        tour.is_locked = True
        self.assertEqual(tour.state, "locked")
        self.assertNotIn(tour, self.env["rendezvous.tour"].search([("state", "!=", "locked")]))

    def test_a_day_is_full_for_what_the_technician_does(self):
        long = self.visit.copy({"name": "Repair", "duration": 180, "is_published": True})
        self.road.service_ids |= long
        self.tom.rendezvous_service_ids = long
        tour = self.give(self.sector_north)
        self.assertEqual(tour.state, "open")
        for hour in (9, 15):
            self.plan(at(hour), forced=True)
        tour.invalidate_recordset()
        self.assertEqual(tour.state, "full")

    def test_technicians_do_what_they_can(self):
        self.tom.rendezvous_service_ids = self.service
        self.give(self.sector_north)
        self.assertFalse(self.half_days())
        self.give(self.sector_north, technician=self.tia)
        self.assertEqual(len(self.half_days()), 2)

    def test_ordinary_hours_are_for_staff(self):
        self.give(self.sector_north)
        self.tom.technician_hours_ids.filtered(lambda h: h.hour_from < 12).online = False
        self.assertEqual(self.half_days(), [at(13, 30)])
        self.tia.technician_hours_ids.unlink()
        slots = self.visit._available_slots(at(8), at(9), technician=self.tom, online=False)
        self.assertTrue(slots)
        self.assertEqual(self.road.technician_ids, self.tom | self.tia)

    def test_a_counter_has_no_tour(self):
        appointment = self.book(at(9))
        self.assertFalse(appointment.tour_id or appointment.sector_id)

    def test_a_practitioner_has_no_tour(self):
        agenda = self.create_agenda(
            "Office", self.child, technician_ids=[Command.set(self.tom.ids)]
        )
        self.add_openings(agenda, 8, 12)
        self.assertFalse(self.book(at(9), agenda).tour_id)
