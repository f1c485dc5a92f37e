from unittest.mock import patch

from psycopg2 import OperationalError

from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RendezvousCase, at

MESSAGE_LOGGER = "odoo.addons.rendezvous.models.rendezvous_notification_send"


@tagged("post_install", "-at_install")
class TestMessages(RendezvousCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact.write({"name": "Zoé Martin", "email": "zoe@example.com", "tz": "Europe/Paris"})
        cls.child.write({"email": "hall@example.com", "email_secondary_color": "#1d4f91"})
        cls.service.instructions_before = "Bring a <photo>."

    def mails(self, appointment):
        domain = Domain("model", "=", appointment._name) & Domain("res_id", "=", appointment.id)
        return self.env["mail.mail"].search(domain, order="id")

    def notes(self, appointment):
        return " ".join(appointment.message_ids.mapped("body"))

    def test_a_confirmation_waits_in_the_mail_queue(self):
        mail = self.mails(self.book(at(9)))
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(mail.recipient_ids, self.contact)
        self.assertIn("hall@example.com", mail.email_from)

    def test_the_queue_is_woken_up(self):
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action")
        triggers = Domain("cron_id", "=", cron.id)
        before = self.env["ir.cron.trigger"].search_count(triggers)
        self.book(at(9))
        self.assertGreater(self.env["ir.cron.trigger"].search_count(triggers), before)

    def test_a_hold_tells_nothing(self):
        self.assertFalse(self.mails(self.book(at(9), hold=True)))

    def test_confirming_a_hold_tells_the_contact(self):
        appointment = self.book(at(9), hold=True)
        appointment.action_confirm()
        self.assertEqual(len(self.mails(appointment)), 1)

    def test_each_change_has_its_own_message(self):
        appointment = self.book(at(9))
        appointment._move(at(10))
        appointment.action_cancel("The agent is away")
        subjects = [subject.split(":")[0] for subject in self.mails(appointment).mapped("subject")]
        self.assertEqual(subjects, ["Confirmed", "New time", "Cancelled"])
        self.assertIn("The agent is away", self.mails(appointment)[-1].body_html)

    def test_what_is_over_is_not_announced(self):
        appointment = self.book(at(9))
        appointment.write({"start": at(9, day=self.past()), "stop": at(10, day=self.past())})
        appointment.action_cancel()
        self.assertEqual(len(self.mails(appointment)), 1)
        self.assertNotIn("cancelled", appointment.notification_ids.mapped("event"))

    def past(self):
        return at(0).replace(year=2025)

    def test_the_message_names_time_place_and_page(self):
        appointment = self.book(at(9))
        body = self.mails(appointment).body_html
        self.assertIn("Monday", body)
        self.assertIn("9:00", body)
        self.assertIn("Passport", body)
        self.assertIn("Child", body)
        self.assertIn(appointment._portal_link().replace("&", "&amp;"), body)

    def test_instructions_are_text_and_never_markup(self):
        self.assertIn("Bring a &lt;photo&gt;.", self.mails(self.book(at(9))).body_html)

    def test_the_zone_is_named_when_the_contact_lives_in_another(self):
        self.assertNotIn("Europe/Paris", self.mails(self.book(at(9))).body_html)
        self.contact.tz = "America/New_York"
        body = self.mails(self.book(at(10))).body_html
        self.assertIn("Europe/Paris", body)
        self.assertIn("10:00", body)

    def test_the_message_speaks_the_language_of_the_contact(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.contact.lang = "fr_FR"
        self.service.with_context(lang="fr_FR").name = "Passeport"
        mail = self.mails(self.book(at(9)))
        self.assertIn("lundi", mail.body_html)
        self.assertIn("Passeport", mail.subject)

    def test_an_edited_template_is_used(self):
        template = self.env.ref("rendezvous.mail_template_appointment_confirmed")
        template.subject = "See you soon"
        self.assertEqual(self.mails(self.book(at(9))).subject, "See you soon")

    def test_a_broken_template_does_not_lose_the_booking(self):
        template = self.env.ref("rendezvous.mail_template_appointment_confirmed")
        template.body_html = "<p t-out='object.no_such_field'/>"
        with mute_logger(MESSAGE_LOGGER):
            appointment = self.book(at(9))
        self.assertEqual(appointment.state, "confirmed")
        self.assertFalse(self.mails(appointment))
        self.assertIn("message to the contact failed", self.notes(appointment))

    def test_a_conflict_in_the_database_asks_for_the_whole_transaction_again(self):
        appointment = self.book(at(9))
        rows = type(self.env["rendezvous.notification"])
        conflict = patch.object(rows, "_queue", side_effect=OperationalError)
        with conflict, self.assertRaises(OperationalError):
            appointment._notify_contact("moved")

    def test_a_contact_without_email_is_booked_and_noted(self):
        self.contact.email = False
        appointment = self.book(at(9))
        self.assertFalse(self.mails(appointment))
        self.assertIn("no email address", self.notes(appointment))

    def test_a_broken_mail_server_loses_nothing(self):
        appointment = self.book(at(9))
        mail = self.mails(appointment)
        connect = patch.object(
            type(self.env["ir.mail_server"]), "_connect__", side_effect=OSError("No route")
        )
        with connect, mute_logger("odoo.addons.mail.models.mail_mail"):
            mail.send()
        self.assertEqual(mail.state, "exception")
        self.assertEqual(appointment.state, "confirmed")
        notification = self.env["mail.notification"].search([("mail_mail_id", "=", mail.id)])
        self.assertEqual(notification.notification_status, "exception")

    def test_the_history_keeps_the_message_after_it_left(self):
        appointment = self.book(at(9))
        mail = self.mails(appointment)
        mail.write({"state": "sent"})
        mail._postprocess_sent_message(success_pids=[], success_emails=[])
        self.assertFalse(mail.exists())
        message = appointment.message_ids.filtered(lambda m: m.message_type == "email_outgoing")
        self.assertIn("Confirmed", message.subject)
        self.assertTrue(message.attachment_ids)

    def test_an_agent_may_book_and_the_message_leaves(self):
        appointment = (
            self.env["rendezvous.appointment"]
            .with_user(self.agent)
            ._book(
                self.service.with_user(self.agent),
                at(9),
                self.agenda.with_user(self.agent),
                self.contact.with_user(self.agent),
                online=False,
            )
        )
        self.assertEqual(len(self.mails(appointment)), 1)
