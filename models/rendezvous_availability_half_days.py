from collections import defaultdict

from odoo import api, fields, models

from ..availability import to_instant, to_seconds


class RendezvousAvailability(models.AbstractModel):
    """What opens to a sector, busy or not: a full half-day is not a closed one."""

    _inherit = "rendezvous.availability"

    def _open_half_days(self, service, agendas, start, stop, sector=None):
        """Return ``{agenda_id: {(start, stop)}}``, what opens online to ``sector`` in a period.

        Naive UTC; half-days, or openings where an agenda has none. Those in
        which the service never fits are left out.
        """
        span, now = (to_seconds(start), to_seconds(stop)), fields.Datetime.now()
        lanes = self._lanes(service.sudo(), agendas, span, now, sector=sector)
        open_time = self._open_time(lanes.lanes, lanes.openings, now)
        shortest, found = service.sudo().duration * 60, defaultdict(set)
        for index, periods in lanes.openings.items():
            agenda_id = lanes.lanes[index].agenda_id
            openings = [(period[0], period[1]) for period in periods]
            working = _common(openings, open_time[index])
            half_days = lanes.windows.get(agenda_id)
            for half_day in half_days.items() if half_days is not None else openings:
                if half_day in found[agenda_id] or not span[0] <= half_day[0] < span[1]:
                    continue
                if any(end - begin >= shortest for begin, end in _common([half_day], working)):
                    found[agenda_id].add(half_day)
        return {
            agenda_id: {(to_instant(begin), to_instant(end)) for begin, end in half_days}
            for agenda_id, half_days in found.items()
            if half_days
        }

    @api.model
    def _half_day_stop(self, agenda, start, service=None):
        """Return when the half-day that begins at ``start`` ends, None where none begins."""
        if agenda.booking_mode != "window":
            return None
        service = (service or self.env["rendezvous.service"]).sudo()
        second = to_seconds(start)
        lanes = self._lanes(
            service, agenda, (second, second + 1), fields.Datetime.now(), online=False
        )
        stop = lanes.windows.get(agenda.id, {}).get(second)
        return stop and to_instant(stop)


def _common(periods, others):
    """Return what two lists of periods share."""
    return [
        (max(period[0], other[0]), min(period[1], other[1]))
        for period in periods
        for other in others
        if period[0] < other[1] and other[0] < period[1]
    ]
