from unittest.mock import patch

from odoo.addons.sms.tools.sms_api import SmsApi

from .common import at
from .reminder_common import ReminderCase


class TestSmsQueue(ReminderCase):
    """Odoo's own queue stops at SMS of two companies: ours does not."""

    def both(self):
        """Return the reminders by SMS of two establishments, queued."""
        theirs = self.create_agenda("Theirs", self.sibling)
        self.add_openings(theirs)
        appointments = self.book(at(9)) | self.book(at(10), agenda=theirs)
        self.run_job()
        return appointments.notification_ids.filtered(
            lambda row: row.channel == "sms" and row.state == "sent"
        )

    def test_messages_of_several_companies_leave_together(self):
        rows = self.both()
        companies = rows.mail_message_id.record_company_id
        self.assertEqual(companies, self.child | self.sibling)
        self.assertEqual(len(self.run_sms_queue()), 2)
        self.assertFalse(self.run_sms_queue())

    def test_each_company_has_its_own_gateway(self):
        self.both()
        asked = []
        queue = type(self.env["sms.sms"])
        own = queue._split_by_api

        def split(records):
            asked.append(records.env.company)
            return own(records)

        with patch.object(queue, "_split_by_api", split):
            self.run_sms_queue()
        self.assertEqual(set(asked), {self.child, self.sibling})

    def test_what_is_being_given_to_the_gateway_says_so_before(self):
        rows = self.both()
        queue = self.env["sms.sms"]
        queue = queue.search([("mail_message_id", "in", rows.mail_message_id.ids)])
        seen = []

        def send(api, messages, delivery_reports_url=False):
            api.env.cr.execute("SELECT state FROM sms_sms WHERE id = ANY(%s)", [queue.ids])
            seen.extend(state for (state,) in api.env.cr.fetchall())
            return []

        self.env.flush_all()
        with patch.object(SmsApi, "_send_sms_batch", send), self.enter_registry_test_mode():
            self.env.ref("sms.ir_cron_sms_scheduler_action").method_direct_trigger()
        self.assertEqual(set(seen), {"process"})
        # The gateway said nothing, as when killed: nothing is sent a second time.
        self.assertFalse(self.run_sms_queue())

    def test_an_empty_queue_is_none_of_the_gateway_s_business(self):
        self.assertFalse(self.run_sms_queue())
