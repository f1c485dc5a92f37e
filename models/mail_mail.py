from odoo import api, fields, models

# Asking the mail server again would not help.
FINAL = {"mail_email_invalid", "mail_email_missing"}


class MailMail(models.Model):
    """The rows of messages learn what the mail server refused; what came too late stays here."""

    _inherit = "mail.mail"

    @api.model
    def process_email_queue(self, email_ids=(), batch_size=1000):
        """Go on with the next thousand at once.

        Odoo 19 looks for a model called ``ir_cron`` to say how many emails are
        left, finds none, and lets them wait for the next hour.
        """
        if email_ids or not self.env.context.get("ir_cron_progress_id"):
            return super().process_email_queue(email_ids, batch_size)
        due = [
            ("state", "=", "outgoing"),
            "|",
            ("scheduled_date", "=", False),
            ("scheduled_date", "<=", fields.Datetime.now()),
        ]
        before = self.search_count(due)
        result = super().process_email_queue(email_ids, batch_size)
        left = self.search_count(due)
        # Without progress, going on at once would turn in circles.
        if left < before:
            self.env["ir.cron"]._commit_progress(before - left, remaining=left)
        return result

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        # As superuser: messages are written by the system alone.
        rows = self.env["rendezvous.notification"].sudo()
        messages = rows._give_up_late(self.mail_message_id)
        late = self.filtered(lambda mail: mail.mail_message_id in messages)
        late.cancel()
        late.mail_message_id.notification_ids.notification_status = "canceled"
        return super().send(auto_commit, raise_exception, post_send_callback)

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        reasons = {}
        if failure_type:
            # Read before the queue forgets the emails.
            reasons = {m.mail_message_id.id: failure_reason or m.failure_reason for m in self}
        result = super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason, failure_type
        )
        if reasons:
            # As superuser: messages are written by the system alone.
            rows = self.env["rendezvous.notification"].sudo()
            for row in rows.search([("mail_message_id", "in", list(reasons))]):
                reason = reasons[row.mail_message_id.id] or failure_type
                row._refused(reason, is_final=failure_type in FINAL)
        return result
