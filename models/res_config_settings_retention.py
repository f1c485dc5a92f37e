from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    rendezvous_retention_months = fields.Integer(
        "Keep past appointments (months)",
        compute="_compute_rendezvous_retention_months",
        inverse="_inverse_rendezvous_retention_months",
    )

    @api.depends("company_id")
    def _compute_rendezvous_retention_months(self):
        for settings in self:
            # The parent's, which an establishment may not read.
            root = settings.company_id.root_id.sudo()
            settings.rendezvous_retention_months = root.rendezvous_retention_months

    def _inverse_rendezvous_retention_months(self):
        for settings in self:
            months, root = settings.rendezvous_retention_months, settings.company_id.root_id
            if root.sudo().rendezvous_retention_months != months:  # see above
                # With the user's rights: an establishment does not decide for its parent.
                root.rendezvous_retention_months = months
