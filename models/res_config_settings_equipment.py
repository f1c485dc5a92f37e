from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    rendezvous_equipment_due_days = fields.Integer(
        "Due for service (days ahead)",
        config_parameter="rendezvous.equipment_due_days",
        help="How many days before the date equipment is listed as due for service.",
    )
