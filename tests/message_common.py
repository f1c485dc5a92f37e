from odoo.tests import tagged

from .reminder_common import ReminderCase


@tagged("post_install", "-at_install")
class MessageCase(ReminderCase):
    """Rows of the settings, and what they make of a booking."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["rendezvous.message.rule"]
        cls.child.write({"email": "hall@example.com"})

    def rule(self, company, event="confirmed", **values):
        """Return the row of a company for an event, made or changed."""
        rule = self.Rule.search(
            [("company_id", "=", company.id), ("agenda_id", "=", False), ("event", "=", event)]
        )
        if rule:
            rule.write(values)
            return rule
        return self.Rule.create({"company_id": company.id, "event": event, **values})

    def agenda_rule(self, event="confirmed", **values):
        return self.Rule.create({"agenda_id": self.agenda.id, "event": event, **values})

    def told(self, appointment, event=None, **values):
        """Return the rows about an event, reminders by a rule left out."""
        rows = self.rows(appointment, **values).filtered(lambda row: not row.reminder_id)
        return rows.filtered(lambda row: row.event == event) if event else rows

    def channels(self, appointment, event="confirmed"):
        rows = self.told(appointment, event, audience="contact")
        return sorted(rows.mapped("channel"))
