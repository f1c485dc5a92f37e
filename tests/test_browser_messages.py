from odoo.fields import Command
from odoo.tests import new_test_user

from .browser_common import BrowserCase

CARD = "//article[contains(@class, 'o_kanban_record')][contains(., '%s')]"


class TestBrowserMessages(BrowserCase):
    def test_reminders_rules_and_messages_are_cards_on_a_telephone(self):
        new_test_user(
            self.env,
            "tells",
            groups="rendezvous.group_planner",
            tz="UTC",
            company_id=self.child.id,
            company_ids=[Command.set(self.child.ids)],
        )
        self.book()
        shown = {
            "rendezvous_reminder_action": "2 days before",
            "rendezvous_message_rule_action": "Contact: email",
            "rendezvous_notification_action": self.citizen.partner_id.name,
        }
        with self.visitor("tells", width=390) as visitor:
            for action, words in shown.items():
                visitor.open(f"/odoo/action-rendezvous.{action}")
                visitor.find(CARD % words)
                width = visitor.evaluate("document.scrollingElement.scrollWidth")
                self.assertLessEqual(width, 390, action)
            visitor.click(CARD % self.citizen.partner_id.name)
            visitor.find("//*[contains(@class, 'o_form_view')]//h1")
