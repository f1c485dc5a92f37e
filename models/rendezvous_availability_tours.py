from datetime import date

from odoo import models
from odoo.tools import SQL


class RendezvousAvailability(models.AbstractModel):
    """Online, a technician on the road is offered where his tour of the day goes."""

    _inherit = "rendezvous.availability"

    def _drop_closed_tours(self, agendas, lanes, openings, sector):
        """Keep the days whose tour is open to ``sector``, to any when none is asked.

        Source: 003_…, a day without sector is not offered online.
        """
        on_road = {agenda.id for agenda in agendas if agenda.by_sector}
        mine = {index for index in openings if lanes[index].agenda_id in on_road}
        tours = self._load_tours({lanes[index].technician_id for index in mine}, openings)
        for index in mine:
            technician_id = lanes[index].technician_id
            openings[index] = [
                period
                for period in openings[index]
                if _goes_to(tours.get((technician_id, period[3])), sector)
            ]
            if not openings[index]:
                del openings[index]

    def _technician_days(self, agendas, begin, end):
        """Return the ``(employee_id, local day)`` on which technicians work at all.

        Busy or not, online or not; days wholly inside closures or leaves are left out.
        """
        return {
            (lane.technician_id, date.fromordinal(period[3]))
            for lane, period in self._open_periods(agendas, begin, end)
            if lane.technician_id
        }

    def _load_tours(self, technician_ids, openings):
        """Return ``{(employee_id, day ordinal): sector ids}`` of tours open online."""
        days = [period[3] for periods in openings.values() for period in periods]
        if not technician_ids or not days:
            return {}
        self.env["rendezvous.tour"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT tour.employee_id, tour.date, array_agg(link.sector_id)
                  FROM rendezvous_tour tour
                  JOIN rendezvous_tour_sector_rel link ON link.tour_id = tour.id
                 WHERE tour.employee_id = ANY(%(technicians)s)
                   AND tour.date BETWEEN %(first)s AND %(last)s
                   AND tour.is_locked IS NOT TRUE
                 GROUP BY tour.id
                """,
                technicians=list(technician_ids),
                first=date.fromordinal(min(days)),
                last=date.fromordinal(max(days)),
            )
        )
        return {(employee_id, day.toordinal()): ids for employee_id, day, ids in rows}


def _goes_to(sector_ids, sector):
    return bool(sector_ids) and (not sector or sector.id in sector_ids)
