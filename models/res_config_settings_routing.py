from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .rendezvous_routing import FACTOR, SPEED


class ResConfigSettings(models.TransientModel):
    """How the road between two visits is measured."""

    _inherit = "res.config.settings"

    rendezvous_road_factor = fields.Float(
        "Road factor",
        default=FACTOR,
        config_parameter="rendezvous.road_factor",
        help="Kilometres of road for one kilometre as the crow flies.",
    )
    rendezvous_road_speed = fields.Float(
        "Average speed (km/h)", default=SPEED, config_parameter="rendezvous.road_speed"
    )
    rendezvous_osrm_url = fields.Char(
        "Routing server",
        config_parameter="rendezvous.osrm_url",
        help="Address of an OSRM server; empty: distances as the crow flies, times the factor.",
    )

    @api.constrains("rendezvous_road_factor", "rendezvous_road_speed")
    def _check_rendezvous_road(self):
        for settings in self:
            if not (settings.rendezvous_road_factor >= 1 and settings.rendezvous_road_speed > 0):
                raise ValidationError(
                    self.env._(
                        "The road factor is 1 or more (no road is shorter than the straight line),"
                        " and the average speed more than 0 km/h: enter for example 1.3 and 50."
                    )
                )

    @api.constrains("rendezvous_osrm_url")
    def _check_rendezvous_osrm_url(self):
        for settings in self.filtered("rendezvous_osrm_url"):
            parts = urlsplit(settings.rendezvous_osrm_url.strip())
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise ValidationError(
                    self.env._(
                        "“%(url)s” is not the address of a routing server: write it with https://"
                        " or http://, for example https://osrm.example.com.",
                        url=settings.rendezvous_osrm_url,
                    )
                )
