from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    rendezvous_quotation_policy = fields.Selection(
        related="company_id.root_id.rendezvous_quotation_policy",
        readonly=False,
        help="Set on the parent for all its establishments.",
    )
