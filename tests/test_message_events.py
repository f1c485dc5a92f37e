from freezegun import freeze_time

from .common import MONDAY, NOW, at
from .message_common import MessageCase

DURING = at(9, 10)


class TestMessageEvents(MessageCase):
    """What each event tells the contact."""

    def sms_of(self, appointment, event):
        return self.told(appointment, event, channel="sms").mail_message_id.body

    def mail_of(self, appointment, event):
        return self.told(appointment, event, channel="email").mail_message_id

    def test_staff_makes_and_the_contact_confirms(self):
        by_staff = self.book(at(9), online=False)
        online = self.book(at(10))
        self.assertEqual(self.told(by_staff).event, "created")
        self.assertIn("Your appointment: Passport", self.mail_of(by_staff, "created").subject)
        self.assertEqual(self.told(online).event, "confirmed")

    def test_a_held_one_is_confirmed_by_staff(self):
        appointment = self.book(at(9), hold=True)
        self.assertFalse(self.told(appointment))
        appointment.action_confirm()
        self.assertEqual(self.told(appointment).event, "confirmed")

    def test_the_file_for_the_calendar_comes_along(self):
        for online, event in ((False, "created"), (True, "confirmed")):
            appointment = self.book(at(9 + online), online=online)
            files = self.mail_of(appointment, event).attachment_ids
            self.assertEqual(files.mapped("name"), ["rendezvous.ics"])

    def test_every_event_has_its_sms(self):
        for event in ("confirmed", "moved", "cancelled"):
            self.agenda_rule(event, sms=True, extra_sms=f"Plus {event}")
        appointment = self.book(at(9))
        appointment._move(at(10))
        appointment._cancel_by_contact()
        for event in ("confirmed", "moved", "cancelled"):
            with self.subTest(event=event):
                text = self.sms_of(appointment, event)
                self.assertIn(f"Plus {event}", text)
                self.assertIn("Monday", text)

    def test_a_cancellation_says_by_whom(self):
        self.agenda_rule("cancelled", email=True, sms=True)
        by_contact, by_staff = self.book(at(9)), self.book(at(10))
        by_contact._cancel_by_contact()
        by_staff.action_cancel()
        self.assertIn("as you asked", self.sms_of(by_contact, "cancelled"))
        self.assertIn("we are sorry", self.sms_of(by_staff, "cancelled"))
        self.assertIn("As you asked", self.mail_of(by_contact, "cancelled").body)

    def test_the_parts_of_an_sms_are_counted(self):
        self.agenda_rule(sms=True, extra_sms="x" * 100)
        self.assertEqual(self.told(self.book(at(9))).parts, 2)

    def test_the_added_text_speaks_the_language_of_the_contact(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        rule = self.agenda_rule(email=True, sms=True, extra_email="Ring", extra_sms="Ring")
        rule.with_context(lang="fr_FR").write({"extra_email": "Sonnez", "extra_sms": "Sonnez"})
        self.contact.lang = "fr_FR"
        appointment = self.book(at(9))
        self.assertIn("Sonnez", self.mail_of(appointment, "confirmed").body)
        self.assertIn("Sonnez", self.sms_of(appointment, "confirmed"))

    def test_added_text_is_no_markup(self):
        self.agenda_rule(email=True, extra_email="Ring <twice>")
        body = self.mail_of(self.book(at(9)), "confirmed").body
        self.assertIn("Ring &lt;twice&gt;", body)

    def test_who_did_not_come_is_told_only_where_asked(self):
        silent, told = self.book(at(9)), self.book(at(9, day=MONDAY.replace(day=6)))
        with freeze_time(DURING):
            silent.action_no_show()
        self.assertFalse(self.told(silent, "no_show"))
        self.agenda_rule("no_show", email=True)
        with freeze_time(at(13, day=MONDAY.replace(day=6))):
            told.attendance = "no_show"
            told.attendance = "no_show"
        row = self.told(told, "no_show")
        self.assertEqual(row.state, "sent")
        self.assertIn("You were expected", row.mail_message_id.subject)

    def test_a_message_about_an_absence_corrected_meanwhile_is_dropped(self):
        appointment = self.book(at(9))
        with freeze_time(DURING):
            row = self.Notification.create(
                appointment._prepare_notification_row("no_show", "email")
            )
            row._send()
        self.assertEqual(row.state, "dropped")
        self.assertIn("corrected", row.reason)

    def test_skipped_channels_are_not_used(self):
        self.agenda_rule("created", email=True, sms=True)
        appointment = self.book(at(9), online=False, skipped={"sms"})
        self.assertEqual(self.channels(appointment, "created"), ["email"])

    def test_reached_by_one_channel_needs_no_note(self):
        self.agenda_rule(email=True, sms=True)
        self.contact.email = False
        appointment = self.book(at(9))
        states = {row.channel: row.state for row in self.told(appointment)}
        self.assertEqual(states, {"email": "dropped", "sms": "sent"})
        self.assertNotIn("No message sent", " ".join(appointment.message_ids.mapped("body")))

    def test_who_begins_at_once_is_still_told(self):
        with freeze_time(at(9)):
            appointment = self.book(at(9), online=False)
        self.assertEqual(self.told(appointment, "created").state, "sent")

    def test_what_the_mail_server_refused_is_not_sent_again_about_an_old_time(self):
        appointment = self.book(at(9))
        row = self.told(appointment)
        row._refused("Full")
        appointment._move(at(10))
        self.run_job(NOW.replace(minute=30))
        self.assertEqual(row.state, "dropped")
        self.assertIn("moved", row.reason)
