from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Where the SMS of an establishment go."""

    _inherit = "res.config.settings"

    rendezvous_sms_test = fields.Boolean(related="company_id.rendezvous_sms_test", readonly=False)
