from datetime import timedelta

from odoo.addons.sms.tools.sms_api import SmsApi

from ..models.rendezvous_sms_outbox import KEPT_DAYS, SmsApiOutbox
from .access_common import AccessMixin
from .common import NOW, at
from .message_common import MessageCase
from .test_notification_access import READ_ONLY


class TestSmsOutbox(MessageCase):
    """The test gateway: keeps what would leave, establishment by establishment."""

    def outbox(self):
        return self.env["rendezvous.sms.outbox"].search([], order="id")

    def test_never_by_default(self):
        companies = self.parent | self.child | self.sibling
        self.assertFalse(any(companies.mapped("rendezvous_sms_test")))
        self.assertIs(self.child._get_sms_api_class(), SmsApi)

    def test_it_keeps_what_would_leave(self):
        self.child.rendezvous_sms_test = True
        self.assertIs(self.child._get_sms_api_class(), SmsApiOutbox)
        self.agenda_rule(sms=True, extra_sms="É" * 100)
        row = self.told(self.book(at(9)))
        self.assertFalse(self.run_sms_queue(), "Nothing goes to the real gateway")
        kept = self.outbox()
        self.assertEqual((kept.number, kept.company_id), ("+33612345678", self.child))
        self.assertIn("your appointment is confirmed", kept.body)
        self.assertEqual((kept.parts, kept.encoding, kept.sent_at), (2, "GSM-7", NOW))
        self.assertEqual(row.state, "sent")
        notice = row.mail_message_id.notification_ids
        self.assertNotIn(notice.notification_status, ("ready", "exception"))

    def test_others_use_their_own_gateway(self):
        self.child.rendezvous_sms_test = True
        theirs = self.create_agenda("Theirs", self.sibling)
        self.add_openings(theirs)
        self.rule(self.parent, sms=True)
        self.book(at(9))
        self.book(at(10), agenda=theirs)
        self.assertEqual(len(self.run_sms_queue()), 1)
        self.assertEqual(self.outbox().company_id, self.child)

    def test_sent_at_once_it_is_kept_too(self):
        self.child.rendezvous_sms_test = True
        self.agenda_rule(sms=True)
        appointment = self.book(at(9))
        self.sms(appointment).send()
        self.assertEqual(len(self.outbox()), 1)

    def test_what_is_old_goes(self):
        values = {"company_id": self.child.id, "number": "+33612345678", "body": "Hello"}
        Outbox = self.env["rendezvous.sms.outbox"]
        for days in (KEPT_DAYS - 1, KEPT_DAYS + 1):
            Outbox.create({**values, "sent_at": NOW - timedelta(days=days)})
        Outbox._gc_old()
        self.assertEqual(self.outbox().sent_at, NOW - timedelta(days=KEPT_DAYS - 1))

    def test_it_goes_with_the_file_of_the_contact(self):
        Outbox, number = self.env["rendezvous.sms.outbox"], self.contact.phone_sanitized
        values = {"company_id": self.child.id, "body": "Hello"}
        Outbox.create([{**values, "number": number}, {**values, "number": "+33699999999"}])
        self.contact._remove_traces()
        self.assertEqual(self.outbox().mapped("number"), ["+33699999999"])


class TestMessageAccess(AccessMixin, MessageCase):
    """Who sees and sets what, tried for real."""

    def test_the_outbox(self):
        values = {"company_id": self.child.id, "number": "+33612345678", "body": "Hello"}
        kept = self.env["rendezvous.sms.outbox"].create(values)
        self.check(kept, READ_ONLY, values, {"body": "Changed"})
