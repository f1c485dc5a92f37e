from datetime import date, datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..waiting_list import Place, Wish, is_quiet, mismatch, moved_end, nearest_reason, told_from
from .common import MONDAY, at
from .waitlist_common import MINUTE, WaitlistCase

SUNDAY = MONDAY - timedelta(days=1)
PARIS = "Europe/Paris"


class TestQuietHours(BaseCase):
    """When nobody is woken, on the clock of the agenda."""

    def told(self, *instant, tz=PARIS, quiet=(21.0, 8.0)):
        return told_from(datetime(*instant), tz, *quiet)

    def test_by_day_one_is_told_at_once(self):
        for hour in (7, 12, 19):
            self.assertEqual(self.told(2026, 1, 5, hour), datetime(2026, 1, 5, hour))

    def test_the_quiet_hours_begin_and_end_to_the_minute(self):
        edges = {(20, 59): False, (21, 0): True, (0, 0): True, (7, 59): True, (8, 0): False}
        for (hour, minute), quiet in edges.items():
            self.assertEqual(is_quiet(at(hour, minute), PARIS, 21, 8), quiet, (hour, minute))

    def test_in_the_evening_one_is_told_the_next_morning(self):
        self.assertEqual(self.told(2026, 1, 5, 20), datetime(2026, 1, 6, 7))

    def test_before_dawn_one_is_told_the_same_morning(self):
        self.assertEqual(self.told(2026, 1, 6, 3), datetime(2026, 1, 6, 7))

    def test_the_morning_is_local_on_both_clock_changes(self):
        self.assertEqual(self.told(2026, 3, 28, 21), datetime(2026, 3, 29, 6))
        self.assertEqual(self.told(2026, 10, 24, 21), datetime(2026, 10, 25, 7))

    def test_the_clock_is_that_of_the_agenda(self):
        self.assertEqual(self.told(2026, 1, 5, 20, tz="UTC"), datetime(2026, 1, 5, 20))

    def test_quiet_hours_within_a_day_and_none(self):
        self.assertEqual(self.told(2026, 1, 5, 12, quiet=(12, 14)), datetime(2026, 1, 5, 13))
        self.assertEqual(self.told(2026, 1, 5, 2, quiet=(8, 8)), datetime(2026, 1, 5, 2))

    def test_the_end_moves_with_the_start_and_stays_in_the_day(self):
        self.assertEqual(moved_end(10, 12, 3), 13)
        self.assertEqual(moved_end(22, 23, 3), 24)


class TestMismatch(BaseCase):
    """What keeps a place from a wish, at its edges."""

    def place(self, **values):
        begin = datetime(2026, 1, 5, 9)
        given = {
            "start": at(9),
            "local_start": begin,
            "local_stop": begin + timedelta(minutes=30),
            "agenda_id": 1,
            "location_id": 0,
            "technician_ids": (7,),
            "is_close": False,
        }
        return Place(**{**given, **values})

    def wish(self, **values):
        given = {
            "agenda_ids": frozenset({1}),
            "technician_id": 0,
            "first": MONDAY,
            "last": MONDAY,
            "hour_from": 9,
            "hour_to": 9.5,
            "weekdays": frozenset({0}),
            "before": None,
            "known": frozenset(),
        }
        return Wish(**{**given, **values})

    def test_a_place_that_just_fits(self):
        self.assertIsNone(mismatch(self.wish(), self.place()))
        self.assertIsNone(mismatch(self.wish(technician_id=7, last=None), self.place()))

    def test_each_reason(self):
        reasons = {
            "agenda": {"agenda_ids": frozenset({2})},
            "technician": {"technician_id": 8},
            "later": {"before": at(9)},
            "day": {"weekdays": frozenset({1})},
            "hours": {"hour_to": 9.25},
            "known": {"known": frozenset({(1, at(9))})},
        }
        for reason, values in reasons.items():
            self.assertEqual(mismatch(self.wish(**values), self.place()), reason)
        self.assertEqual(mismatch(self.wish(), self.place(is_close=True)), "close")
        after = MONDAY + timedelta(days=1)
        self.assertEqual(mismatch(self.wish(first=after, last=None), self.place()), "day")
        self.assertEqual(mismatch(self.wish(last=date(2026, 1, 4)), self.place()), "day")

    def test_an_appointment_until_midnight(self):
        late = {
            "local_start": datetime(2026, 1, 5, 23, 30),
            "local_stop": datetime(2026, 1, 6, 0, 0),
        }
        self.assertIsNone(mismatch(self.wish(hour_to=24), self.place(**late)))
        self.assertEqual(mismatch(self.wish(hour_to=23.75), self.place(**late)), "hours")

    def test_the_nearest_reason_is_the_one_to_tell(self):
        self.assertEqual(nearest_reason([]), "no_time")
        self.assertEqual(nearest_reason(["day", "hours", "agenda"]), "hours")


@tagged("post_install", "-at_install")
class TestWaitlistByNight(WaitlistCase):
    """Nobody is woken: the place waits for the first in line until the morning."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = cls.wait(cls.ann), cls.wait(cls.ben)
        cls.night, cls.morning = at(23, day=SUNDAY), at(8)

    def setUp(self):
        super().setUp()
        self.fill((9,), (9, 30))

    def mails(self, entry):
        rows = entry.offer_ids.appointment_id.notification_ids
        return rows.filtered(lambda row: row.channel == "email")

    def test_what_is_freed_by_night_is_held_and_told_in_the_morning(self):
        self.serve(self.night)
        offer = self.assertOffered(self.first, at(10))
        self.assertFalse(offer.sent_at or self.mails(self.first))
        self.assertEqual((offer.due, offer.until), (self.morning, self.morning + 30 * MINUTE))
        self.serve(self.morning - MINUTE)
        self.assertFalse(self.mails(self.first))
        self.serve(self.morning)
        self.assertEqual(offer.sent_at, self.morning)
        self.assertEqual(self.mails(self.first).mapped("event"), ["waitlist_offer"])

    def test_it_may_be_accepted_before(self):
        self.serve(self.night)
        self.assertTrue(self.offer_of(self.first)._is_open())

    def test_a_late_job_gives_the_whole_time_to_answer(self):
        self.serve(self.night)
        self.serve(self.morning + 20 * MINUTE)
        offer = self.assertOffered(self.first, at(10))
        self.assertEqual(offer.until, self.morning + 50 * MINUTE)

    def test_told_once(self):
        for minutes in (0, 5, 10):
            self.serve(self.morning + minutes * MINUTE)
        self.assertEqual(len(self.mails(self.first)), 1)

    def test_a_last_offer_of_the_evening_waits_for_the_morning_then(self):
        evening = at(20, 45, day=SUNDAY)
        self.serve(evening)
        self.serve(evening + 30 * MINUTE)
        self.assertOffered(self.second, at(10))
        self.assertFalse(self.mails(self.second))
        self.serve(self.morning)
        self.assertTrue(self.mails(self.second))

    def test_a_place_too_close_is_offered_to_nobody(self):
        self.serve(at(9, 31))
        self.assertNotOffered(self.first, "close")
        self.assertNotOffered(self.second, "close")

    def test_just_far_enough_is_offered(self):
        self.serve(at(9, 30))
        self.assertOffered(self.first, at(10))

    def test_the_minimum_lead_counts_from_the_end_of_the_offer(self):
        self.service.lead_min = 1
        self.serve(at(8, 31))
        self.assertNotOffered(self.first, "close")
        self.serve(at(8, 30))
        self.assertOffered(self.first, at(10))

    def test_by_night_too_close_is_counted_from_the_morning(self):
        self.service.lead_min = 2
        self.serve(self.night)
        self.assertNotOffered(self.first, "close")

    def test_too_close_once_it_could_be_told_is_withdrawn(self):
        self.serve(self.night)
        self.serve(at(9, 45))
        offer = self.first.offer_ids
        self.assertEqual(offer.state, "expired")
        self.assertFalse(self.mails(self.first))

    def test_a_job_that_was_down_tells_nothing_too_late(self):
        self.service.lead_min = 1
        self.serve(self.night)
        offer = self.first.offer_ids
        offer.until = offer.appointment_id.hold_until = at(9)
        self.serve(at(8, 50))
        self.assertEqual((offer.state, offer.sent_at), ("lost", False))
