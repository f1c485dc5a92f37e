from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models


class RendezvousTour(models.Model):
    """How much of the day's working hours a tour takes."""

    _inherit = "rendezvous.tour"

    open_hours = fields.Float(
        "Working hours", compute="_compute_open_hours", help="Without closures and leaves."
    )
    load_rate = fields.Float(
        "Load (%)", compute="_compute_load_rate", help="Work and driving in the working hours."
    )

    @api.depends("employee_id", "date")
    def _compute_open_hours(self):
        """Ask the core once for all the tours."""
        days = {tour: tour._day_period() for tour in self.filtered("date")}
        hours = {}
        if days:
            agendas = self.sudo().employee_id.agenda_ids.filtered("by_sector")
            begin, end = min(days.values())[0], max(days.values())[1]
            hours = self.env["rendezvous.availability"]._technician_hours(agendas, begin, end)
        for tour in self:
            periods = hours.get(tour.employee_id.id, ()) if tour in days else ()
            seconds = sum(_overlap(period, days[tour]) for period in periods)
            tour.open_hours = seconds / 3600

    @api.depends("open_hours", "load_hours")
    def _compute_load_rate(self):
        for tour in self:
            rate = tour.load_hours / tour.open_hours if tour.open_hours else bool(tour.load_hours)
            tour.load_rate = 100 * rate

    def _day_period(self):
        """Return the naive UTC ``(start, stop)`` of the day, on the technician's clock."""
        self.ensure_one()
        zone = ZoneInfo(self._tz())
        return tuple(
            datetime.combine(day, time(), zone).astimezone(timezone.utc).replace(tzinfo=None)
            for day in (self.date, self.date + timedelta(days=1))
        )

    def _tz(self):
        employee_sudo = self.sudo().employee_id  # planners may not read the employees' files
        agendas = employee_sudo.agenda_ids.filtered("by_sector")
        return agendas[:1].tz or employee_sudo.tz or "UTC"


def _overlap(period, other):
    """Return how many seconds two periods share."""
    start, stop = max(period[0], other[0]), min(period[1], other[1])
    return max((stop - start).total_seconds(), 0)
