from unittest.mock import patch

from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from .common import RendezvousCase

MAIL_LOGGER = "odoo.addons.mail.models.mail_mail"
CRON_LOGGER = "odoo.addons.base.models.ir_cron"


class TestMailQueue(RendezvousCase):
    """Odoo's own job leaves what is past its first thousand to the next hour: ours goes on."""

    def setUp(self):
        super().setUp()
        self.left = []
        server = {
            "_disable_send": lambda server: False,
            "_connect__": lambda server, **_kwargs: None,
            "send_email": self.take,
        }
        self.startPatcher(patch.multiple(IrMail_Server, **server))
        self.job = self.env.ref("mail.ir_cron_mail_scheduler_action")
        self.queue = self.env["mail.mail"]
        self.queue.search([("state", "=", "outgoing")]).cancel()
        self.env["ir.config_parameter"].set_param("mail.mail.queue.batch.size", 2)
        self.addresses = [f"{n}@example.com" for n in range(5)]
        values = {"email_from": "hall@example.com", "body_html": "Hello"}
        self.mails = self.queue.create([{**values, "email_to": to} for to in self.addresses])

    def take(self, message, **_kwargs):
        self.left.append(message["To"])
        return message["Message-Id"]

    def run_queue(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.job.method_direct_trigger()
        self.env.invalidate_all()

    def test_one_run_of_the_job_empties_a_queue_of_any_length(self):
        self.run_queue()
        self.assertEqual(sorted(self.left), self.addresses)
        self.assertEqual(set(self.mails.mapped("state")), {"sent"})

    def test_what_is_for_later_is_left(self):
        self.mails[4].scheduled_date = "2100-01-01 00:00:00"
        self.run_queue()
        self.assertEqual(sorted(self.left), self.addresses[:4])

    @mute_logger(MAIL_LOGGER, CRON_LOGGER)
    def test_a_queue_that_does_not_move_waits_for_the_next_hour(self):
        failure = ValueError("Out of order")
        with patch.object(type(self.queue), "send", side_effect=failure) as send:
            self.run_queue()
        send.assert_called_once()
        progress = self.env["ir.cron.progress"].search([("cron_id", "=", self.job.id)])
        self.assertFalse(any(progress.mapped("remaining")))
        self.assertEqual(set(self.mails.mapped("state")), {"outgoing"})

    def test_asking_for_certain_emails_sends_no_others(self):
        self.queue.process_email_queue(self.mails[:1].ids)
        self.assertEqual(self.left, self.addresses[:1])
