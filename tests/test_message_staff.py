from datetime import timedelta

from odoo.fields import Command
from odoo.tests import new_test_user

from .common import at
from .message_common import MessageCase
from .reminder_common import SATURDAY_NINE


class TestMessageStaff(MessageCase):
    """Who is told on the staff side, and how."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = new_test_user(
            cls.env,
            "boss",
            groups="rendezvous.group_user",
            company_id=cls.child.id,
            company_ids=[Command.set(cls.child.ids)],
            email="boss@example.com",
        )
        cls.agenda.manager_ids = cls.boss

    def staff(self, appointment, event="confirmed", **values):
        return self.told(appointment, event, audience="staff", **values)

    def mail(self, row):
        return self.env["mail.mail"].search([("mail_message_id", "=", row.mail_message_id.id)])

    def test_the_establishment_s_address_by_default(self):
        self.agenda_rule(email=True, staff_email=True)
        appointment = self.book(at(9))
        row = self.staff(appointment)
        self.assertEqual((row.state, row.recipient), ("sent", "hall@example.com"))
        mail = self.mail(row)
        self.assertEqual(mail.recipient_ids, self.child.partner_id)
        self.assertIn("Booked: Zoé Martin, Monday", mail.subject)
        self.assertIn("+33 6 12 34 56 78", mail.body_html)
        self.assertFalse(mail.attachment_ids)

    def test_free_addresses_each_get_one(self):
        self.agenda_rule(
            staff_email=True,
            to_establishment=False,
            addresses="one@example.com, two@example.com, one@example.com",
        )
        rows = self.staff(self.book(at(9)))
        addresses = sorted(self.mail(row).email_to for row in rows)
        self.assertEqual(addresses, ["one@example.com", "two@example.com"])
        self.assertFalse(self.mail(rows[0]).recipient_ids)

    def test_nobody_is_told_twice(self):
        self.agenda_rule(staff_email=True, to_managers=True, addresses="boss@example.com")
        self.agenda.message_rule_ids.user_ids = self.boss
        addresses = sorted(self.staff(self.book(at(9))).mapped("recipient"))
        self.assertEqual(addresses, ["boss@example.com", "hall@example.com"])

    def test_two_people_with_one_address_are_told_once(self):
        self.planner.partner_id.email = self.boss.email
        self.agenda_rule("reminder", staff_email=True, to_establishment=False, to_managers=True)
        self.agenda.message_rule_ids.user_ids = self.planner
        rows = self.reminders(self.book(at(9)), audience="staff")
        self.assertEqual(rows.mapped("recipient"), ["boss@example.com"])

    def test_the_technician_with_a_user_and_without(self):
        worker = self.create_technician("Wim", self.child)
        worker.work_contact_id = self.env["res.partner"].create(
            {"name": "Wim", "email": "wim@example.com", "phone": "+33611111111"}
        )
        self.agenda.technician_ids = worker
        self.agenda_rule(
            staff_email=True, staff_sms=True, to_establishment=False, to_technician=True
        )
        appointment = self.env["rendezvous.appointment"].create(
            {
                "service_id": self.service.id,
                "agenda_id": self.agenda.id,
                "technician_id": worker.id,
                "partner_id": self.contact.id,
                "start": at(9),
            }
        )
        appointment._notify_contact("confirmed")
        found = {row.channel: row.recipient for row in self.staff(appointment)}
        self.assertEqual(found, {"email": "wim@example.com", "sms": "+33611111111"})

    def with_technician(self, user):
        """Make this user the technician of the counter."""
        worker = self.create_technician("Wim", self.child, user_id=user.id)
        self.add_hours(worker)
        self.agenda.technician_ids = worker

    def test_the_technician_is_told_in_odoo(self):
        self.with_technician(self.boss)
        self.agenda_rule(staff_internal=True, to_technician=True, to_establishment=False)
        row = self.staff(self.book(at(9)))
        self.assertEqual((row.recipient_id, row.state), (self.boss.partner_id, "sent"))

    def test_a_technician_whose_user_left_is_not_told(self):
        self.with_technician(self.boss)
        self.agenda_rule(staff_internal=True, to_technician=True, to_establishment=False)
        self.boss.active = False
        self.assertFalse(self.staff(self.book(at(9))))

    def test_an_internal_message_notifies_users_once_for_each_appointment(self):
        self.agenda_rule(staff_internal=True, to_managers=True, user_ids=self.planner.ids)
        appointment = self.book(at(9))
        rows = self.staff(appointment, channel="internal")
        self.assertEqual(set(rows.mapped("state")), {"sent"})
        message = rows.mail_message_id
        self.assertEqual(len(message), 1)
        self.assertEqual(message.notified_partner_ids, (self.boss | self.planner).partner_id)
        self.assertTrue(message.is_internal or message.subtype_id.internal)
        self.assertIn("Booked", message.body)
        self.assertIn(message, appointment.message_ids)

    def test_who_acts_is_not_told_of_it(self):
        self.agenda_rule("created", staff_internal=True, to_managers=True)
        self.env["rendezvous.appointment"].with_user(self.boss)._book(
            self.service, at(9), self.agenda, self.contact, online=False
        )
        rows = self.Notification.search([("agenda_id", "=", self.agenda.id)])
        self.assertFalse(rows.filtered(lambda row: row.audience == "staff"))

    def test_staff_without_address_is_dropped_with_the_reason(self):
        self.boss.partner_id.email = False
        self.agenda_rule(staff_email=True, staff_sms=True, to_establishment=False, to_managers=True)
        rows = self.staff(self.book(at(9)))
        self.assertEqual(set(rows.mapped("state")), {"dropped"})
        reasons = {row.channel: row.reason for row in rows}
        self.assertIn("has no email address", reasons["email"])
        self.assertIn("has no mobile phone", reasons["sms"])

    def test_the_wishes_of_the_contact_are_not_those_of_staff(self):
        self.contact.rendezvous_notify_email = False
        self.agenda_rule(email=True, staff_email=True)
        states = {row.audience: row.state for row in self.told(self.book(at(9)))}
        self.assertEqual(states, {"contact": "dropped", "staff": "sent"})

    def test_a_cancellation_says_by_whom(self):
        self.agenda_rule("cancelled", staff_email=True)
        by_contact, by_staff = self.book(at(9)), self.book(at(10))
        by_contact._cancel_by_contact("Found my card")
        by_staff.action_cancel()
        mail = self.mail(self.staff(by_contact, "cancelled"))
        self.assertIn("Cancelled by the contact", mail.subject)
        self.assertIn("Found my card", mail.body_html)
        mail = self.mail(self.staff(by_staff, "cancelled"))
        self.assertIn("Cancelled by staff", mail.subject)

    def test_reminders_of_staff_are_planned_with_those_of_contacts(self):
        self.agenda_rule("reminder", staff_email=True)
        appointment = self.book(at(9))
        row = self.reminders(appointment, audience="staff")
        self.assertEqual((row.state, row.due), ("planned", SATURDAY_NINE))
        appointment._move(at(9, day=at(9).date() + timedelta(days=1)))
        self.assertEqual(row.due, SATURDAY_NINE + timedelta(days=1))
        appointment.action_cancel()
        self.assertEqual(row.state, "dropped")

    def test_reminders_of_staff_leave_once(self):
        self.agenda_rule("reminder", staff_email=True, addresses="desk@example.com")
        appointment = self.book(at(9))
        for _run in range(2):
            self.run_job()
        rows = self.reminders(appointment, audience="staff")
        self.assertEqual(sorted(rows.mapped("recipient")), ["desk@example.com", "hall@example.com"])
        self.assertEqual(set(rows.mapped("state")), {"sent"})
        self.assertEqual(len(self.mails(appointment).filtered(lambda m: "Zoé" in m.subject)), 2)

    def test_the_contact_takes_away_what_was_sent_to_him_alone(self):
        self.agenda_rule(email=True, staff_email=True)
        appointment = self.book(at(9))
        data = self.contact._personal_data(appointment)["notifications"]
        self.assertEqual([row["event"] for row in data].count("Confirmation"), 1)
        self.assertTrue(self.staff(appointment).mail_message_id.is_internal)
