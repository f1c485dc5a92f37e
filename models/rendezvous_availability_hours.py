from collections import defaultdict

from odoo import fields, models

from ..availability import to_instant, to_seconds


class RendezvousAvailability(models.AbstractModel):
    """When technicians are at work, free or not."""

    _inherit = "rendezvous.availability"

    def _technician_hours(self, agendas, begin, end):
        """Return ``{employee_id: [(start, stop), …]}`` inside ``[begin, end)``.

        Naive UTC, sorted and merged over the agendas, without closures and
        leaves; web hours and ordinary ones alike. Two statements more than the
        rules themselves, whatever the number of technicians and days.
        """
        now, span = fields.Datetime.now(), (to_seconds(begin), to_seconds(end))
        lanes, openings, _windows = self._lanes(
            self.env["rendezvous.service"], agendas, span, now, online=False
        )
        found = defaultdict(list)
        for index, periods in self._open_time(lanes, openings, now).items():
            found[lanes[index].technician_id] += periods
        return {
            technician_id: [
                (to_instant(max(start, span[0])), to_instant(min(stop, span[1])))
                for start, stop in _merged(periods)
                if start < span[1] and span[0] < stop
            ]
            for technician_id, periods in found.items()
            if technician_id
        }


def _merged(periods):
    """Return periods sorted, those that touch or overlap as one."""
    merged = []
    for start, stop in sorted(periods):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], stop)
        else:
            merged.append([start, stop])
    return merged
