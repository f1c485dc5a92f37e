from odoo import fields, models


class Website(models.Model):
    _inherit = "website"

    # Booking needs an account, so anyone may make one.
    auth_signup_uninvited = fields.Selection(default="b2c")
