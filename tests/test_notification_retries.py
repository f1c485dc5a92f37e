from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tools import mute_logger

from ..models.rendezvous_notification_failure import PAUSES
from .common import at
from .reminder_common import SATURDAY_NINE, ReminderCase

MAIL_LOGGER = "odoo.addons.mail.models.mail_mail"


class TestRetries(ReminderCase):
    """A gateway that refuses is asked again, later and later, then given up."""

    @mute_logger(MAIL_LOGGER)
    def refuse(self, mail, moment, error="No route to host"):
        """Have the mail server refuse, as the queue sees it."""
        servers = type(self.env["ir.mail_server"])
        with freeze_time(moment), patch.object(servers, "_connect__", side_effect=OSError(error)):
            mail.send()

    def sent_by_email(self):
        appointment = self.book(at(9))
        self.run_job()
        row = self.reminders(appointment, channel="email")
        return row, self.mails(appointment)

    def test_a_refused_email_is_planned_again_with_the_reason(self):
        row, mail = self.sent_by_email()
        self.refuse(mail, SATURDAY_NINE)
        self.assertEqual((row.state, row.attempts), ("planned", 1))
        self.assertIn("No route", row.reason)
        self.assertEqual(row.due, SATURDAY_NINE + timedelta(minutes=PAUSES[0]))

    def test_the_same_email_is_queued_again_not_another(self):
        row, mail = self.sent_by_email()
        self.refuse(mail, SATURDAY_NINE)
        self.run_job(row.due)
        self.assertEqual((row.state, row.attempts, row.reason), ("sent", 2, False))
        self.assertEqual(self.mails(row.appointment_id), mail)
        self.assertEqual(mail.state, "outgoing")

    def test_pauses_grow_then_it_is_given_up_with_its_reason(self):
        row, mail = self.sent_by_email()
        moment, pauses = SATURDAY_NINE, []
        while row.state == "sent":
            self.refuse(mail, moment)
            if row.state == "planned":
                pauses.append((row.due - moment) / timedelta(minutes=1))
                moment = row.due
                self.run_job(moment)
        self.assertEqual(tuple(pauses), PAUSES)
        self.assertEqual((row.state, row.attempts), ("failed", len(PAUSES) + 1))
        self.assertIn("No route", row.reason)

    def test_nothing_is_tried_again_after_the_start(self):
        row, mail = self.sent_by_email()
        self.refuse(mail, at(8, 56))
        self.assertEqual(row.state, "failed")

    def test_a_cancelled_one_is_not_tried_again(self):
        row, mail = self.sent_by_email()
        self.refuse(mail, SATURDAY_NINE)
        row.appointment_id.action_cancel()
        self.assertEqual(row.state, "dropped")

    def test_the_pause_stays_when_reminders_are_planned_anew(self):
        row, mail = self.sent_by_email()
        self.refuse(mail, SATURDAY_NINE)
        due = row.due
        with freeze_time(SATURDAY_NINE):
            row.appointment_id._plan_reminders()
        self.assertEqual((row.state, row.due), ("planned", due))

    def test_an_email_whose_address_is_wrong_is_not_tried_again(self):
        row, mail = self.sent_by_email()
        mail._postprocess_sent_message([], [], "No such address", "mail_email_invalid")
        self.assertEqual((row.state, row.reason), ("failed", "No such address"))

    def test_a_confirmation_is_tried_again_too(self):
        appointment = self.book(at(9))
        row = self.rows(appointment, event="confirmed")
        mail = self.env["mail.mail"].search([("mail_message_id", "=", row.mail_message_id.id)])
        moment = SATURDAY_NINE - timedelta(hours=3)
        self.refuse(mail, moment)
        self.assertEqual(row.state, "planned")
        self.run_job(row.due)
        self.assertEqual((row.state, mail.state), ("sent", "outgoing"))

    def test_a_confirmation_of_what_was_moved_is_dropped(self):
        appointment = self.book(at(9))
        row = self.rows(appointment, event="confirmed")
        mail = self.env["mail.mail"].search([("mail_message_id", "=", row.mail_message_id.id)])
        self.refuse(mail, SATURDAY_NINE - timedelta(hours=3))
        appointment._move(at(10), online=False)
        self.run_job(row.due)
        self.assertEqual(row.state, "dropped")
        self.assertIn("moved", row.reason)

    def test_who_did_not_come_is_told_again_after_the_start(self):
        self.env["rendezvous.message.rule"].create(
            {"agenda_id": self.agenda.id, "event": "no_show", "email": True}
        )
        appointment = self.book(at(9))
        with freeze_time(at(10)):
            appointment.action_no_show()
            row = self.rows(appointment, event="no_show")
            row._refused("Full")
        self.assertEqual((row.state, row.due), ("planned", at(10, PAUSES[0])))

    def test_a_cancellation_is_told_again_until_the_end(self):
        appointment = self.book(at(9))
        with freeze_time(at(8)):
            appointment.action_cancel()
        row = self.rows(appointment, event="cancelled")
        with freeze_time(at(9, 10)):
            row._refused("Full")
        self.assertEqual((row.state, row.due), ("planned", at(9, 10 + PAUSES[0])))
        self.run_job(at(9, 30))
        self.assertEqual((row.state, row.reason), ("dropped", "The appointment is over."))

    def test_a_confirmation_is_not_told_after_the_end(self):
        appointment = self.book(at(9))
        row = self.rows(appointment, event="confirmed")
        row._refused("Full")
        self.run_job(at(9, 30))
        self.assertEqual((row.state, row.reason), ("dropped", "The appointment is over."))

    def test_the_job_is_woken_up_for_the_next_attempt(self):
        row, mail = self.sent_by_email()
        self.refuse(mail, SATURDAY_NINE)
        moments = self.env["ir.cron.trigger"].search([]).mapped("call_at")
        self.assertIn(row.due, moments)

    def test_a_confirmation_of_what_was_cancelled_is_dropped(self):
        appointment = self.book(at(9))
        row = self.rows(appointment, event="confirmed")
        row._refused("Full")
        appointment.action_cancel()
        self.run_job(row.due)
        self.assertEqual((row.state, row.reason), ("dropped", "The appointment was cancelled."))

    def test_a_refused_sms_is_tried_again(self):
        appointment = self.book(at(9))
        self.run_job()
        with freeze_time(SATURDAY_NINE):
            self.run_sms_queue("insufficient_credit")
        row = self.reminders(appointment, channel="sms")
        self.assertEqual((row.state, row.reason), ("planned", "Insufficient Credit"))
        self.contact.phone = "+33687654321"
        self.run_job(row.due)
        (message,) = self.run_sms_queue()
        self.assertEqual(message["numbers"][0]["number"], "+33687654321")
        self.assertEqual((row.state, row.attempts), ("sent", 2))

    def test_a_number_that_the_gateway_cannot_read_is_not_tried_again(self):
        appointment = self.book(at(9))
        self.run_job()
        self.run_sms_queue("wrong_number_format")
        row = self.reminders(appointment, channel="sms")
        self.assertEqual((row.state, row.reason), ("failed", "Wrong Number Format"))
