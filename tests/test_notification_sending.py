from datetime import timedelta
from traceback import walk_tb
from unittest.mock import patch

from freezegun import freeze_time
from lxml import etree

from odoo.tools import mute_logger

from .common import MONDAY, at
from .reminder_common import MINUTE, SATURDAY_NINE, ReminderCase

SEND_LOGGER = "odoo.addons.rendezvous.models.rendezvous_notification_send"
# Statements of a batch of up to 50, and those for each message of it on top.
PER_BATCH, PER_MESSAGE = 45, 2


class TestSending(ReminderCase):
    """The job: what leaves, when, and why not."""

    def states(self, appointment):
        return {row.channel: row.state for row in self.reminders(appointment)}

    def reason(self, appointment, channel="email"):
        return self.reminders(appointment, channel=channel).reason

    def test_nothing_leaves_before_its_minute(self):
        appointment = self.book(at(9))
        self.run_job(SATURDAY_NINE - MINUTE)
        self.assertEqual(self.states(appointment), {"email": "planned", "sms": "planned"})
        self.run_job(SATURDAY_NINE)
        self.assertEqual(self.states(appointment), {"email": "sent", "sms": "sent"})
        row = self.reminders(appointment)[0]
        self.assertEqual((row.sent_at, row.attempts), (SATURDAY_NINE, 1))

    def test_the_email_waits_in_the_queue_with_the_time_and_the_page(self):
        appointment = self.book(at(9))
        self.run_job()
        mail = self.mails(appointment)
        self.assertEqual((mail.state, mail.recipient_ids), ("outgoing", self.contact))
        self.assertIn("Monday", mail.body_html)
        self.assertIn("9:00", mail.body_html)
        self.assertIn(appointment._portal_link().replace("&", "&amp;"), mail.body_html)

    def test_the_sms_waits_in_the_queue_and_in_the_history(self):
        appointment = self.book(at(9))
        self.run_job()
        sms = self.sms(appointment)
        self.assertEqual((sms.number, sms.state), ("+33612345678", "outgoing"))
        self.assertIn("Child: reminder of your appointment, Monday", sms.body)
        self.assertTrue(sms.body.isascii())
        self.assertIn(sms.mail_message_id, appointment.message_ids)

    def test_what_a_rule_adds_comes_after(self):
        self.add_rule(extra_email="Ring <twice>", extra_sms="Ring twice")
        appointment = self.book(at(9))
        self.run_job()
        self.assertIn("Ring &lt;twice&gt;", self.mails(appointment).body_html)
        self.assertTrue(self.sms(appointment).body.endswith("Ring twice"))

    def test_both_speak_the_language_of_the_contact(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.contact.lang = "fr_FR"
        appointment = self.book(at(9))
        self.run_job()
        self.assertIn("lundi", self.mails(appointment, "Rappel").body_html)
        self.assertIn("lundi", self.sms(appointment).body)

    def test_an_edited_sms_is_used(self):
        template = self.env.ref("rendezvous.sms_template_appointment_reminder")
        template.body = "See you {{ object._message_when() }}"
        appointment = self.book(at(9))
        self.run_job()
        self.assertTrue(self.sms(appointment).body.startswith("See you Monday"))

    def test_nothing_is_sent_twice(self):
        appointment = self.book(at(9))
        for minutes in (0, 1, 5):
            self.run_job(SATURDAY_NINE + minutes * MINUTE)
        self.assertEqual(len(self.mails(appointment)), 1)
        self.assertEqual(len(self.sms(appointment)), 1)

    def test_after_a_day_of_downtime_it_catches_up(self):
        appointment = self.book(at(9))
        self.run_job(SATURDAY_NINE + timedelta(days=1))
        self.assertEqual(self.states(appointment), {"email": "sent", "sms": "sent"})

    def test_never_from_the_start_on(self):
        appointment = self.book(at(9))
        self.run_job(at(9))
        self.assertEqual(self.states(appointment), {"email": "dropped", "sms": "dropped"})
        self.assertIn("has begun", self.reason(appointment))

    def test_until_the_last_minute(self):
        appointment = self.book(at(9))
        self.run_job(at(9) - MINUTE)
        self.assertEqual(self.states(appointment), {"email": "sent", "sms": "sent"})

    def test_a_cancelled_one_during_the_downtime(self):
        appointment = self.book(at(9))
        with freeze_time(SATURDAY_NINE + MINUTE):
            appointment.action_cancel()
        self.run_job(SATURDAY_NINE + timedelta(hours=1))
        self.assertFalse(self.mails(appointment) or self.sms(appointment))

    def test_a_moved_one_during_the_downtime(self):
        appointment = self.book(at(9))
        with freeze_time(SATURDAY_NINE + MINUTE):
            appointment._move(at(9, day=MONDAY + timedelta(days=3)), online=False)
        self.run_job(SATURDAY_NINE + timedelta(hours=1))
        self.assertFalse(self.mails(appointment) or self.sms(appointment))
        self.assertEqual(self.states(appointment), {"email": "planned", "sms": "planned"})

    def test_preferences_of_the_moment_count(self):
        appointment = self.book(at(9))
        self.contact._choose_preferences(email=False, sms=True)
        self.run_job()
        self.assertEqual(self.states(appointment), {"email": "dropped", "sms": "sent"})
        self.assertIn("wants no email", self.reason(appointment))

    def test_who_wants_no_sms(self):
        appointment = self.book(at(9))
        self.contact._choose_preferences(email=True, sms=False)
        self.run_job()
        self.assertIn("wants no SMS", self.reason(appointment, "sms"))

    def test_a_landline_and_no_address(self):
        self.contact.write({"phone": "+33140205050", "email": False})
        appointment = self.book(at(9))
        self.run_job()
        self.assertIn("landline", self.reason(appointment, "sms"))
        self.assertIn("no email address", self.reason(appointment))

    def test_no_phone_at_all(self):
        self.contact.phone = False
        appointment = self.book(at(9))
        self.run_job()
        self.assertIn("no phone", self.reason(appointment, "sms"))

    def test_who_answered_stop(self):
        appointment = self.book(at(9))
        self.env["phone.blacklist"]._add(["+33612345678"])
        self.run_job()
        self.assertIn("STOP", self.reason(appointment, "sms"))

    def test_one_bad_row_never_stops_the_others(self):
        good, bad = self.book(at(9)), self.book(at(10))
        when = type(good)._message_when

        def broken(appointment):
            if appointment.id == bad.id:
                raise ValueError("No such hour")
            return when(appointment)

        with patch.object(type(good), "_message_when", broken), mute_logger(SEND_LOGGER):
            self.run_job()
        self.assertEqual(self.states(good), {"email": "sent", "sms": "sent"})
        self.assertEqual(self.states(bad), {"email": "failed", "sms": "failed"})
        self.assertIn("No such hour", self.reason(bad))
        self.assertEqual(len(self.mails(good)), 1)

    def test_what_a_bad_row_had_begun_is_undone(self):
        good, bad = self.book(at(9)), self.book(at(10))
        notice = type(self.Notification)._prepare_email_notice

        def broken(row, mail):
            if row.appointment_id == bad:
                raise ValueError("No such notice")
            return notice(row, mail)

        with (
            patch.object(type(self.Notification), "_prepare_email_notice", broken),
            mute_logger(SEND_LOGGER),
        ):
            self.run_job()
        self.assertEqual((len(self.mails(good)), len(self.mails(bad))), (1, 0))
        self.assertEqual(self.states(bad), {"email": "failed", "sms": "sent"})

    def statements(self, count, channel, day):
        """Return what sending ``count`` reminders of one rule and day costs."""
        rule = self.add_rule(delay=1, unit="hours", channel=channel)
        numbers = range(count)
        contacts = self.env["res.partner"].create(
            [
                {"lastname": f"C{n}", "email": f"c{n}@example.com", "phone": f"+3361234{n:04}"}
                for n in numbers
            ]
        )
        agenda = self.create_agenda(f"Hall {day}", self.child, capacity=count)
        self.add_openings(agenda)
        rule.agenda_id = agenda
        appointments = [self.book(at(9, day=day), agenda, contact) for contact in contacts]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        with freeze_time(at(8, day=day)):
            rows = self.Notification._take_due(100).filtered(lambda row: row.agenda_id == agenda)
            rows._send()
            self.env.flush_all()
        spent = self.env.cr.sql_log_count - before
        sent = self.Notification.search([("agenda_id", "=", agenda.id), ("state", "=", "sent")])
        self.assertEqual(len(sent - sent.filtered(lambda r: r.event != "reminder")), count)
        self.assertEqual(len(appointments), count)
        return spent

    def test_statements_for_each_message_are_bounded(self):
        for channel in ("email", "sms"):
            self.statements(2, channel, MONDAY + timedelta(days=1))
            few = self.statements(5, channel, MONDAY + timedelta(days=2))
            many = self.statements(25, channel, MONDAY + timedelta(days=3))
            with self.subTest(channel=channel):
                self.assertLessEqual(few, PER_BATCH)
                self.assertLessEqual(many - few, PER_MESSAGE * 20)

    def test_a_text_is_compiled_once_for_all_contacts_of_a_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        names = [("Ana", "fr_FR"), ("Bob", "en_US"), ("Eve", "en_US"), ("Joy", "en_US")]
        contacts = self.env["res.partner"].create(
            [{"name": name, "lang": lang, "email": "a@example.com"} for name, lang in names]
        )
        told = [self.book(at(9) + 30 * n * MINUTE, partner=one) for n, one in enumerate(contacts)]
        Qweb, texts = self.env.registry["ir.qweb"], []
        generate = Qweb._generate_code

        def noted(qweb, template):
            if isinstance(template, etree._Element):
                texts.append(etree.tostring(template))
            return generate(qweb, template)

        with patch.object(Qweb, "_generate_code", noted):
            self.run_job()
        languages = 2
        self.assertLessEqual(len(texts), languages * len(set(texts)))
        for appointment, (name, _lang) in zip(told, names, strict=True):
            self.assertIn(name, "".join(self.mails(appointment, "").mapped("body_html")))

    def test_the_thousandth_email_is_written_as_quickly_as_the_first(self):
        """Odoo remembers an error that grows with each text: ours is cut back."""
        template = self.env.ref("rendezvous.mail_template_appointment_reminder")
        depths = []
        for hour in (9, 10, 11):
            template.send_mail(self.book(at(hour)).id)
            error = self.env["ir.ui.view"]._get_cached_template_info("etree._Element")["error"]
            depths.append(len(list(walk_tb(error.__traceback__))))
        self.assertEqual(len(set(depths[1:])), 1, depths)
