from odoo import api, models

from .rendezvous_message_rule import PARENT_DEFAULTS
from .rendezvous_reminder import PARENT_DEFAULT


class ResCompany(models.Model):
    """A new parent says who is told of each event, and when contacts are reminded."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        parents = companies.filtered(lambda company: not company.parent_id)
        parents._create_default_message_rules()
        parents._create_default_reminder()
        return companies

    def _create_default_message_rules(self):
        # As superuser: who creates companies need not be a planner.
        Rule = self.env["rendezvous.message.rule"].sudo()
        known = Rule.search([("company_id", "in", self.ids), ("agenda_id", "=", False)])
        pairs = {(rule.company_id.id, rule.event) for rule in known}
        Rule.create(
            [
                {"company_id": company.id, "event": event, **values}
                for company in self
                for event, values in PARENT_DEFAULTS.items()
                if (company.id, event) not in pairs
            ]
        )

    def _create_default_reminder(self):
        # As superuser: who creates companies need not be a planner.
        self.env["rendezvous.reminder"].sudo().create(
            [{"company_id": company.id, **PARENT_DEFAULT} for company in self]
        )
