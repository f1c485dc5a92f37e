from collections import defaultdict
from datetime import datetime
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from odoo import api, models

from ..travel import Offer, Question, best_offers, rank

# How many more than asked for are measured by road: some fall behind.
MORE_BY_ROAD = 10


class Proposals(NamedTuple):
    """The best offers first, and what they were found with.

    ``total`` counts those there are, shown or not; ``by_road`` tells whether
    real roads were measured, ``point`` where the address is.
    """

    offers: list[Offer]
    total: int
    by_road: bool
    point: tuple[float, float] | None
    is_approximate: bool


NOTHING = Proposals([], 0, False, None, False)


class RendezvousProposal(models.AbstractModel):
    """Where one more visit fits best in the tours of the technicians.

    What is free comes from the core, what is driven from the routing; which
    comes first is decided in ``travel/ranking.py``.
    """

    _name = "rendezvous.proposal"
    _description = "Proposals for a visit"

    @api.model
    def _find(
        self,
        service,
        address,
        start,
        stop,
        technician=None,
        order="best",
        with_locked=False,
        limit=10,
    ):
        """Return the :class:`Proposals` that start in ``[start, stop)``, naive UTC.

        At most one for each technician and day, its best, and none whose road
        does not fit between the neighbours.
        """
        agendas = service.sudo().agenda_ids.filtered("by_sector").with_env(self.env)
        starts = self._free_starts(service, start, stop, agendas, technician)
        point, is_approximate = self.env["rendezvous.detour"]._locate(address)
        if not starts:
            return NOTHING._replace(point=point, is_approximate=is_approximate)
        technician_ids = sorted({technician_id for technician_id, _day in starts})
        planning = self.env["rendezvous.detour"]._planning(technician_ids, start, stop)
        question = Question(
            service.sudo().duration * 60,
            point,
            address._sector_in(service.sudo().company_id).id or None,
            min(day for _technician_id, day in starts),
            order,
            with_locked,
        )
        offers, total, by_road = self._rank(planning, starts, question, limit)
        return Proposals(offers, total, by_road, point, is_approximate)

    def _free_starts(self, service, start, stop, agendas, technician):
        """Return the free starts of the core by technician and local day, sorted."""
        found, _stops = self.env["rendezvous.availability"]._starts(
            service, start, stop, agendas=agendas, technician=technician, online=False
        )
        zones = {agenda.id: ZoneInfo(agenda.tz) for agenda in agendas.sudo()}
        starts = defaultdict(lambda: defaultdict(list))
        for second, agenda_id, location_id in sorted(found):
            day = datetime.fromtimestamp(second, zones[agenda_id]).toordinal()
            place = agenda_id, location_id
            for lane in found[second, agenda_id, location_id]:
                if lane.technician_id:
                    starts[lane.technician_id, day][place].append(second)
        return starts

    def _rank(self, planning, starts, question, limit):
        """Return ``(offers, total, by_road)``, the first ``limit`` offers by rank.

        All are measured as the crow flies; where a server knows the roads,
        the first ones are then measured and ranked again.
        """
        routing = self.env["rendezvous.routing"]
        crow = cache(routing._crow_flies())
        ranked = rank(best_offers(planning, starts, question, crow), question.order)
        if not (routing._osrm_url() and question.point):
            return ranked[:limit], len(ranked), False
        first = [
            (offer.technician_id, question.first_day + offer.days)
            for offer in ranked[: limit + MORE_BY_ROAD]
        ]
        days = {key: starts[key] for key in first}
        offers, by_road = routing._measured(
            lambda leg: list(best_offers(planning, days, question, leg))
        )
        gone = len(days) - len(offers)
        return rank(offers, question.order)[:limit], len(ranked) - gone, by_road
