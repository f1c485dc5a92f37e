import vobject
from freezegun import freeze_time

from odoo.tests import tagged

from .common import RendezvousCase, at


@tagged("post_install", "-at_install")
class TestCalendarFile(RendezvousCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact.write({"name": "Zoé “Z”, Martin", "email": "zoe@example.com"})
        cls.child.write({"email": "hall@example.com", "phone": "01 23 45 67 89"})
        cls.place = cls.env["res.partner"].create(
            {"name": "Annexe", "street": "2 rue Haute", "city": "Valombre"}
        )
        cls.agenda.location_ids = cls.place

    def parsed(self, appointment):
        """Return the calendar as strict readers see it."""
        return vobject.readOne(appointment._ics().decode(), validate=True)

    def attached(self, appointment):
        """Return the files of the messages, oldest first."""
        messages = appointment.message_ids.filtered("attachment_ids").sorted("id")
        return messages.attachment_ids.sorted("id")

    def test_it_says_when_in_utc_where_and_what(self):
        event = self.parsed(self.book(at(9))).vevent
        self.assertEqual(event.dtstart.value.replace(tzinfo=None), at(9))
        self.assertEqual(event.dtend.value.replace(tzinfo=None), at(9, 30))
        self.assertIn(b"DTSTART:20260105T080000Z", event.serialize().encode())
        self.assertEqual(event.location.value, "Annexe, 2 rue Haute, Valombre")
        self.assertEqual(event.summary.value, "Passport – Child")

    def test_the_establishment_invites_and_the_contact_has_accepted(self):
        event = self.parsed(self.book(at(9))).vevent
        self.assertEqual(event.organizer.value, "mailto:hall@example.com")
        self.assertEqual(event.attendee.value, "mailto:zoe@example.com")
        self.assertEqual(event.attendee.partstat_param, "ACCEPTED")

    def test_it_exists_without_any_email_address(self):
        self.contact.email = self.child.email = self.parent.email = False
        event = self.parsed(self.book(at(9))).vevent
        self.assertNotIn("attendee", event.contents)
        self.assertTrue(event.organizer.value.startswith("http"))

    def test_a_quote_in_a_name_does_not_break_the_file(self):
        self.contact.name = 'Zoé "Z", Martin;\nMayor'
        attendee = self.parsed(self.book(at(9))).vevent.attendee
        self.assertEqual(attendee.cn_param, "Zoé ’Z’, Martin; Mayor")

    def test_it_links_to_the_page_of_the_contact(self):
        appointment = self.book(at(9))
        url = self.parsed(appointment).vevent.url.value
        self.assertIn(f"/my/rendezvous/{appointment.id}?", url)
        self.assertTrue(url.startswith("http"))

    def test_the_uid_stays_and_the_sequence_grows(self):
        appointment = self.book(at(9))
        versions = [self.parsed(appointment)]
        appointment._move(at(10))
        versions.append(self.parsed(appointment))
        appointment.action_cancel()
        versions.append(self.parsed(appointment))
        self.assertEqual(len({version.vevent.uid.value for version in versions}), 1)
        self.assertEqual([version.vevent.sequence.value for version in versions], ["0", "1", "2"])
        methods = [version.method.value for version in versions]
        self.assertEqual(methods, ["REQUEST", "REQUEST", "CANCEL"])
        self.assertEqual(versions[-1].vevent.status.value, "CANCELLED")

    def test_a_move_without_message_grows_the_sequence_too(self):
        appointment = self.book(at(9))
        appointment._move(at(10), notify=False)
        self.assertEqual(appointment.ics_sequence, 1)

    def test_a_note_of_staff_changes_no_calendar(self):
        appointment = self.book(at(9))
        appointment.write({"note": "Came early", "start": appointment.start})
        self.assertEqual(appointment.ics_sequence, 0)

    def test_closing_an_appointment_changes_no_calendar(self):
        appointment = self.book(at(9))
        with freeze_time(at(9, 10)):
            appointment.action_attended()
        self.assertEqual(appointment.ics_sequence, 0)

    def test_two_appointments_never_share_a_uid(self):
        self.assertNotEqual(self.book(at(9)).ics_uid, self.book(at(10)).ics_uid)

    def test_a_confirmed_hold_starts_at_zero(self):
        appointment = self.book(at(9), hold=True)
        appointment.action_confirm()
        self.assertEqual(self.parsed(appointment).vevent.sequence.value, "0")

    def test_every_message_has_its_own_file(self):
        appointment = self.book(at(9))
        appointment._move(at(10))
        first, second = self.attached(appointment)
        self.assertIn(b"SEQUENCE:0", first.raw)
        self.assertIn(b"SEQUENCE:1", second.raw)
        self.assertTrue(first.mimetype.startswith("text/calendar; method=request"))

    def test_the_message_of_a_cancellation_removes_the_event(self):
        appointment = self.book(at(9))
        appointment.action_cancel()
        last = self.attached(appointment)[-1]
        self.assertIn(b"METHOD:CANCEL", last.raw)
        self.assertTrue(last.mimetype.startswith("text/calendar; method=cancel"))

    def test_the_mail_carries_the_file_as_an_invitation(self):
        appointment = self.book(at(9))
        mail = self.env["mail.mail"].search([("res_id", "=", appointment.id)], limit=1)
        parts = mail._prepare_outgoing_list()[0]["attachments"]
        self.assertEqual([name for name, _raw, _mime in parts], ["rendezvous.ics"])
