from odoo import models
from odoo.fields import Command
from odoo.tools import plaintext2html

from ..sms_length import sms_length

# What a calendar should know.
WITH_CALENDAR_FILE = {"created", "confirmed", "moved", "narrowed", "cancelled"}
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
        getattr(self, f"_queue_{self[:1].channel}")()
        self._mark_sent()

    def _template(self, kind):
        """Return the template of these messages, which finds the rules in its context."""
        row = self[:1]
        name = "staff" if row.audience == "staff" else row.event
        template = self.env.ref(f"rendezvous.{kind}_template_appointment_{name}")
        return template.with_context(**row._template_context())

    def _template_context(self):
        return {
            "rendezvous_compile_once": True,
            "rendezvous_event": self.event,
            "rendezvous_reminder_id": self.reminder_id.id,
            "rendezvous_message_rule_id": self.message_rule_id.id,
        }

    def _addressee(self):
        """Return the person that the message goes to, none for a free address."""
        return self.recipient_id if self.audience == "staff" else self.partner_id

    def _queue_email(self):
        values = {
            "author_id": self.company_id.partner_id.id,
            # With auto-delete: the queue forgets the mail, the history keeps the message.
            "is_notification": True,
            "auto_delete": True,
            **self[:1]._prepare_staff_email_vals(),
        }
        ids = [row.appointment_id.id for row in self]
        mails = self._template("mail").send_mail_batch(ids, email_values=values)
        told = list(zip(self, mails, strict=True))
        for row, mail in told:
            row.mail_message_id = mail.mail_message_id
            row._attach_calendar_file(mail)
        self.env["mail.notification"].create(
            [row._prepare_email_notice(mail) for row, mail in told]
        )
        # The queue's own schedule is hourly.
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _prepare_staff_email_vals(self):
        """Return to whom an email to staff goes, and that only staff reads it in the history."""
        if self.audience == "contact":
            return {}
        known = self.recipient_id
        return {
            "is_internal": True,
            "email_to": False if known else self.recipient,
            "recipient_ids": [Command.set(known.ids)],
        }

    def _attach_calendar_file(self, mail):
        """Add the file that puts it into the contact's calendar, or takes it out."""
        if self.audience == "staff" or self.event not in WITH_CALENDAR_FILE:
            return
        appointment = self.appointment_id
        method = "cancel" if appointment.state == "cancelled" else "request"
        file_vals = {
            "name": "rendezvous.ics",
            "raw": appointment._ics(),
            "mimetype": f"text/calendar; method={method}; charset=utf-8",
            "res_model": "mail.message",
            "res_id": mail.mail_message_id.id,
        }
        mail.write({"attachment_ids": [Command.create(file_vals)]})

    def _prepare_email_notice(self, mail):
        """Return what shows in the history whether the email left."""
        return {
            "author_id": mail.author_id.id,
            "mail_message_id": mail.mail_message_id.id,
            "mail_mail_id": mail.id,
            "res_partner_id": self._addressee().id,
            "mail_email_address": False if self._addressee() else self.recipient,
            "notification_type": "email",
            "notification_status": "ready",
            "is_read": True,
        }

    def _queue_sms(self):
        template = self._template("sms")
        bodies = template._render_field("body", self.appointment_id.ids, compute_lang=True)
        texts = [plain(bodies[row.appointment_id.id]) for row in self]
        messages = self.env["mail.message"].create(
            [row._prepare_sms_message(text) for row, text in zip(self, texts, strict=True)]
        )
        texted = list(zip(self, messages, texts, strict=True))
        queue = self.env["sms.sms"].create(
            [row._prepare_sms_vals(message, text) for row, message, text in texted]
        )
        for row, message, text in texted:
            row.mail_message_id = message
            row.parts = sms_length(text).parts
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
            "is_internal": self.audience == "staff",
        }

    def _prepare_sms_vals(self, message, text):
        return {
            "body": text,
            "mail_message_id": message.id,
            "partner_id": self._addressee().id,
            "number": self._addressee().phone_sanitized,
        }

    def _prepare_sms_notice(self, sms):
        """Return what shows in the history whether the SMS left."""
        return {
            "author_id": self.company_id.partner_id.id,
            "mail_message_id": sms.mail_message_id.id,
            "res_partner_id": self._addressee().id,
            "sms_number": sms.number,
            "notification_type": "sms",
            "sms_id_int": sms.id,
            "is_read": True,
            "notification_status": "ready",
        }


def plain(text):
    """Return a text without the signs that double the price of an SMS."""
    return text.translate(PLAIN_SIGNS).strip()


def length_words(env, length):
    """Return how long an SMS is, and what it costs, in the reader's words."""
    return env._(
        "%(characters)s characters, %(encoding)s: %(parts)s SMS",
        characters=length.characters,
        encoding=length.encoding,
        parts=length.parts,
    )
