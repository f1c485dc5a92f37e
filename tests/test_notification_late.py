from unittest.mock import patch

from freezegun import freeze_time

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from .common import at
from .reminder_common import MINUTE, ReminderCase


class TestNotificationLate(ReminderCase):
    """A queue that stood still lets no reminder go after the start."""

    def setUp(self):
        super().setUp()
        self.appointment = self.book(at(9))
        self.run_job()

    def run_mail_queue(self, mails, moment):
        """Run the queue of emails at a moment; return the subjects that left."""
        left = []

        def take(server, message, **_kwargs):
            left.append(message["Subject"])
            return message["Message-Id"]

        server = {
            "_disable_send": lambda self: False,
            "_connect__": lambda self, **_kwargs: None,
            "send_email": take,
        }
        with freeze_time(moment), patch.multiple(IrMail_Server, **server):
            mails.send()
        return left

    def row(self, channel):
        return self.reminders(self.appointment, channel=channel)

    def test_an_email_leaves_until_the_last_minute(self):
        (subject,) = self.run_mail_queue(self.mails(self.appointment), at(9) - MINUTE)
        self.assertIn("Reminder", subject)
        self.assertEqual(self.row("email").state, "sent")

    def test_an_email_never_leaves_from_the_start_on(self):
        mail, message = self.mails(self.appointment), self.row("email").mail_message_id
        self.assertFalse(self.run_mail_queue(mail, at(9)))
        self.assertEqual((self.row("email").state, mail.state), ("failed", "cancel"))
        self.assertIn("has begun", self.row("email").reason)
        self.assertEqual(message.notification_ids.notification_status, "canceled")

    def test_an_sms_leaves_until_the_last_minute(self):
        with freeze_time(at(9) - MINUTE):
            self.assertEqual(len(self.run_sms_queue()), 1)
        self.assertEqual(self.row("sms").state, "sent")

    def test_an_sms_never_leaves_from_the_start_on(self):
        sms, message = self.sms(self.appointment), self.row("sms").mail_message_id
        with freeze_time(at(9)):
            self.assertFalse(self.run_sms_queue())
        self.assertEqual((self.row("sms").state, sms.state), ("failed", "canceled"))
        self.assertIn("has begun", self.row("sms").reason)
        self.assertEqual(message.notification_ids.notification_status, "canceled")

    def test_an_sms_about_a_later_one_leaves_beside(self):
        self.book(at(10))
        self.run_job()
        with freeze_time(at(9)):
            (message,) = self.run_sms_queue()
        self.assertIn("10:00", message["content"])

    def test_other_messages_leave_after_the_start(self):
        row = self.rows(self.appointment, event="confirmed")
        mail = self.env["mail.mail"].search([("mail_message_id", "=", row.mail_message_id.id)])
        (subject,) = self.run_mail_queue(mail, at(9))
        self.assertIn("Confirmed", subject)
        self.assertEqual(row.state, "sent")
