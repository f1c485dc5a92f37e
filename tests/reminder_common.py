from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.sms.tools.sms_api import SmsApi

from .common import RendezvousCase

# Two days before Monday at 9:00 in Paris: the default of a new parent.
SATURDAY_NINE = datetime(2026, 1, 3, 8, 0)
MINUTE = timedelta(minutes=1)


@tagged("post_install", "-at_install")
class ReminderCase(RendezvousCase):
    """A contact who takes emails and SMS, an appointment on Monday, and what leaves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact.write(
            {"name": "Zoé Martin", "email": "zoe@example.com", "phone": "+33612345678"}
        )
        cls.Notification = cls.env["rendezvous.notification"]

    def add_rule(self, agenda=None, **values):
        """Add a rule to an agenda, the counter if none is given."""
        agenda = agenda or self.agenda
        return self.env["rendezvous.reminder"].create({"agenda_id": agenda.id, **values})

    def rows(self, appointment, **values):
        """Return the messages of an appointment, oldest due first, that have these values."""
        domain = [(name, "=", value) for name, value in values.items()]
        domain.append(("appointment_id", "=", appointment.id))
        return self.Notification.search(domain, order="due, id")

    def reminders(self, appointment, **values):
        return self.rows(appointment, event="reminder", **values)

    def run_job(self, moment=SATURDAY_NINE):
        """Run the job at a moment, as the scheduler does."""
        self.env.flush_all()
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("rendezvous.rendezvous_cron_send_notifications").method_direct_trigger()
        self.env.invalidate_all()

    def run_sms_queue(self, state="success"):
        """Let the queue of SMS run against a gateway that answers ``state``; return what left."""
        left = []

        def send(api, messages, delivery_reports_url=False):
            left.extend(messages)
            return [
                {"uuid": number["uuid"], "state": state}
                for message in messages
                for number in message["numbers"]
            ]

        self.env.flush_all()
        with patch.object(SmsApi, "_send_sms_batch", send), self.enter_registry_test_mode():
            self.env.ref("sms.ir_cron_sms_scheduler_action").method_direct_trigger()
        self.env.invalidate_all()
        return left

    def sms(self, appointment):
        messages = self.rows(appointment, channel="sms").mail_message_id
        return self.env["sms.sms"].search([("mail_message_id", "in", messages.ids)], order="id")

    def mails(self, appointment, subject="Reminder"):
        domain = [("model", "=", appointment._name), ("res_id", "=", appointment.id)]
        mails = self.env["mail.mail"].search(domain, order="id")
        return mails.filtered(lambda mail: mail.subject.startswith(subject))
