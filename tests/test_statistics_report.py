import random
from collections import Counter
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.fields import Domain

from .common import NOW, at
from .statistics_common import StatisticsCase

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ONE = timedelta(seconds=1)
DIMENSIONS = ("company", "agenda", "service", "technician", "day")


class TestStatisticsReport(StatisticsCase):
    def random_vals(self, draw, agendas):
        start = NOW - timedelta(minutes=draw.randrange(1, 60 * 24 * 90))
        state = draw.choice(["done", "done", "confirmed", "cancelled"])
        values = {"state": state, "is_online": draw.random() < 0.4, "forced": draw.random() < 0.1}
        if state == "cancelled":
            values["cancelled_by"] = draw.choice(["contact", "staff"])
            values["cancelled_at"] = start - draw.randrange(-5, 60) * HOUR
            values["hold_until"] = draw.choice([False, False, start])
        else:
            values["attendance"] = draw.choice(["unknown", "attended", "excused", "no_show"])
        return self.vals(start, draw.choice(agendas), **values)

    def count_by_hand(self, appointments):
        expected = {}
        for appointment in appointments:
            month = appointment._local_start().date().replace(day=1)
            key = appointment.agenda_id, month, appointment.state
            recorded = appointment.state != "cancelled"
            values = (
                1,
                appointment.is_online,
                recorded and appointment.attendance == "no_show",
                recorded and appointment.attendance == "attended",
                (appointment.stop - appointment.start) / timedelta(minutes=1),
            )
            known = expected.get(key, (0,) * len(values))
            expected[key] = tuple(map(sum, zip(known, values, strict=True)))
        return expected

    def test_the_figures_are_those_that_one_counts_by_hand(self):
        draw = random.Random(5)
        agendas = [self.agenda, self.create_agenda("Tokyo", self.child, tz="Asia/Tokyo")]
        everything = self.many([self.random_vals(draw, agendas) for _number in range(300)])
        counted = everything.filtered(lambda a: not (a.state == "cancelled" and a.hold_until))
        self.assertLess(len(counted), len(everything))
        groups = self.Report._read_group(
            [("agenda_id", "in", [agenda.id for agenda in agendas])],
            ["agenda_id", "day:month", "state"],
            ["__count", "online:sum", "no_show:sum", "attended:sum", "duration:sum"],
        )
        expected = self.count_by_hand(counted)
        self.assertEqual({tuple(group[:3]): group[3:] for group in groups}, expected)

    def test_rates_are_those_that_one_counts_by_hand(self):
        draw = random.Random(6)
        rows = self.many([self.random_vals(draw, [self.agenda]) for _number in range(200)])
        rows = rows.filtered(lambda a: not (a.state == "cancelled" and a.hold_until))
        kept = rows.filtered(lambda a: a.state != "cancelled")
        recorded = Counter(kept.mapped("attendance"))
        del recorded["unknown"]
        found = self.total("no_show_rate:avg", "online_rate:avg", "cancelled_rate:avg")
        self.assertAlmostEqual(found[0], recorded["no_show"] / recorded.total())
        self.assertAlmostEqual(found[1], len(rows.filtered("is_online")) / len(rows))
        self.assertAlmostEqual(found[2], 1 - len(kept) / len(rows))

    def test_a_rate_without_anything_to_count_has_no_answer(self):
        self.past()
        self.assertEqual(self.total("no_show_rate:avg", "cancel_hours:avg"), (False, False))

    def test_held_times_and_those_given_back_do_not_count(self):
        held = self.past(at(9), state="held", hold_until=NOW + HOUR)
        released = self.past(state="cancelled", hold_until=NOW - HOUR)
        self.assertFalse(self.row(held) | self.row(released))

    def test_a_hold_that_expired_never_was_an_appointment(self):
        held = self.book(at(9), hold=True)
        with freeze_time(NOW + DAY):
            self.env["rendezvous.appointment"]._cron_release_holds()
        self.assertEqual(held.state, "cancelled")
        self.assertFalse(self.row(held))

    def test_a_hold_that_was_confirmed_and_cancelled_counts(self):
        appointment = self.book(at(9), hold=True)
        appointment.action_confirm()
        appointment.action_cancel()
        self.assertEqual(self.row(appointment).cancelled_by, "staff")

    def test_the_day_is_the_one_on_the_clock_of_the_agenda(self):
        agenda = self.create_agenda("Auckland", self.child, tz="Pacific/Auckland")
        start = datetime(2025, 12, 31, 11)
        self.assertEqual(self.row(self.past(start, agenda)).day, date(2026, 1, 1))
        self.assertEqual(self.row(self.past(start - ONE, agenda)).day, date(2025, 12, 31))

    def test_midnight_moves_with_the_clock_change(self):
        for last, first in (
            # In summer Paris is two hours ahead of UTC, in winter one.
            (datetime(2025, 10, 25, 21, 59), datetime(2025, 10, 25, 22)),
            (datetime(2025, 10, 26, 22, 59), datetime(2025, 10, 26, 23)),
            (datetime(2025, 3, 29, 22, 59), datetime(2025, 3, 29, 23)),
            (datetime(2025, 3, 30, 21, 59), datetime(2025, 3, 30, 22)),
        ):
            with self.subTest(last=last):
                days = [self.row(self.past(start)).day for start in (last, first)]
                self.assertEqual(days, [last.date(), last.date() + DAY])

    def test_a_period_holds_its_first_and_last_minute_in_every_zone(self):
        first, last = date(2025, 12, 1), date(2025, 12, 31)
        domain = self.Report._period_domain(first, last)
        for tz, ahead in (("Pacific/Kiritimati", 14), ("Pacific/Pago_Pago", -11)):
            agenda = self.create_agenda(tz, self.child, tz=tz)
            midnight = datetime(2025, 12, 1) - ahead * HOUR
            inside = self.past(midnight, agenda) | self.past(midnight + 31 * DAY - ONE, agenda)
            self.past(midnight - ONE, agenda), self.past(midnight + 31 * DAY, agenda)
            found = self.Report.search(domain & Domain("agenda_id", "=", agenda.id)).appointment_id
            self.assertEqual(found, inside)

    def test_how_late_one_cancelled_at_the_edges(self):
        for notice, bucket in (
            (24 * HOUR, "day"),
            (24 * HOUR - ONE, "hours"),
            (4 * HOUR, "hours"),
            (4 * HOUR - ONE, "short"),
            (ONE, "short"),
            (0 * HOUR, "after"),
            (-HOUR, "after"),
        ):
            start = NOW - DAY
            row = self.row(self.past(start, state="cancelled", cancelled_at=start - notice))
            with self.subTest(notice=notice):
                self.assertEqual(row.cancel_notice, bucket)
                self.assertAlmostEqual(row.cancel_hours, notice / HOUR)

    def test_cancelling_notes_when(self):
        appointment = self.book(at(9))
        appointment.action_cancel()
        self.assertEqual(appointment.cancelled_at, NOW)
        self.env.flush_all()
        self.assertEqual(self.row(appointment).cancel_hours, (at(9) - NOW) / HOUR)
        self.assertEqual(self.row(appointment).cancelled_by_staff, 1)

    def test_who_cancelled(self):
        appointment = self.book(at(9))
        appointment._cancel_by_contact()
        self.env.flush_all()
        row = self.row(appointment)
        self.assertEqual((row.cancelled_by_contact, row.cancelled_by_staff), (1, 0))

    def test_the_lead_time_counts_from_the_booking(self):
        appointment = self.past(NOW - DAY)
        for lead, days in ((36 * HOUR, 1.5), (-HOUR, 0)):
            self.date_booking(appointment, NOW - DAY - lead)
            self.env.invalidate_all()
            self.assertEqual(self.row(appointment).lead_days, days)

    def test_origins(self):
        for origin, values in (
            ("online", {"is_online": True}),
            ("staff", {}),
            ("outside", {"forced": True}),
        ):
            self.assertEqual(self.row(self.past(**values)).origin, origin)

    def test_an_attendance_of_a_cancelled_appointment_does_not_count(self):
        self.past(state="cancelled", attendance="no_show")
        self.assertEqual(self.total("no_show:sum", "no_show_rate:avg"), (0, False))

    def test_a_row_leads_to_its_appointment(self):
        appointment = self.past()
        self.assertEqual(self.row(appointment).action_view_appointment()["res_id"], appointment.id)

    def test_everything_is_counted_by_establishment_agenda_service_technician_and_month(self):
        other = self.service.copy({"name": "Other"})
        counter = self.create_agenda("Other", self.sibling, service_ids=[(6, 0, other.ids)])
        self.agenda.technician_ids = self.technician
        visit = {"technician_id": self.technician.id, "lane": 0}
        self.past(NOW - DAY, **visit, is_online=True, attendance="no_show")
        self.past(NOW - 2 * DAY, **visit, attendance="attended")
        self.past(NOW - 2 * DAY, counter, service_id=other.id, attendance="no_show")
        nobody, before = self.env["hr.employee"], date(2025, 12, 1)
        for groupby, mine, its in (
            ("company_id", (self.child, 2, 0.5, 0.5), (self.sibling, 1, 0, 1)),
            ("agenda_id", (self.agenda, 2, 0.5, 0.5), (counter, 1, 0, 1)),
            ("service_id", (self.service, 2, 0.5, 0.5), (other, 1, 0, 1)),
            ("technician_id", (self.technician, 2, 0.5, 0.5), (nobody, 1, 0, 1)),
            ("day:month", (date(2026, 1, 1), 1, 1, 1), (before, 2, 0, 0.5)),
        ):
            with self.subTest(groupby=groupby):
                groups = self.Report._read_group(
                    [("company_id", "in", (self.child | self.sibling).ids)],
                    [groupby],
                    ["__count", "online_rate:avg", "no_show_rate:avg"],
                )
                self.assertEqual(set(groups), {mine, its})

    def test_there_is_a_graph_a_pivot_and_a_list_to_group_in_one_touch(self):
        for action in ("rendezvous_report_action", "rendezvous_statistics_day_action"):
            action = self.env.ref(f"rendezvous.{action}")
            modes = action.view_mode.split(",")
            self.assertLessEqual({"pivot", "graph", "list"}, set(modes))
            views = self.env[action.res_model].get_views([(False, mode) for mode in modes])
            self.assertEqual(set(views["views"]), set(modes))
        search = self.Report.get_view(view_type="search")["arch"]
        for name in DIMENSIONS:
            self.assertIn(f'name="group_{name}"', search)

    def count_messages(self, groupby):
        self.env.flush_all()
        rows = self.env["rendezvous.notification"].with_user(self.planner)
        domain = [("company_id", "=", self.child.id)]
        return set(rows._read_group(domain, [groupby, "state"], ["__count"]))

    def test_messages_sent_and_failed_by_agenda_service_technician_and_month(self):
        self.agenda.technician_ids = self.technician
        visit = self.past(technician_id=self.technician.id, lane=0)
        other = self.service.copy({"name": "Other"})
        counter = self.create_agenda("Other", self.child, service_ids=[(6, 0, other.ids)])
        for appointment, state in ((visit, "sent"), (visit, "sent"), (visit, "failed")):
            self.send(appointment, state)
        self.send(self.past(agenda=counter, service_id=other.id), "sent")
        for name, mine, its in (
            ("agenda_id", self.agenda, counter),
            ("service_id", self.service, other),
            ("technician_id", self.technician, self.env["hr.employee"]),
        ):
            with self.subTest(groupby=name):
                expected = {(mine, "sent", 2), (mine, "failed", 1), (its, "sent", 1)}
                self.assertEqual(self.count_messages(name), expected)
        months = {
            (month.isoformat()[:7], *rest) for month, *rest in self.count_messages("due:month")
        }
        self.assertEqual(months, {("2026-01", "sent", 3), ("2026-01", "failed", 1)})
