from datetime import timedelta

from odoo import api, fields, models

# After the first refusal, the second, …: the last one that finds no more is the end.
PAUSES = (5, 15, 60, 240)


class RendezvousNotification(models.Model):
    """What the gateway refuses is tried again, later and later, then given up."""

    _inherit = "rendezvous.notification"

    def _refused(self, reason, is_final=False):
        """Plan anew what the gateway did not take, or give it up with its reason.

        ``is_final``: asking again would not help, as with a wrong number.
        """
        now = fields.Datetime.now()
        for row in self.filtered(lambda row: row.state == "sent"):
            again = row._next_attempt(now)
            if is_final or not again:
                row.write({"state": "failed", "reason": reason})
            else:
                row.write({"state": "planned", "reason": reason, "due": again, "sent_at": False})
        self._wake_up()

    @api.model
    def _give_up_late(self, messages):
        """Give up the reminders among messages in a queue whose appointment has begun.

        The queue may have stood still since they came into it. Return their messages.
        """
        rows = self.search(
            [
                ("mail_message_id", "in", messages.ids),
                ("event", "=", "reminder"),
                ("state", "=", "sent"),
                ("told_start", "<=", fields.Datetime.now()),
            ]
        )
        rows._refused(self.env._("The appointment has begun."), is_final=True)
        return rows.mail_message_id

    def _next_attempt(self, now):
        """Return when to ask the gateway again, None when it is no use any more."""
        self.ensure_one()
        if self.attempts > len(PAUSES):
            return None
        again = now + timedelta(minutes=PAUSES[max(self.attempts, 1) - 1])
        if self.event == "no_show":
            return again
        appointment = self.appointment_id
        end = appointment.stop if self.event == "cancelled" else appointment.told_start
        return again if again < end else None

    def _queue_again(self):
        """Give the gateway what it refused again; return these rows, now sent.

        The queue has kept the message; of a row whose message is gone, a new
        one has to be made.
        """
        tried = self.filtered("mail_message_id")
        if not tried:
            return tried
        inside = [("mail_message_id", "in", tried.mail_message_id.ids)]
        emails, texts = self.env["mail.mail"].search(inside), self.env["sms.sms"].search(inside)
        if emails:
            emails.mark_outgoing()
            # The queue's own schedule is hourly.
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        if texts:
            for text in texts:
                # The contact may have another number by now.
                text.number = text.partner_id.phone_sanitized or text.number
            texts.action_set_outgoing()
            self.env.ref("sms.ir_cron_sms_scheduler_action")._trigger()
        kept = emails.mail_message_id | texts.mail_message_id
        again = tried.filtered(lambda row: row.mail_message_id in kept)
        again._mark_sent()
        return again
