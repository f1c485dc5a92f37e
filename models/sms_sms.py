from odoo import api, models

# Asking the gateway again would not help.
FINAL = {
    "sms_blacklist",
    "sms_country_not_supported",
    "sms_number_format",
    "sms_number_missing",
    "sms_optout",
}


class SmsSms(models.Model):
    """A queue that works for several companies, and tells what was refused or came too late."""

    _inherit = "sms.sms"

    @api.model
    def _process_queue(self):
        """Send what waits, each company's through its own gateway.

        Odoo's own stops for good when the queue holds SMS of two companies.
        What is given to the gateway says so first, committed: after a kill in
        between it stays “Processing” and is not sent a second time.
        """
        waiting = [("state", "=", "outgoing"), ("to_delete", "!=", True)]
        Cron = self.env["ir.cron"]
        queue = self.search(waiting, limit=self._get_send_batch_size(), order="id")
        queue = queue.try_lock_for_update()
        if not queue:
            return
        queue.state = "process"
        Cron._commit_progress()
        for company, sms in queue.grouped(lambda sms: sms._get_sms_company()).items():
            for sms_api, batch in sms.with_company(company)._split_by_api():
                batch.with_context(sms_api=sms_api)._send(unlink_sent=True)
            Cron._commit_progress(len(sms), remaining=self.search_count(waiting))

    def _send(self, unlink_failed=False, unlink_sent=True, raise_exception=False):
        # As superuser: messages are written by the system alone.
        rows = self.env["rendezvous.notification"].sudo()
        messages = rows._give_up_late(self.mail_message_id)
        late = self.filtered(lambda sms: sms.mail_message_id in messages)
        late.action_set_canceled()
        if not self - late:
            return None
        return super(SmsSms, self - late)._send(unlink_failed, unlink_sent, raise_exception)

    def _split_by_api(self):
        """Give the SMS of establishments that try things out to the test gateway."""
        kept = self.browse()
        for company, sms in self.grouped(lambda sms: sms._get_sms_company()).items():
            if company.sudo().rendezvous_sms_test:
                kept |= sms
                api_class = company._get_sms_api_class()
                gateway = api_class(self.env)
                gateway._set_company(company)
                yield gateway, sms
        if self - kept:
            yield from super(SmsSms, self - kept)._split_by_api()

    def _handle_call_result_hook(self, results):
        super()._handle_call_result_hook(results)
        refused = self.filtered(lambda sms: sms.state == "error")
        if not refused:
            return
        words = dict(self._fields["failure_type"]._description_selection(self.env))
        # As superuser: messages are written by the system alone.
        rows = self.env["rendezvous.notification"].sudo()
        for failure, alike in refused.grouped("failure_type").items():
            about = rows.search([("mail_message_id", "in", alike.mail_message_id.ids)])
            about._refused(words.get(failure, failure), is_final=failure in FINAL)
