from odoo import api, models

from .rendezvous_reminder import PARENT_DEFAULT


class ResCompany(models.Model):
    """A new parent reminds by default: two days before, at 9:00."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies.filtered(lambda company: not company.parent_id)._create_default_reminder()
        return companies

    def _create_default_reminder(self):
        # As superuser: who creates companies need not be a planner.
        self.env["rendezvous.reminder"].sudo().create(
            [{"company_id": company.id, **PARENT_DEFAULT} for company in self]
        )
