from odoo import models


class RendezvousQuestion(models.Model):
    """A question as a field of a page."""

    _inherit = "rendezvous.question"

    def _form_key(self):
        return f"q_{self.id}"

    def _required_message(self):
        self.ensure_one()
        return {
            "text": self.env._("Answer this question to go on."),
            "choice": self.env._("Choose one answer to go on."),
            "date": self.env._("Enter a date to go on."),
            "file": self.env._("Add this document to go on."),
        }[self.type]


class RendezvousAnswer(models.Model):
    _inherit = "rendezvous.answer"

    def _form_value(self):
        """Return the saved answer as the form posts it."""
        self.ensure_one()
        if self.type == "choice":
            return str(self.value_choice_id.id or "")
        if self.type == "date":
            return self.value_date.isoformat() if self.value_date else ""
        return self.value_text or "" if self.type == "text" else ""
