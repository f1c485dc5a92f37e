import logging
import time
from typing import NamedTuple

import requests

from odoo import api, models
from odoo.tools.lru import LRU

from ..travel import NO_LEG, CrowFlies, batches, read_table, route_legs, table_url, total

_logger = logging.getLogger(__name__)

FACTOR, SPEED = 1.3, 50.0
TIMEOUT = 3
# A server that fails is left alone for a while: nobody waits for it twice.
PAUSE = 60
# About a metre: the same door.
DIGITS = 5
# What servers answered, by (server, from, to), and until when one is left alone.
KNOWN_LEGS = LRU(50_000)
ASLEEP = {}


class Measure(NamedTuple):
    """Legs, and whether every one of them follows real roads."""

    legs: list
    by_road: bool


class RendezvousRouting(models.AbstractModel):
    """The one place where the road between two addresses is measured."""

    _name = "rendezvous.routing"
    _description = "Routing"

    @api.model
    def _legs(self, pairs):
        """Return ``[(km, minutes), …]``, one for each pair of ``(latitude, longitude)``.

        An unknown end, None, counts as the same place: no road.
        """
        return self._measure(pairs).legs

    @api.model
    def _measure(self, pairs):
        """Return the :class:`Measure` of the pairs, in their order.

        By the OSRM server of the settings; as the crow flies without one, when
        it fails, and where it knows no road.
        """
        pairs = [_round(pair) for pair in pairs]
        crow = self._crow_flies()
        distinct = {pair for pair in pairs if None not in pair and pair[0] != pair[1]}
        known = self._road_legs(distinct)
        legs = [known.get(pair) or crow(*pair) for pair in pairs]
        return Measure(legs, bool(self._osrm_url()) and len(known) == len(distinct))

    @api.model
    def _matrix(self, points):
        """Return the legs from every point to every point, as rows."""
        points = list(points)
        legs = self._legs([(one, other) for one in points for other in points])
        return [legs[row * len(points) :][: len(points)] for row in range(len(points))]

    @api.model
    def _route(self, points):
        """Return ``(km, minutes)`` of the road through all the points, unknown ones left out."""
        return total(self._legs(route_legs(points))) if points else NO_LEG

    @api.model
    def _measured(self, compute):
        """Return ``compute(leg)`` with every leg measured at once, and whether by road.

        ``compute`` runs twice, first to tell which legs it asks for: these
        must not depend on how long they are.
        """
        pairs = {}
        compute(lambda one, other: pairs.setdefault((one, other), NO_LEG))
        measure = self._measure(pairs)
        legs = dict(zip(pairs, measure.legs, strict=True))
        return compute(lambda one, other: legs[one, other]), measure.by_road

    @api.model
    def _crow_flies(self):
        """Return the function that measures without a server."""
        return CrowFlies(
            self._positive("rendezvous.road_factor", FACTOR),
            self._positive("rendezvous.road_speed", SPEED),
        )

    @api.model
    def _positive(self, parameter, default):
        """Return a number of the settings; what makes no sense there counts as not set."""
        try:
            number = float(self.env["ir.config_parameter"].sudo().get_param(parameter) or 0)
        except ValueError:
            return default
        return number if 0 < number < float("inf") else default

    @api.model
    def _osrm_url(self):
        """Return the address of the routing server, empty without one."""
        url = self.env["ir.config_parameter"].sudo().get_param("rendezvous.osrm_url") or ""
        url = url.strip()
        return url if url.lower().startswith(("http://", "https://")) else ""

    def _road_legs(self, pairs):
        """Return ``{pair: Leg}`` of those the server knows, asked for once each."""
        url = self._osrm_url()
        if not url:
            return {}
        known = {pair: leg for pair in pairs if (leg := KNOWN_LEGS.get((url, *pair)))}
        missing = sorted(pairs - known.keys())
        if missing and ASLEEP.get(url, 0) <= time.monotonic():
            known |= self._ask_osrm(url, missing)
        return known

    def _ask_osrm(self, url, pairs):
        """Return what the server knows; nothing more once it has failed."""
        found = {}
        try:
            for group in batches(pairs):
                found |= read_table(group, self._fetch_table(table_url(url, group)))
        except (requests.RequestException, ValueError) as error:
            ASLEEP[url] = time.monotonic() + PAUSE
            _logger.warning(
                "The routing server fails (%s): distances as the crow flies for %s seconds",
                error,
                PAUSE,
            )
        for pair, leg in found.items():
            KNOWN_LEGS[(url, *pair)] = leg
        return found

    def _fetch_table(self, url):
        answer = requests.get(url, timeout=TIMEOUT, allow_redirects=False)
        answer.raise_for_status()
        return answer.json()


def _round(pair):
    return tuple(point and (round(point[0], DIGITS), round(point[1], DIGITS)) for point in pair)
