from datetime import datetime, timedelta
from unittest.mock import call, patch

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import SlotTaken
from .common import MONDAY, at
from .road_common import RoadCase


@tagged("post_install", "-at_install")
class TestWindows(RoadCase):
    """Half-days: what the contact chooses, and the exact time that staff see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tour = cls.give(cls.sector_north)

    def test_the_public_sees_half_days_and_staff_exact_starts(self):
        morning, afternoon = self.visit._available_slots(at(0), at(23))
        self.assertEqual((morning.start, morning.stop), (at(8), at(12)))
        self.assertEqual((afternoon.start, afternoon.stop), (at(13, 30), at(17, 30)))
        exact = self.half_days(online=False, technician=self.tom)
        self.assertEqual(exact[:3], [at(8), at(8, 15), at(8, 30)])

    def test_the_earliest_time_that_fits_is_taken(self):
        first, second = self.reserve(at(8)), self.reserve(at(8))
        self.assertEqual((first.start, second.start), (at(8), at(9)))
        for visit in (first, second):
            self.assertEqual((visit.window_start, visit.window_stop), (at(8), at(12)))
            self.assertEqual((visit.told_start, visit.told_stop), (at(8), at(12)))

    def test_a_gap_is_filled(self):
        self.plan(at(8))
        self.plan(at(10))
        self.assertEqual(self.reserve(at(8)).start, at(9))

    def test_a_half_day_takes_no_more_work_than_fits(self):
        for _n in range(4):
            self.reserve(at(8))
        self.assertEqual(self.half_days(), [at(13, 30)])
        with self.assertRaises(SlotTaken) as refusal:
            self.reserve(at(8))
        self.assertEqual(refusal.exception.alternatives[0].start, at(13, 30))

    def test_buffers_count(self):
        self.visit.buffer_after = 30
        self.assertEqual([self.reserve(at(8)).start for _n in range(2)], [at(8), at(9, 30)])

    def test_a_start_that_is_no_half_day_is_refused_online(self):
        with self.assertRaises(SlotTaken):
            self.reserve(at(9))

    def test_a_half_day_that_has_begun_is_not_offered(self):
        self.visit.lead_min = 0
        friday = MONDAY - timedelta(days=3)
        self.give(self.sector_north, day=friday)
        # It is 9:00 in Paris.
        self.assertEqual(self.half_days(friday), [at(13, 30, friday)])

    def test_the_lead_counts_from_the_half_day(self):
        self.visit.lead_min = 72
        self.assertEqual(self.half_days(), [at(13, 30)])

    def test_a_period_holds_the_half_days_that_begin_in_it(self):
        self.assertEqual(
            [slot.start for slot in self.visit._available_slots(at(8, 30), at(14))], [at(13, 30)]
        )

    def test_the_first_availability_is_a_half_day(self):
        first = self.visit._first_available()[self.road.id]
        self.assertEqual((first.start, first.stop), (at(8), at(12)))

    def test_staff_may_book_an_exact_time_and_the_contact_knows_the_half_day(self):
        visit = self.plan(at(10))
        self.assertEqual((visit.start, visit.told_start), (at(10), at(8)))

    def test_a_move_inside_the_half_day_is_not_told(self):
        visit = self.reserve(at(8))
        with patch.object(type(visit), "_notify_contact") as told:
            visit._move(at(10), online=False)
            self.assertEqual((visit.start, visit.window_start), (at(10), at(8)))
            self.assertNotIn(call("moved", ()), told.mock_calls)
            visit._move(at(14), online=False)
        self.assertEqual(visit.window_start, at(13, 30))
        self.assertIn(call("moved", ()), told.mock_calls)

    def test_the_contact_moves_to_another_half_day(self):
        visit = self.reserve(at(8))
        visit._move(at(13, 30))
        self.assertEqual((visit.start, visit.stop), (at(13, 30), at(14, 30)))
        self.assertEqual((visit.window_start, visit.window_stop), (at(13, 30), at(17, 30)))

    def test_half_days_are_the_technicians_hours_without_openings(self):
        self.road.slot_ids.unlink()
        self.assertEqual(self.half_days(), [at(8), at(13, 30)])

    def test_hours_shorter_than_the_half_day_bind(self):
        self.tom.technician_hours_ids.filtered(lambda h: h.hour_from < 12).hour_from = 10
        self.assertEqual(self.reserve(at(8)).start, at(10))

    def test_a_half_day_keeps_its_hours_when_the_clock_changes(self):
        sunday = datetime(2026, 3, 29).date()
        self.add_openings(self.road, 1, 5, weekdays="6")
        self.add_hours(self.tom, 1, 5, weekdays="6")
        self.road.write({"horizon": 365, "open_weekdays": "6"})
        self.visit.lead_max = 365
        self.give(self.sector_north, day=sunday)
        (slot,) = self.visit._available_slots(datetime(2026, 3, 28, 22), datetime(2026, 3, 29, 9))
        # Four hours on the wall clock, three in truth.
        self.assertEqual((slot.start, slot.stop), (datetime(2026, 3, 29), datetime(2026, 3, 29, 3)))
        starts = [self.reserve(slot.start).start.hour for _n in range(3)]
        self.assertEqual(starts, [0, 1, 2])

    def test_a_service_longer_than_the_half_day_is_refused(self):
        with self.assertRaises(ValidationError):
            self.visit.duration = 300

    def test_forced_outside_every_half_day_shows_its_time(self):
        visit = self.plan(at(18), forced=True)
        self.assertFalse(visit.window_start)
        self.assertEqual(visit.told_start, at(18))

    def test_two_technicians_share_a_half_day(self):
        self.give(self.sector_north, technician=self.tia)
        visits = [self.reserve(at(8)) for _n in range(8)]
        self.assertEqual({visit.technician_id for visit in visits}, {self.tom, self.tia})
        self.assertEqual(self.half_days(), [at(13, 30)])

    def test_a_window_agenda_is_on_the_road_unless_told_otherwise(self):
        self.assertTrue(self.road.by_sector)
        agenda = self.create_agenda(
            "Office",
            self.child,
            booking_mode="window",
            by_sector=False,
            service_ids=[Command.set(self.visit.ids)],
        )
        self.add_openings(agenda, 8, 12)
        slots = self.visit._available_slots(at(0), at(23), agendas=agenda)
        self.assertEqual([(slot.start, slot.stop) for slot in slots], [(at(8), at(12))])
        visit = self.book(at(8), agenda, self.nowhere, self.visit)
        self.assertEqual((visit.lane, visit.start), (1, at(8)))
