from odoo import fields, models


class ResCompany(models.Model):
    """When an organisation turns appointments into quotations."""

    _inherit = "res.company"

    rendezvous_quotation_policy = fields.Selection(
        [
            ("manual", "By hand, with a click on the appointment"),
            ("confirmed", "When an appointment with a price is confirmed"),
        ],
        string="Quotations",
        required=True,
        default="manual",
        help="Set on the parent for all its establishments.",
    )
