from math import asin, cos, radians, sin, sqrt

from odoo import api, models

EARTH_RADIUS_KM = 6371.0


class RendezvousRouting(models.AbstractModel):
    """How far and how long one drives between two addresses."""

    _name = "rendezvous.routing"
    _description = "Routing"

    @api.model
    def _legs(self, pairs):
        """Return ``[(km, minutes), …]`` of pairs of (latitude, longitude)."""
        return [(km := 1.3 * _great_circle(a, b), km / 50 * 60) for a, b in pairs]


def _great_circle(a, b):
    (lat_a, lon_a), (lat_b, lon_b) = (map(radians, point) for point in (a, b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))
