from datetime import date, timedelta

from odoo.fields import Command

from .common import at
from .statistics_common import StatisticsCase

DAY = timedelta(days=1)
# The Monday before NOW.
PAST = date(2025, 12, 29)


class TestStatisticsShared(StatisticsCase):
    """Tess works 9:00 to 12:00 in two agendas of one establishment: 180 minutes, not 360."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.create_agenda("Visits", cls.child)
        cls.add_openings(cls.home)
        cls.add_hours(cls.technician)
        (cls.agenda | cls.home).technician_ids = [Command.set(cls.technician.ids)]

    def visit(self, hour, agenda, **values):
        lane = {"lane": 0, "technician_id": self.technician.id}
        return self.past(at(hour, day=PAST), agenda, **lane, **values)

    def minutes(self, agendas=None):
        """Return ``{agenda name: (open, booked)}`` as the job writes it down."""
        self.Day._fill_used(agendas or self.agenda | self.home, PAST, PAST)
        groups = self.Day._read_group(
            [("company_id", "=", self.child.id)],
            ["agenda_id"],
            ["open_minutes:sum", "booked_minutes:sum"],
        )
        return {agenda.name: tuple(minutes) for agenda, *minutes in groups}

    def test_what_nobody_booked_is_shared_in_equal_parts(self):
        self.assertEqual(self.minutes(), {"Counter": (90, 0), "Visits": (90, 0)})

    def test_what_is_booked_is_open_where_it_was_booked(self):
        self.visit(9, self.home), self.visit(10, self.home)
        self.assertEqual(self.minutes(), {"Counter": (60, 0), "Visits": (120, 60)})

    def test_a_day_booked_in_one_agenda_was_never_open_in_the_other(self):
        for hour in (9, 10, 11):
            self.visit(hour, self.home, stop=at(hour + 1, day=PAST))
        self.assertEqual(self.minutes(), {"Counter": (0, 0), "Visits": (180, 180)})
        groups = self.Day._read_group(
            [("company_id", "=", self.child.id)], ["agenda_id"], ["fill_rate:avg"]
        )
        rates = {agenda.name: rate for agenda, rate in groups}
        self.assertEqual(rates, {"Counter": False, "Visits": 1})

    def test_the_establishment_has_its_true_rate(self):
        self.visit(9, self.home), self.visit(10, self.agenda)
        self.minutes()
        groups = self.Day._read_group(
            [("company_id", "=", self.child.id)],
            ["company_id"],
            ["open_minutes:sum", "booked_minutes:sum", "fill_rate:avg"],
        )
        self.assertEqual(groups, [(self.child, 180, 60, 1 / 3)])

    def test_the_share_is_the_same_whichever_agenda_is_asked_for(self):
        self.visit(9, self.home)
        alone = self.minutes(self.home)
        self.assertEqual(alone, {"Visits": (105, 30)})
        self.assertEqual(self.minutes()["Visits"], alone["Visits"])

    def test_where_only_one_is_open_it_is_not_shared(self):
        self.home.slot_ids.filtered(lambda slot: slot.weekday == "0").hour_to = 10
        self.assertEqual(self.minutes(), {"Counter": (150, 0), "Visits": (30, 0)})

    def test_an_agenda_that_was_not_there_yet_has_no_share(self):
        self.date_agenda(self.home, at(9, day=PAST + DAY))
        self.assertEqual(self.minutes(), {"Counter": (180, 0)})

    def test_an_archived_agenda_has_no_share(self):
        self.home.active = False
        self.assertEqual(self.minutes(self.agenda), {"Counter": (180, 0)})

    def test_one_overbooked_technician_still_counts_once(self):
        self.visit(9, self.home), self.visit(9, self.agenda, forced=True)
        self.assertEqual(self.minutes(), {"Counter": (90, 15), "Visits": (90, 15)})

    def test_each_technician_has_a_rate_of_his_own(self):
        tim = self.create_technician("Tim", self.child)
        self.add_hours(tim, hour_to=10)
        self.home.technician_ids = [Command.link(tim.id)]
        self.visit(9, self.home)
        self.minutes()
        groups = self.Day._read_group(
            [("company_id", "=", self.child.id), ("technician_id", "!=", False)],
            ["technician_id"],
            ["open_minutes:sum", "fill_rate:avg"],
        )
        self.assertEqual(set(groups), {(self.technician, 180, 1 / 6), (tim, 60, 0)})

    def test_who_turns_out_to_have_been_on_leave_leaves_no_row(self):
        self.minutes()
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": self.technician.resource_id.id,
                "company_id": self.child.id,
                "date_from": at(0, day=PAST),
                "date_to": at(23, day=PAST),
            }
        )
        self.assertEqual(self.minutes(), {"Counter": (0, 0), "Visits": (0, 0)})
        self.assertFalse(self.Day.search([("technician_id", "=", self.technician.id)]))

    def test_who_has_left_the_agenda_leaves_no_row(self):
        self.minutes()
        self.home.technician_ids = self.create_technician("Tim", self.child)
        self.minutes()
        left = self.Day.search([("technician_id", "=", self.technician.id)])
        self.assertEqual(left.mapped("agenda_id.name"), ["Counter"])
