from datetime import date, datetime, timedelta

from .common import NOW, at
from .statistics_common import StatisticsCase

DAY = timedelta(days=1)
# The Monday before NOW.
PAST = date(2025, 12, 29)


class TestStatisticsFirstDays(StatisticsCase):
    """An agenda counts from the day on which it is there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new = cls.create_agenda("New", cls.child)
        cls.add_openings(cls.new)
        cls.date_agenda(cls.new, at(15, day=PAST))

    def fill(self, agendas):
        for batch in self.Day._batches(agendas, NOW.date()):
            self.Day._fill_used(*batch)

    def days(self, agenda):
        return self.Day.search([("agenda_id", "=", agenda.id)], order="date").mapped("date")

    def test_the_days_before_it_was_created_have_no_figures(self):
        self.fill(self.new)
        self.assertEqual(self.days(self.new), [PAST + number * DAY for number in range(5)])

    def test_the_day_of_its_creation_is_local(self):
        agenda = self.create_agenda("Auckland", self.child, tz="Pacific/Auckland")
        self.date_agenda(agenda, datetime(2025, 12, 31, 11))
        self.assertEqual(agenda._first_days(), {agenda.id: date(2026, 1, 1)})

    def test_what_was_booked_before_counts_from_its_first_appointment(self):
        self.past(at(9, day=PAST - 14 * DAY), self.new)
        self.past(at(9, day=PAST - 21 * DAY), self.new, state="cancelled")
        self.fill(self.new)
        self.assertEqual(self.days(self.new)[0], PAST - 14 * DAY)

    def test_who_is_not_there_yet_has_no_figures(self):
        self.date_agenda(self.new, NOW + DAY)
        self.assertEqual(self.Day._batches(self.new, NOW.date()), [])

    def test_the_dashboard_shows_its_own_rate_and_no_empty_months(self):
        self.past(at(9, day=PAST), self.new, lane=1)
        self.fill(self.new)
        self.env.flush_all()
        table = self.Dashboard.with_user(self.planner).get_data(period="90_days")["table"]
        months = [row[2] for row in table["rows"] if row[1] == "New"]
        self.assertEqual(months, ["2025-12", "2026-01"])

    def test_the_past_of_the_others_stays_as_it_was(self):
        self.fill(self.agenda)
        self.agenda.slot_ids.unlink()
        self.past(at(9, day=PAST - 60 * DAY), self.new)
        self.fill(self.agenda | self.new)
        old, last_week = (
            self.Day.search([("agenda_id", "=", self.agenda.id), ("date", "=", day)])
            for day in (PAST - 7 * DAY, PAST)
        )
        self.assertEqual((old.open_minutes, last_week.open_minutes), (180, 0))
        self.assertEqual(self.days(self.new)[0], PAST - 60 * DAY)
