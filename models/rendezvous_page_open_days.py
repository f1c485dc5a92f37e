from collections import defaultdict
from datetime import timedelta

from odoo import fields, models


class RendezvousPage(models.AbstractModel):
    """Full or closed: a day without free time says which."""

    _inherit = "rendezvous.page"

    def _open_days(self, service, agendas, begin, end):
        """Return ``{(agenda_id, location_id): {day ordinal}}``: the days that open at all."""
        days = defaultdict(set)
        begin = max(begin, fields.Datetime.now() + timedelta(hours=service.lead_min))
        if not agendas or begin >= end:
            return days
        openings = self.env["rendezvous.availability"]._openings(
            agendas, begin, end, service=service, online=True
        )
        for agenda_id, periods in openings.items():
            for _start, _stop, location_id, day in periods:
                days[agenda_id, location_id].add(day)
        return days
