from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common import MONDAY, NOW, at
from .reminder_common import MINUTE, SATURDAY_NINE, ReminderCase
from .road_common import RoadCase

TUESDAY = MONDAY + timedelta(days=1)


class TestReminders(ReminderCase):
    """What is planned, and how it follows the appointment."""

    def test_the_parent_s_default_is_planned_by_email_and_sms(self):
        rows = self.reminders(self.book(at(9)))
        self.assertEqual(set(rows.mapped("channel")), {"email", "sms"})
        self.assertEqual(set(rows.mapped("due")), {SATURDAY_NINE})
        self.assertEqual(set(rows.mapped("state")), {"planned"})
        self.assertEqual(rows.partner_id, self.contact)
        self.assertEqual(rows.company_id, self.child)

    def test_a_hold_plans_nothing_until_it_is_confirmed(self):
        appointment = self.book(at(9), hold=True)
        self.assertFalse(self.reminders(appointment))
        appointment.action_confirm()
        self.assertEqual(len(self.reminders(appointment)), 2)

    def test_a_move_moves_them(self):
        appointment = self.book(at(9))
        rows = self.reminders(appointment)
        appointment._move(at(9, day=TUESDAY))
        self.assertEqual(self.reminders(appointment), rows)
        self.assertEqual(set(rows.mapped("due")), {SATURDAY_NINE + timedelta(days=1)})
        self.assertEqual(set(rows.mapped("told_start")), {at(9, day=TUESDAY)})

    def test_a_move_that_is_too_close_drops_them(self):
        appointment = self.book(at(9, day=TUESDAY))
        with freeze_time(SATURDAY_NINE + MINUTE):
            appointment._move(at(9), online=False)
        rows = self.reminders(appointment)
        self.assertEqual(set(rows.mapped("state")), {"dropped"})
        self.assertIn("too close", rows[0].reason)

    def test_back_after_a_move_that_was_too_close_they_are_planned_again(self):
        appointment = self.book(at(9, day=TUESDAY))
        with freeze_time(SATURDAY_NINE + MINUTE):
            appointment._move(at(9), online=False)
            appointment._move(at(9, day=TUESDAY), online=False)
        self.assertEqual(len(self.reminders(appointment, state="planned")), 2)

    def test_a_cancellation_drops_them(self):
        appointment = self.book(at(9))
        appointment.action_cancel()
        rows = self.reminders(appointment)
        self.assertEqual(set(rows.mapped("state")), {"dropped"})
        self.assertIn("cancelled", rows[0].reason)

    def test_another_contact_is_the_one_reminded(self):
        appointment = self.book(at(9))
        appointment.partner_id = self.other_citizen.partner_id
        self.assertEqual(self.reminders(appointment).partner_id, self.other_citizen.partner_id)

    def test_made_after_its_moment_it_is_not_planned(self):
        with freeze_time(SATURDAY_NINE):
            self.assertFalse(self.reminders(self.book(at(9), online=False)))
        with freeze_time(SATURDAY_NINE - MINUTE):
            self.assertEqual(len(self.reminders(self.book(at(10), online=False))), 2)

    def test_a_change_of_something_else_keeps_a_late_reminder(self):
        appointment = self.book(at(9))
        with freeze_time(SATURDAY_NINE + MINUTE):
            appointment._plan_reminders()
        self.assertEqual(set(self.reminders(appointment).mapped("state")), {"planned"})

    def test_staff_who_changes_an_appointment_stays_reminded_of_it(self):
        self.env["rendezvous.message.rule"].create(
            {
                "agenda_id": self.agenda.id,
                "event": "reminder",
                "staff_internal": True,
                "to_establishment": False,
                "user_ids": self.planner.ids,
            }
        )
        appointment = self.book(at(9))
        row = self.reminders(appointment, audience="staff")
        appointment.with_user(self.planner)._move(at(9, day=TUESDAY), online=False)
        self.assertEqual((row.state, row.told_start), ("planned", at(9, day=TUESDAY)))
        mine = self.env["rendezvous.appointment"].with_user(self.planner)
        mine = mine._book(self.service, at(10), self.agenda, self.contact, online=False)
        self.assertEqual(len(self.reminders(mine, audience="staff")), 1)

    def test_planning_twice_plans_once(self):
        appointment = self.book(at(9))
        appointment._plan_reminders()
        self.assertEqual(len(self.reminders(appointment)), 2)

    def test_what_was_sent_is_not_planned_again(self):
        appointment = self.book(at(9))
        self.run_job()
        appointment._plan_reminders()
        self.assertFalse(self.reminders(appointment, state="planned"))

    def test_hours_before_are_exact(self):
        self.add_rule(delay=3, unit="hours", channel="sms")
        row = self.reminders(self.book(at(9)))
        self.assertEqual((row.due, row.channel), (at(6), "sms"))

    def test_the_local_hour_holds_through_both_clock_changes(self):
        self.service.lead_max = self.agenda.horizon = 400
        for monday, saturday in (
            (datetime(2026, 3, 30, 7), datetime(2026, 3, 28, 8)),
            (datetime(2026, 10, 26, 8), datetime(2026, 10, 24, 7)),
        ):
            rows = self.reminders(self.book(monday))
            self.assertEqual(set(rows.mapped("due")), {saturday})

    def test_the_job_is_woken_up_at_the_minute_once(self):
        cron = self.env.ref("rendezvous.rendezvous_cron_send_notifications")
        self.book(at(9))
        self.book(at(10))
        moment = [("cron_id", "=", cron.id), ("call_at", "=", SATURDAY_NINE)]
        self.assertEqual(self.env["ir.cron.trigger"].search_count(moment), 1)

    def test_new_contacts_only(self):
        self.add_rule(scope="new", delay=3, unit="hours", channel="email")
        first = self.book(at(9))
        self.assertEqual(len(self.reminders(first)), 1)
        with freeze_time(at(11)):
            first.action_attended()
        self.assertFalse(self.reminders(self.book(at(9, day=TUESDAY))))

    def test_who_did_not_come_is_still_new(self):
        self.add_rule(scope="new", delay=3, unit="hours", channel="email")
        with freeze_time(at(11)):
            past = self.book(at(11, 30), online=False)
        with freeze_time(at(13)):
            past.action_no_show()
        self.assertEqual(len(self.reminders(self.book(at(9, day=TUESDAY)))), 1)

    def test_who_attended_at_a_sibling_is_no_new_contact(self):
        self.add_rule(scope="new", delay=3, unit="hours", channel="email")
        theirs = self.create_agenda("Theirs", self.sibling)
        self.add_openings(theirs)
        earlier = self.book(at(9), agenda=theirs)
        with freeze_time(at(11)):
            earlier.action_attended()
        self.assertFalse(self.reminders(self.book(at(9, day=TUESDAY))))

    def test_a_contact_who_is_known_by_then_is_not_reminded(self):
        self.add_rule(scope="new", delay=3, unit="hours", channel="email")
        first, second = self.book(at(9)), self.book(at(9, day=TUESDAY))
        with freeze_time(at(11)):
            first.action_attended()
        self.run_job(at(6, day=TUESDAY))
        self.assertIn("no new one", self.reminders(second).reason)


@tagged("post_install", "-at_install")
class TestRemindersOnTheRoad(RoadCase):
    def test_the_half_day_counts_and_its_narrower_time_too(self):
        tour = self.give(self.sector_north)
        self.env["rendezvous.reminder"].create(
            {"agenda_id": self.road.id, "delay": 2, "unit": "hours", "channel": "email"}
        )
        visit = self.plan(at(10, 15))
        row = visit.notification_ids.filtered(lambda row: row.event == "reminder")
        self.assertEqual((row.due, row.told_start), (at(6), at(8)))
        tour.is_locked = True
        with freeze_time(at(16, day=MONDAY - timedelta(days=1))):
            self.env["rendezvous.tour"]._cron_announce_times()
        self.assertEqual((row.due, row.told_start), (at(7, 15), at(9, 15)))

    def test_a_move_inside_the_half_day_changes_nothing(self):
        self.give(self.sector_north)
        visit = self.plan(at(10, 15))
        rows = visit.notification_ids.filtered(lambda row: row.event == "reminder")
        before = rows.read(["due", "told_start", "state"])
        visit._move(at(8), online=False)
        self.assertEqual(rows.read(["due", "told_start", "state"]), before)
        self.assertGreater(min(rows.mapped("due")), NOW)

    def test_who_is_visited_already_is_not_reminded(self):
        self.give(self.sector_north)
        self.env["rendezvous.reminder"].create(
            {"agenda_id": self.road.id, "delay": 1, "unit": "hours", "channel": "email"}
        )
        visit = self.plan(at(10, 15))
        with freeze_time(at(7, 30)):
            visit.started_at = at(7, 30)
            self.assertFalse(visit._is_to_come())
            visit._plan_reminders()
        reminder = visit.notification_ids.filtered(lambda row: row.event == "reminder")
        self.assertNotEqual(reminder.state, "planned")
