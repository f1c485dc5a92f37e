from datetime import date, datetime, timedelta

from odoo.tests import BaseCase

from ..availability import AgendaRules, Bounds, OpeningRule, agenda_lanes, to_instant, to_seconds
from ..availability.openings import utc_period

SPRING = date(2026, 3, 29)
AUTUMN = date(2026, 10, 25)


def local_period(tz, day, hour_from, hour_to):
    return tuple(map(to_instant, utc_period(tz, day, hour_from, hour_to)))


class TestOpenings(BaseCase):
    def test_hours_are_read_on_the_clock_of_the_agenda(self):
        period = local_period("Pacific/Auckland", date(2026, 1, 5), 9, 12)
        self.assertEqual(period, (datetime(2026, 1, 4, 20), datetime(2026, 1, 4, 23)))

    def test_opening_keeps_its_hours_after_the_clock_change(self):
        before = local_period("Europe/Paris", SPRING - timedelta(days=1), 9, 12)
        after = local_period("Europe/Paris", SPRING, 9, 12)
        self.assertEqual(before[0].hour, 8)
        self.assertEqual(after[0].hour, 7)

    def test_hours_skipped_in_spring_open_nothing(self):
        start, stop = local_period("Europe/Paris", SPRING, 2, 3)
        self.assertEqual(start, stop)

    def test_opening_that_begins_in_the_gap_begins_after_it(self):
        period = local_period("Europe/Paris", SPRING, 2.5, 4)
        self.assertEqual(period, (datetime(2026, 3, 29, 1), datetime(2026, 3, 29, 2)))

    def test_opening_across_the_repeated_hour_lasts_longer(self):
        start, stop = local_period("Europe/Paris", AUTUMN, 1, 4)
        self.assertEqual(stop - start, timedelta(hours=4))

    def test_openings_that_meet_in_the_repeated_hour_do_not_overlap(self):
        first = local_period("Europe/Paris", AUTUMN, 1, 2.5)
        second = local_period("Europe/Paris", AUTUMN, 2.5, 4)
        self.assertEqual(first[1], second[0])

    def test_opening_lasts_until_midnight(self):
        _start, stop = local_period("UTC", date(2026, 1, 5), 20, 24)
        self.assertEqual(stop, datetime(2026, 1, 6))

    def test_every_other_week_counts_from_the_week_it_starts(self):
        rule = OpeningRule(9, 12, weekday=0, every_weeks=2, date_from=date(2026, 1, 7))
        days = [day for day in Bounds(date(2026, 1, 5), date(2026, 2, 9)).days()]
        mondays = [day for day in days if day.weekday() == 0 and rule.applies_on(day)]
        self.assertEqual(mondays, [date(2026, 1, 19), date(2026, 2, 2)])

    def test_last_day_is_included(self):
        rule = OpeningRule(9, 12, weekday=0, date_until=date(2026, 1, 5))
        self.assertTrue(rule.applies_on(date(2026, 1, 5)))
        self.assertFalse(rule.applies_on(date(2026, 1, 12)))

    def test_instants_are_rounded_up_to_the_second(self):
        moment = datetime(2026, 1, 5, 9, 0, 0, 1)
        self.assertEqual(to_instant(to_seconds(moment)), datetime(2026, 1, 5, 9, 0, 1))

    def test_agenda_without_openings_follows_its_technicians_hours(self):
        bounds = Bounds(date(2026, 1, 5), date(2026, 1, 5))
        hours = {7: [OpeningRule(9, 12, weekday=0)]}
        for has_slots, lanes in ((False, 1), (True, 0)):
            rules = AgendaRules(1, "UTC", hours=hours, has_slots=has_slots)
            self.assertEqual(len(list(agenda_lanes(rules, bounds))), lanes)

    def test_technician_without_hours_is_left_to_staff(self):
        bounds = Bounds(date(2026, 1, 5), date(2026, 1, 5))
        slots = [OpeningRule(9, 12, weekday=0)]
        online = AgendaRules(1, "UTC", slots=slots, hours={7: []}, needs_hours=True)
        staff = AgendaRules(1, "UTC", slots=slots, hours={7: []}, needs_hours=False)
        self.assertEqual(list(agenda_lanes(online, bounds)), [])
        self.assertEqual(len(list(agenda_lanes(staff, bounds))), 1)

    def test_hours_alone_are_kept_at_the_location_of_the_agenda(self):
        bounds = Bounds(date(2026, 1, 5), date(2026, 1, 5))
        hours = {7: [OpeningRule(9, 12, weekday=0)]}
        [(_technician, _place, openings)] = agenda_lanes(
            AgendaRules(1, "UTC", hours=hours, location_id=3, has_slots=False), bounds
        )
        self.assertEqual([location_id for _start, _stop, location_id, _day in openings], [3])
