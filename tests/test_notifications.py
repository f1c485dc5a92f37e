from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .anonymise_common import LATER, AnonymiseCase
from .common import NOW, at
from .reminder_common import SATURDAY_NINE, ReminderCase

MESSAGE_LOGGER = "odoo.addons.rendezvous.models.rendezvous_notification_send"


class TestNotifications(ReminderCase):
    """One row for each message, whatever came of it."""

    def told(self, appointment):
        """Return the rows of what was told at once, oldest first."""
        rows = self.rows(appointment).filtered(lambda row: row.event != "reminder")
        return rows.sorted("id")

    def test_each_change_leaves_a_row(self):
        appointment = self.book(at(9))
        appointment._move(at(10))
        appointment.action_cancel()
        rows = self.told(appointment)
        self.assertEqual(rows.mapped("event"), ["confirmed", "moved", "cancelled"])
        self.assertEqual(set(rows.mapped("state")), {"sent"})
        self.assertEqual(rows.mapped("told_start"), [at(9), at(10), at(10)])
        self.assertEqual((rows[0].sent_at, rows[0].channel, rows[0].attempts), (NOW, "email", 1))

    def test_the_row_leads_to_the_text(self):
        row = self.told(self.book(at(9)))
        self.assertIn("Confirmed", row.mail_message_id.subject)
        self.assertIn("Passport", row.with_user(self.agent).body)

    def test_it_is_named_in_words(self):
        row = self.told(self.book(at(9)))
        self.assertEqual(row.display_name, "Confirmation · Email")

    def test_without_an_address_it_is_dropped_and_noted(self):
        self.contact.email = False
        appointment = self.book(at(9))
        row = self.told(appointment)
        self.assertEqual(row.state, "dropped")
        self.assertIn("no email address", row.reason)
        self.assertIn(row.reason, " ".join(appointment.message_ids.mapped("body")))

    def test_who_wants_no_email_gets_none(self):
        self.contact.rendezvous_notify_email = False
        row = self.told(self.book(at(9)))
        self.assertEqual(row.state, "dropped")
        self.assertIn("wants no email", row.reason)

    def test_a_template_that_breaks_fails_with_its_reason(self):
        template = self.env.ref("rendezvous.mail_template_appointment_confirmed")
        template.body_html = "<p t-out='object.no_such_field'/>"
        with mute_logger(MESSAGE_LOGGER):
            row = self.told(self.book(at(9)))
        self.assertEqual(row.state, "failed")
        self.assertIn("no_such_field", row.reason)

    def test_states_move_one_way(self):
        planned = self.reminders(self.book(at(9)))[0]
        planned._drop("Because")
        for state, word in (("planned", "Planned"), ("sent", "Sent"), ("failed", "Failed")):
            words = f"“Dropped”, it cannot become “{word}”"
            with self.subTest(state=state), self.assertRaisesRegex(UserError, words):
                planned.state = state

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_the_same_reminder_twice(self):
        row = self.reminders(self.book(at(9)))[0]
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            row.copy().flush_recordset()

    def test_the_appointment_counts_and_lists_its_messages(self):
        appointment = self.book(at(9)).with_user(self.agent)
        self.assertEqual(appointment.notification_count, 3)
        action = appointment.action_view_notifications()
        found = self.Notification.with_user(self.agent).search(action["domain"])
        self.assertEqual(found.sudo(), self.rows(appointment).sudo())

    def test_a_merge_takes_them_along(self):
        other = self.env["res.partner"].create({"lastname": "Other"})
        row = self.told(self.book(at(9)))
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.contact | other).ids, other, extra_checks=False
        )
        row.invalidate_recordset()
        self.assertEqual(row.partner_id, other)

    def test_personal_data_hold_them(self):
        appointment = self.book(at(9))
        data = self.contact._personal_data(appointment)["notifications"]
        self.assertEqual([found["state"] for found in data], ["Sent", "Planned", "Planned"])
        self.assertEqual(data[1]["due"], "2026-01-03T08:00:00Z")


@tagged("post_install", "-at_install")
class TestNotificationsAnonymised(AnonymiseCase):
    def test_what_was_sent_stays_and_says_nothing_of_whom(self):
        appointment = self.past()
        rows = appointment.notification_ids
        self.assertTrue(rows.mail_message_id)
        rows[0].reason = "zoe@example.com was refused"
        self.run_job(LATER)
        self.assertEqual(rows.partner_id, self.parent.rendezvous_anonymous_partner_id)
        self.assertFalse(rows.mail_message_id or any(rows.mapped("reason")))
        self.assertNotIn("planned", rows.mapped("state"))
        self.assertIn("sent", rows.mapped("state"))

    def test_they_do_not_keep_a_contact_s_file_alive(self):
        self.past()
        self.assertNotIn("rendezvous.notification", self.person._used_elsewhere()[self.person])


class TestRemindNow(ReminderCase):
    """The reminder sent by hand."""

    def test_an_agent_reminds_at_once(self):
        appointment = self.book(at(9))
        action = appointment.with_user(self.agent).action_remind()
        self.assertEqual(action["params"]["type"], "success")
        rows = self.reminders(appointment, reminder_id=False)
        self.assertEqual(rows.mapped("state"), ["sent", "sent"])
        self.assertEqual(len(self.mails(appointment)), 1)
        self.assertEqual(len(self.sms(appointment)), 1)

    def test_what_was_not_sent_is_said(self):
        self.contact.write({"phone": "+33140205050", "rendezvous_notify_email": False})
        action = self.book(at(9)).with_user(self.agent).action_remind()
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn("landline", action["params"]["message"])
        self.assertIn("wants no email", action["params"]["message"])

    def test_those_that_are_planned_stay(self):
        appointment = self.book(at(9))
        appointment.action_remind()
        self.assertEqual(len(self.reminders(appointment, state="planned")), 2)
        self.run_job(SATURDAY_NINE)
        self.assertEqual(len(self.mails(appointment)), 2)

    def test_what_is_cancelled_or_past_is_not_reminded_of(self):
        cancelled, past = self.book(at(9)), self.book(at(10))
        cancelled.action_cancel()
        with self.assertRaisesRegex(UserError, "nothing to remind of"):
            cancelled.action_remind()
        with freeze_time(at(10)), self.assertRaisesRegex(UserError, "nothing to remind of"):
            past.action_remind()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_only_the_establishment_reminds(self):
        appointment = self.book(at(9))
        self.env.invalidate_all()
        for user in (self.sibling_planner, self.administrator, self.citizen):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                appointment.with_user(user).action_remind()
        self.assertFalse(self.reminders(appointment, reminder_id=False))
