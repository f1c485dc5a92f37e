from odoo.tests import tagged

from .calendar_common import TUESDAY, CalendarCase
from .common import at
from .road_common import RoadCase


@tagged("post_install", "-at_install")
class TestCalendarHalfDays(CalendarCase, RoadCase):
    """A visit whose contact knows the half-day, moved by its technician in the calendar."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tom.user_id = cls.create_colleague("tom")
        cls.tour = cls.give(cls.sector_north)

    def setUp(self):
        super().setUp()
        self.booked = self.reserve(at(8))
        self.env.cr.flush()

    def move(self, start):
        self.move_event(self.booked, start, self.tom.user_id, minutes=60)

    def assertAt(self, start, window, told):
        visit = self.booked
        self.assertEqual((visit.start, visit.calendar_event_id.start), (start, start))
        self.assertEqual((visit.window_start, visit.window_stop), window)
        self.assertFalse(visit.calendar_conflict)
        self.assertEqual("moved" in visit.notification_ids.mapped("event"), told)

    def test_the_calendar_shows_the_exact_time(self):
        event = self.booked.calendar_event_id
        self.assertEqual((event.start, event.stop), (at(8), at(9)))

    def test_inside_the_half_day_it_is_followed_and_nobody_told(self):
        self.move(at(10))
        self.assertAt(at(10), (at(8), at(12)), told=False)

    def test_to_the_other_half_day_it_is_followed_and_told(self):
        self.move(at(14))
        self.assertAt(at(14), (at(13, 30), at(17, 30)), told=True)

    def test_to_another_day_the_sector_goes_with_it(self):
        self.move(at(9, day=TUESDAY))
        self.assertAt(at(9, day=TUESDAY), (at(8, day=TUESDAY), at(12, day=TUESDAY)), told=True)
        self.assertIn(self.sector_north, self.tour_of(day=TUESDAY).sector_ids)

    def test_between_the_half_days_it_is_flagged_with_both_times(self):
        self.move(at(12))
        self.assertEqual((self.booked.start, self.booked.calendar_start), (at(8), at(12)))
        self.assertEqual(self.booked.calendar_conflict, "moved")
        self.assertEqual(self.booked.window_start, at(8))
        self.assertTrue(self.activities(self.booked))

    def test_onto_another_visit_it_is_flagged(self):
        self.plan(at(10), self.south, self.tom)
        self.move(at(10, 30))
        self.assertEqual(self.booked.start, at(8))
        self.assertEqual(self.booked.calendar_conflict, "moved")
