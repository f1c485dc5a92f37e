from odoo import api, models


class RendezvousMessageRule(models.Model):
    """What would leave of the event, to the contact and to staff."""

    _inherit = "rendezvous.message.rule"

    @api.depends("event")
    def _compute_example_sms(self):
        return super()._compute_example_sms()

    def action_preview_staff_email(self):
        return self._preview("mail", "staff")

    def action_preview_staff_sms(self):
        return self._preview("sms", "staff")

    def _example_context(self):
        return {**super()._example_context(), "rendezvous_message_rule_id": self._origin.id}
