from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """What technicians and their contacts are told of a day on the road."""

    _inherit = "res.config.settings"

    rendezvous_announce_hour = fields.Integer(
        "Announced at (hour)",
        config_parameter="rendezvous.announce_hour",
        help="Hour of the day before, on the agenda's clock; 0: only planners announce.",
    )
    rendezvous_announce_minutes = fields.Integer(
        "Announced around (minutes)",
        config_parameter="rendezvous.announce_minutes",
        help="How long before and after the exact start the contact is told to expect.",
    )
    rendezvous_route_url = fields.Char(
        "Route",
        config_parameter="rendezvous.route_url",
        help="Address of a page that shows the way, with {latitude}, {longitude} or {address}.",
    )
    rendezvous_tour_days_ahead = fields.Integer(
        "Days ahead",
        config_parameter="rendezvous.tour_days_ahead",
        help="How many days ahead tours are made, on days that technicians work; 0: never.",
    )
