from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user

from .common import MONDAY, at
from .message_common import MessageCase
from .reminder_common import MINUTE, SATURDAY_NINE


class TestMessageInternal(MessageCase):
    """Reminders to users in Odoo: each has his own, whatever he is called."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = (cls.create_namesake(login) for login in ("marie", "marie2"))
        cls.agenda.manager_ids = cls.first | cls.second
        cls.rule_ = cls.Rule.create(
            {
                "agenda_id": cls.agenda.id,
                "event": "reminder",
                "staff_internal": True,
                "to_managers": True,
            }
        )

    @classmethod
    def create_namesake(cls, login):
        return new_test_user(
            cls.env,
            login,
            groups="rendezvous.group_user",
            name="Marie Martin",
            email="desk@example.com",
            company_id=cls.child.id,
            company_ids=[Command.set(cls.child.ids)],
        )

    def internal(self, appointment, **values):
        return self.reminders(appointment, channel="internal", **values)

    def test_two_users_of_one_name_and_address_are_both_reminded(self):
        appointment = self.book(at(9))
        self.run_job()
        rows = self.internal(appointment)
        self.assertEqual(rows.mapped("state"), ["sent", "sent"])
        told = rows.mail_message_id.notified_partner_ids
        self.assertEqual(told, (self.first | self.second).partner_id)

    def test_by_email_their_address_is_told_once(self):
        self.rule_.staff_email = True
        appointment = self.book(at(9))
        self.assertEqual(len(self.reminders(appointment, audience="staff", channel="email")), 2)

    def test_who_changes_his_name_keeps_a_reminder_that_is_late(self):
        appointment = self.book(at(9))
        with freeze_time(SATURDAY_NINE + MINUTE):
            self.first.name = "Marie Durand"
            appointment._plan_reminders()
        rows = self.internal(appointment)
        self.assertEqual(set(rows.mapped("state")), {"planned"})
        self.assertEqual(len(rows), 2)
        self.assertIn('"Marie Durand" <desk@example.com>', rows.mapped("recipient"))

    def test_who_changed_his_name_since_is_not_reminded_twice(self):
        appointment = self.book(at(9))
        self.run_job()
        self.first.write({"name": "Marie Durand", "email": "durand@example.com"})
        self.env["rendezvous.reminder"].search([("company_id", "=", self.parent.id)]).delay = 1
        with freeze_time(SATURDAY_NINE + MINUTE):
            appointment._plan_reminders()
        self.assertEqual(len(self.internal(appointment)), 2)

    def test_another_manager_is_reminded_instead(self):
        appointment = self.book(at(9))
        self.agenda.manager_ids = self.second | self.planner
        appointment._move(at(9, day=MONDAY.replace(day=6)))
        planned = self.internal(appointment, state="planned")
        self.assertEqual(planned.recipient_id, (self.second | self.planner).partner_id)
        dropped = self.internal(appointment, state="dropped")
        self.assertEqual(dropped.recipient_id, self.first.partner_id)

    def test_who_left_meanwhile_is_not_reminded(self):
        appointment = self.book(at(9))
        self.first.active = False
        self.run_job()
        rows = self.internal(appointment)
        states = {row.recipient_id: row.state for row in rows}
        self.assertEqual(states[self.first.partner_id], "dropped")
        self.assertEqual(states[self.second.partner_id], "sent")
        dropped = rows.filtered(lambda row: row.state == "dropped")
        self.assertEqual(dropped.reason, "Marie Martin is no user any more.")

    def test_who_left_before_is_not_planned_for(self):
        self.first.active = False
        rows = self.internal(self.book(at(9)))
        self.assertEqual(rows.recipient_id, self.second.partner_id)

    def test_whose_file_is_gone_nobody_is_told(self):
        appointment = self.book(at(9))
        self.internal(appointment)[0].recipient_id = False
        self.run_job()
        self.assertIn("Nobody is left", self.internal(appointment, state="dropped").reason)
