from odoo.exceptions import UserError

from .access_common import AccessMixin
from .common import at
from .reminder_common import ReminderCase
from .test_access import SETTINGS

# Written by the system alone.
READ_ONLY = dict.fromkeys(("agent", "planner", "child_admin", "parent_agent", "administrator"), "r")
OF_THE_PARENT = {**READ_ONLY, "sibling_planner": "r", "administrator": "rwcd"}


class TestNotificationAccess(AccessMixin, ReminderCase):
    """Who sees the messages and who sets the rules, tried for real."""

    def test_messages(self):
        appointment = self.book(at(9))
        values = appointment._prepare_notification_row("reminder", "email")
        self.check(self.rows(appointment)[0], READ_ONLY, values, {"reason": "Changed"})

    def test_rules_of_an_agenda(self):
        values = {"agenda_id": self.agenda.id, "delay": 3}
        self.check(self.add_rule(delay=1), SETTINGS, values, {"delay": 4})

    def test_rules_of_an_establishment(self):
        values = {"company_id": self.child.id}
        rule = self.env["rendezvous.reminder"].create(values)
        self.check(rule, SETTINGS, values, {"delay": 4})

    def test_rules_of_the_parent(self):
        values = {"company_id": self.parent.id}
        rule = self.env["rendezvous.reminder"].search(
            [("company_id", "=", self.parent.id), ("agenda_id", "=", False)]
        )
        self.check(rule, OF_THE_PARENT, values, {"delay": 4})

    def test_messages_of_an_agenda(self):
        values = {"agenda_id": self.agenda.id, "event": "moved"}
        rule = self.env["rendezvous.message.rule"].create({**values, "event": "created"})
        self.check(rule, SETTINGS, values, {"sms": True})

    def test_messages_of_an_establishment(self):
        values = {"company_id": self.child.id, "event": "moved"}
        rule = self.env["rendezvous.message.rule"].create({**values, "event": "created"})
        self.check(rule, SETTINGS, values, {"sms": True})

    def test_messages_of_the_parent(self):
        Rule = self.env["rendezvous.message.rule"]
        rules = Rule.search([("company_id", "=", self.parent.id)])
        # Made anew below: nobody deletes them otherwise.
        self.env.cr.execute(
            "DELETE FROM rendezvous_message_rule WHERE company_id = %s AND event = 'confirmed'",
            [self.parent.id],
        )
        self.env.invalidate_all()
        values = {"company_id": self.parent.id, "event": "confirmed"}
        kept = {role: rights.replace("d", "") for role, rights in OF_THE_PARENT.items()}
        self.check(rules[0], kept, values, {"sms": True}, UserError)

    def test_a_planner_gives_no_rule_to_a_sibling(self):
        theirs = self.create_agenda("Theirs", self.sibling)
        shared = self.env["rendezvous.reminder"].create({"company_id": self.child.id})
        for rule, values in (
            (self.add_rule(), {"agenda_id": theirs.id}),
            (shared, {"company_id": self.sibling.id}),
        ):
            mine = rule.with_user(self.planner)
            self.attempt("planner", False, "write", lambda m=mine, v=values: m.write(v))

    def test_an_agent_books_though_he_writes_no_message(self):
        appointment = (
            self.env["rendezvous.appointment"]
            .with_user(self.agent)
            ._book(self.service, at(9), self.agenda, self.contact, online=False)
        )
        self.assertEqual(len(self.rows(appointment)), 3)
