from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Command

from odoo.addons.base.models.ir_cron import IrCron

from .common import MONDAY, NOW, at
from .statistics_common import StatisticsCase

DAY = timedelta(days=1)
# The Monday before NOW.
PAST = date(2025, 12, 29)


class TestStatisticsDays(StatisticsCase):
    """The counter is open 9:00 to 12:00 in Paris, Monday to Friday."""

    def used(self, day=PAST, agenda=None):
        """Return ``(open, booked)`` minutes as the core tells them, of all technicians together."""
        agenda = agenda or self.agenda
        used = self.env["rendezvous.availability"]._used_minutes(agenda, day, day)
        return tuple(map(sum, zip(*used.values(), strict=True))) or None

    def run_job(self, steps=None):
        """Run the job, stopped after so many steps."""
        left = iter([1, *([1] * steps), 0] if steps else ())
        with patch.object(IrCron, "_commit_progress", lambda *_a, **_k: next(left, 1)):
            self.Day._cron_fill()

    def row(self, day=PAST, agenda=None):
        agenda = agenda or self.agenda
        return self.Day.search([("agenda_id", "=", agenda.id), ("date", "=", day)])

    def rows(self):
        return self.Day.search([("agenda_id", "=", self.agenda.id)], order="date")

    def fill(self, agendas, first=PAST, last=PAST):
        self.Day._fill_used(agendas, first, last)

    def test_what_opens_and_what_of_it_is_booked(self):
        self.past(at(9, day=PAST), lane=1)
        self.past(at(10, day=PAST), lane=1, state="confirmed")
        self.assertEqual(self.used(), (180, 60))

    def test_a_closed_day_is_not_open(self):
        self.assertIsNone(self.used(PAST - DAY))

    def test_cancelled_and_held_times_are_not_booked(self):
        self.past(at(9, day=PAST), lane=1, state="cancelled")
        self.past(at(9, day=PAST), lane=1, state="held", hold_until=NOW)
        self.assertEqual(self.used(), (180, 0))

    def test_each_place_of_a_counter_opens(self):
        self.agenda.capacity = 3
        self.past(at(9, day=PAST), lane=2)
        self.assertEqual(self.used(), (540, 30))

    def test_closures_are_not_open_and_nothing_is_booked_there(self):
        self.past(at(9, day=PAST), lane=1)
        self.past(at(11, day=PAST), lane=1)
        self.env["rendezvous.closure"].create(
            {"name": "Closed", "company_id": self.child.id, "start": at(10, day=PAST), "stop": NOW}
        )
        self.assertEqual(self.used(), (60, 30))

    def test_each_technician_opens_less_his_leaves(self):
        tim = self.create_technician("Tim", self.child)
        self.add_hours(self.technician), self.add_hours(tim)
        self.agenda.technician_ids = [Command.set((self.technician | tim).ids)]
        self.past(at(9, day=PAST), lane=0, technician_id=tim.id)
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": self.technician.resource_id.id,
                "company_id": self.child.id,
                "date_from": at(0, day=PAST),
                "date_to": at(11, day=PAST),
            }
        )
        self.assertEqual(self.used(), (60 + 180, 30))

    def test_what_overlaps_or_lies_outside_does_not_count_twice(self):
        self.past(at(11, 45, day=PAST), lane=1)
        self.past(at(11, 45, day=PAST), lane=1, forced=True)
        self.past(at(14, day=PAST), lane=1, forced=True)
        self.assertEqual(self.used(), (180, 15))

    def test_buffers_are_booked_too(self):
        self.service.write({"buffer_before": 10, "buffer_after": 5})
        self.past(at(10, day=PAST), lane=1)
        self.assertEqual(self.used(), (180, 45))

    def test_the_days_of_the_clock_changes(self):
        self.add_openings(self.agenda, 0, 6, weekdays="6")
        self.assertEqual(self.used(date(2025, 3, 30))[0], 300)
        self.assertEqual(self.used(date(2025, 10, 26))[0], 420)
        self.assertEqual(self.used(date(2025, 10, 19))[0], 360)

    def test_a_day_is_local(self):
        agenda = self.create_agenda("Auckland", self.child, tz="Pacific/Auckland")
        self.add_openings(agenda, weekdays="0")
        # Monday 9:00 in Auckland is Sunday 20:00 in UTC.
        self.past(datetime(2025, 12, 28, 20), agenda, lane=1)
        self.assertEqual(self.used(agenda=agenda), (180, 30))
        self.assertIsNone(self.used(PAST - DAY, agenda))

    def test_the_first_night_goes_three_months_back(self):
        self.run_job()
        days = self.rows().mapped("date")
        self.assertEqual((days[0], days[-1]), (NOW.date() - 92 * DAY, NOW.date()))
        self.assertEqual(len(days), 93)
        self.assertEqual(self.row().open_minutes, 180)
        self.assertEqual(self.row(PAST - DAY).open_minutes, 0)

    def test_twice_is_as_good_as_once(self):
        self.past(at(9, day=PAST), lane=1)
        self.run_job()
        before = self.rows().read()
        self.run_job()
        self.assertEqual(self.rows().read(), before)
        self.assertEqual(self.row().fill_rate, 30 / 180)

    def test_after_an_outage_the_days_missed_are_made(self):
        self.run_job()
        with freeze_time(NOW + 30 * DAY):
            batches = self.Day._batches(self.agenda, NOW.date() + 30 * DAY)
            self.run_job()
        self.assertEqual(batches[0][1], NOW.date())
        self.assertEqual(len(self.rows()), 93 + 30)

    def test_a_long_outage_is_made_up_for_three_months_only(self):
        self.run_job()
        today = NOW.date() + 400 * DAY
        self.assertEqual(self.Day._batches(self.agenda, today)[0][1], today - 92 * DAY)

    def test_a_stop_in_between_is_taken_up_where_it_was(self):
        self.run_job(steps=2)
        self.assertLess(len(self.rows()), 93)
        self.run_job()
        self.assertEqual(len(self.rows()), 93)

    def test_the_last_week_is_made_again(self):
        self.run_job()
        self.past(at(9, day=PAST), lane=1)
        self.run_job()
        self.assertEqual(self.row().booked_minutes, 30)

    def test_the_wait_is_seen_from_the_day_itself(self):
        self.run_job()
        today = self.row(NOW.date())
        # NOW is Friday 9:00 in Paris, the counter is open until noon.
        self.assertEqual((today.first_wait_days, today.is_full), (0, 0))
        self.env["rendezvous.closure"].create(
            {
                "name": "Closed",
                "company_id": self.child.id,
                "start": NOW,
                "stop": at(0, day=MONDAY),
            }
        )
        self.run_job()
        self.assertEqual(today.first_wait_days, (at(9) - NOW) / DAY)
        self.assertFalse(self.row().first_wait_days)

    def test_the_wait_is_for_the_soonest_service_of_the_public(self):
        late = self.service.copy({"lead_min": 96, "is_published": True})
        hidden = self.service.copy({"lead_min": 0, "is_published": False})
        self.service.lead_min = 48
        self.agenda.service_ids = [Command.set((late | hidden | self.service).ids)]
        self.run_job()
        self.assertEqual(self.row(NOW.date()).first_wait_days, (at(9) - NOW) / DAY)

    def test_nothing_free_has_no_wait_but_shows(self):
        self.agenda.slot_ids.unlink()
        self.run_job()
        self.assertEqual(self.row(NOW.date()).is_full, 1)
        groups = self.Day._read_group(
            [("agenda_id", "=", self.agenda.id)], [], ["first_wait_days:avg", "is_full:sum"]
        )
        self.assertEqual(groups, [(False, 1)])

    def test_what_is_not_online_has_no_wait(self):
        self.agenda.is_published = False
        self.run_job()
        self.assertEqual(self.row(NOW.date()).is_full, 0)

    def test_a_fill_rate_weighs_hours_not_days(self):
        long = self.create_agenda("Long", self.child, capacity=3)
        self.add_openings(long)
        self.past(at(9, day=PAST), lane=1)
        self.fill(self.agenda | long)
        self.fill(self.agenda | long, PAST - DAY, PAST - DAY)
        groups = self.Day._read_group(
            [("agenda_id", "in", (self.agenda | long).ids)], [], ["fill_rate:avg"]
        )
        self.assertEqual(groups, [(30 / (180 + 540),)])

    def test_days_that_were_closed_have_no_rate(self):
        self.fill(self.agenda, PAST - DAY, PAST - DAY)
        groups = self.Day._read_group(
            [("agenda_id", "=", self.agenda.id)], ["agenda_id"], ["fill_rate:avg"]
        )
        self.assertEqual(groups, [(self.agenda, False)])

    def test_the_scheduler_runs_the_job(self):
        self.assertTrue(self.env.ref("rendezvous.rendezvous_cron_fill_statistics").active)

    def test_statements_do_not_grow_with_the_agendas(self):
        counts = set()
        for number in range(2):
            agendas = self.env["rendezvous.agenda"].search([("company_id", "=", self.child.id)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.fill(agendas)
            counts.add(self.env.cr.sql_log_count - before)
            for name in range(20 * (not number)):
                self.add_openings(self.create_agenda(f"Counter {name}", self.child))
        self.assertEqual(len(counts), 1, counts)
