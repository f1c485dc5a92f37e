from odoo import models

from .rendezvous_tour_load import _point

SHOWN = ("confirmed", "done")


class RendezvousTour(models.Model):
    """The day sheet: what a technician takes along, on paper or on his phone."""

    _inherit = "rendezvous.tour"

    def _day_sheets(self):
        """Return one sheet per tour, asking the routing once for all of them.

        Who may read the tour reads all that is on the sheet: it comes as
        superuser, since a technician may read neither places nor colleagues.
        """
        self.check_access("read")
        visits = {tour: tour._sheet_visits() for tour in self}
        pairs = {tour: tour._sheet_pairs(visits[tour]) for tour in self}
        known = [pair for tour in self for pair in pairs[tour] if pair]
        driven = iter(self.env["rendezvous.routing"]._legs(known))
        sheets = []
        for tour in self:
            legs = [next(driven) if pair else None for pair in pairs[tour]]
            sheets.append(tour._sheet(visits[tour], legs))
        return sheets

    def _sheet_visits(self):
        """Return what is sure: no time that somebody still holds, nothing cancelled."""
        return self._visits().filtered(lambda visit: visit.state in SHOWN)

    def _sheet_pairs(self, visits):
        """Return the pair of points driven to each visit, then home.

        None where a position is missing: the next pair begins at the last known one.
        """
        if not visits:
            return []
        departure, arrival = self._ends()
        last, pairs = _point(departure), []
        for place in (*(visit._place() for visit in visits), arrival):
            point = _point(place)
            pairs.append((last, point) if last and point else None)
            last = point or last
        return pairs

    def _sheet(self, visits, legs):
        driven = [leg for leg in legs if leg]
        return {
            "tour": self,
            "technician": self.sudo().employee_id,
            "sectors": ", ".join(self.sudo().sector_ids.mapped("name")),
            "stops": [
                {"visit": visit, "leg": leg} for visit, leg in zip(visits, legs, strict=False)
            ],
            "way_back": legs[-1] if legs else None,
            "km": sum(km for km, _minutes in driven),
            "minutes": round(sum(minutes for _km, minutes in driven)),
            "work": sum(int((visit.stop - visit.start).total_seconds() // 60) for visit in visits),
            "due": self._sheet_due(visits),
        }

    def _sheet_due(self, visits):
        """Return ``[(currency, amount)]`` to collect, nothing without prices."""
        if "price_total" not in visits._fields:
            return []
        return [
            (currency, sum(priced.mapped("price_total")))
            for currency, priced in visits.filtered("price_total").grouped("currency_id").items()
        ]

    def action_open_day(self):
        """Open the page of the day, made for phones."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/rendezvous/tour/{self.id}",
            "target": "new",
        }
