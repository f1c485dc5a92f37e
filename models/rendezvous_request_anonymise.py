from odoo import api, models
from odoo.fields import Domain


class RendezvousRequest(models.Model):
    """Requests go with their contact: nothing counts them afterwards."""

    _inherit = "rendezvous.request"

    @api.model
    def _forget_over(self, company, before):
        """Delete what was planned or closed before the end of the retention period."""
        domain = Domain("company_id", "child_of", company.id) & Domain("state", "!=", "open")
        self.search(domain & Domain("write_date", "<", before))._forget()

    def _forget(self):
        """Delete requests with their messages, whoever decided it."""
        self.sudo().unlink()
