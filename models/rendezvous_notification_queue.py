from odoo import models
from odoo.tools import plaintext2html

# Signs that would make one SMS of 160 characters two of 70.
PLAIN_SIGNS = str.maketrans(
    {"\u202f": " ", "\u00a0": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "…": "..."}
)


class RendezvousNotification(models.Model):
    """From a row to Odoo's own queue, many at once.

    The rows of one call are alike: same event, channel, rule and
    establishment. The number of statements grows by a few for each message
    (a test counts them), whatever the number of messages.
    """

    _inherit = "rendezvous.notification"

    def _queue(self):
        """Put these messages into the queue of their channel, and note that they left."""
        if self[:1].channel == "email":
            self._queue_emails()
        else:
            self._queue_sms()
        self._mark_sent()

    def _template(self, kind):
        template = self.env.ref(f"rendezvous.{kind}_template_appointment_{self[:1].event}")
        return template.with_context(rendezvous_reminder_id=self.reminder_id.id)

    def _queue_emails(self):
        author = self.company_id.partner_id
        values = {"author_id": author.id, "is_notification": True, "auto_delete": True}
        ids = [row.appointment_id.id for row in self]
        mails = self._template("mail").send_mail_batch(ids, email_values=values)
        for row, mail in zip(self, mails, strict=True):
            row.mail_message_id = mail.mail_message_id
        notices = [
            row.appointment_id._prepare_notification_vals(mail)
            for row, mail in zip(self, mails, strict=True)
        ]
        self.env["mail.notification"].create(notices)
        # The queue's own schedule is hourly.
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _queue_sms(self):
        template = self._template("sms")
        bodies = template._render_field("body", self.appointment_id.ids, compute_lang=True)
        texts = [_plain(bodies[row.appointment_id.id]) for row in self]
        messages = self.env["mail.message"].create(
            [row._prepare_sms_message(text) for row, text in zip(self, texts, strict=True)]
        )
        texted = list(zip(self, messages, texts, strict=True))
        queue = self.env["sms.sms"].create(
            [row._prepare_sms_vals(message, text) for row, message, text in texted]
        )
        for row, message in zip(self, messages, strict=True):
            row.mail_message_id = message
        notices = self.env["mail.notification"].create(
            [row._prepare_sms_notice(sms) for row, sms in zip(self, queue, strict=True)]
        )
        self.env["sms.tracker"].create(
            [
                {"sms_uuid": sms.uuid, "mail_notification_id": notice.id}
                for sms, notice in zip(queue, notices, strict=True)
            ]
        )

    def _prepare_sms_message(self, text):
        """Return what the history of the appointment keeps of an SMS."""
        return {
            "model": "rendezvous.appointment",
            "res_id": self.appointment_id.id,
            "message_type": "sms",
            "subtype_id": self.env.ref("mail.mt_note").id,
            "author_id": self.company_id.partner_id.id,
            "record_company_id": self.company_id.id,
            "body": plaintext2html(text),
        }

    def _prepare_sms_vals(self, message, text):
        return {
            "body": text,
            "mail_message_id": message.id,
            "partner_id": self.partner_id.id,
            "number": self.partner_id.phone_sanitized,
        }

    def _prepare_sms_notice(self, sms):
        """Return what shows in the history whether the SMS left."""
        return {
            "author_id": self.company_id.partner_id.id,
            "mail_message_id": sms.mail_message_id.id,
            "res_partner_id": self.partner_id.id,
            "sms_number": sms.number,
            "notification_type": "sms",
            "sms_id_int": sms.id,
            "is_read": True,
            "notification_status": "ready",
        }


def _plain(text):
    """Return a text without the signs that double the price of an SMS."""
    return text.translate(PLAIN_SIGNS).strip()
