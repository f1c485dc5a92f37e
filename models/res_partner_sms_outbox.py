from odoo import models


class ResPartner(models.Model):
    """What the test gateway kept of a contact goes with his file."""

    _inherit = "res.partner"

    def _remove_traces(self):
        removed = super()._remove_traces()
        numbers = [partner.phone_sanitized for partner in self if partner.phone_sanitized]
        self.env["rendezvous.sms.outbox"].search([("number", "in", numbers)]).unlink()
        return removed
