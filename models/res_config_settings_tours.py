from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    rendezvous_tour_days_ahead = fields.Integer(
        "Days ahead",
        config_parameter="rendezvous.tour_days_ahead",
        help="How many days ahead tours are made, on days that technicians work; 0: never.",
    )
