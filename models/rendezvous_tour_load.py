from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain

MAX_TOURS = 5_000


class RendezvousTour(models.Model):
    """How full a day is: work, driving, and whether anything still fits."""

    _inherit = "rendezvous.tour"

    visit_count = fields.Integer("Visits", compute="_compute_load")
    load_minutes = fields.Integer("Work (minutes)", compute="_compute_load")
    travel_minutes = fields.Integer("Driving (minutes)", compute="_compute_load")
    travel_km = fields.Float("Driving (km)", compute="_compute_load", digits=(8, 1))
    load_hours = fields.Float(
        "Load (hours)", compute="_compute_load", help="Work and driving together."
    )
    unlocated_count = fields.Integer(
        "Addresses without position", compute="_compute_load", help="Not counted in the driving."
    )
    state = fields.Selection(
        [("open", "Open"), ("full", "Full"), ("locked", "Locked")],
        compute="_compute_state",
        search="_search_state",
        help="Full: none of the technician's services fits in the day any more.",
    )

    @api.depends("appointment_ids", "employee_id")
    def _compute_load(self):
        """Add up work and driving, asking the routing once for all the tours."""
        routes = {tour: tour._route_points() for tour in self}
        pairs = [
            pair for points in routes.values() for pair in zip(points, points[1:], strict=False)
        ]
        legs = iter(self.env["rendezvous.routing"]._legs(pairs))
        for tour, points in routes.items():
            driven = [next(legs) for _pair in points[1:]]
            visits = tour._visits()
            work = sum((visit.stop - visit.start).total_seconds() // 60 for visit in visits)
            tour.visit_count = len(visits)
            tour.load_minutes = work
            tour.travel_km = sum(km for km, _minutes in driven)
            tour.travel_minutes = round(sum(minutes for _km, minutes in driven))
            tour.load_hours = (work + tour.travel_minutes) / 60
            tour.unlocated_count = sum(not _point(visit.location_id) for visit in visits)

    @api.depends("is_locked", "appointment_ids")
    def _compute_state(self):
        full = self.filtered(lambda tour: not tour.is_locked)._full()
        for tour in self:
            tour.state = "locked" if tour.is_locked else "full" if tour in full else "open"

    def _search_state(self, operator, value):
        """Find by state; of the days that are over, only the locked ones are told apart."""
        if operator != "in":
            return NotImplemented
        locked = Domain("is_locked", "=", True)
        found = locked if "locked" in value else Domain.FALSE
        if not {"open", "full"}.intersection(value):
            return found
        coming = Domain("date", ">=", fields.Date.today())
        full = self.search(coming & ~locked, limit=MAX_TOURS)._full()
        if "full" in value:
            found |= ~locked & Domain("id", "in", full.ids)
        if "open" in value:
            found |= ~locked & Domain("id", "not in", full.ids)
        return found

    def _visits(self):
        """Return the visits of one tour in the order they are made."""
        return self.sudo().appointment_ids.sorted(lambda visit: (visit.start, visit.id))

    def _route_points(self):
        """Return the (latitude, longitude) driven through, from departure to return.

        Addresses without position are left out.
        """
        visits = self._visits()
        if not visits:
            return []
        departure, arrival = self._ends()
        places = [departure, *(visit.location_id for visit in visits), arrival]
        return [point for point in map(_point, places) if point]

    def _ends(self):
        """Return the addresses where the day begins and ends."""
        employee_sudo = self.sudo().employee_id
        departure = employee_sudo.rendezvous_departure_id or employee_sudo.company_id.partner_id
        return departure, employee_sudo.rendezvous_return_id or departure

    def _full(self):
        """Return the coming tours in which the core finds no start any more."""
        coming = self.filtered(lambda tour: tour.date and tour.date >= fields.Date.today())
        asked = defaultdict(self.env["rendezvous.agenda"].browse)
        for employee_sudo in coming.sudo().employee_id:
            for agenda in employee_sudo.agenda_ids.filtered("by_sector"):
                asked[_shortest_service(agenda, employee_sudo)] |= agenda
        if not asked:
            return self.browse()
        begin = fields.Datetime.to_datetime(min(coming.mapped("date"))) - timedelta(days=1)
        end = fields.Datetime.to_datetime(max(coming.mapped("date"))) + timedelta(days=2)
        free = set()
        for service, agendas in asked.items():
            if service:
                free |= self._free_days(service, agendas, begin, end)
        return coming.filtered(lambda tour: (tour.employee_id.id, tour.date) not in free)

    def _free_days(self, service, agendas, begin, end):
        """Return the ``(employee_id, local day)`` in which a service still fits."""
        zones = {agenda.id: ZoneInfo(agenda.tz) for agenda in agendas}
        found, _windows = self.env["rendezvous.availability"]._starts(
            service, begin, end, agendas=agendas.sudo(False), online=False
        )
        return {
            (lane.technician_id, datetime.fromtimestamp(second, zones[agenda_id]).date())
            for (second, agenda_id, _location_id), lanes in found.items()
            for lane in lanes
        }


def _point(address):
    """Return the (latitude, longitude) of an address, None when nobody located it."""
    point = (address.partner_latitude, address.partner_longitude)
    return point if any(point) else None


def _shortest_service(agenda, employee):
    """Return the shortest service that this person does there, None when there is none."""
    able = employee.rendezvous_service_ids
    services = agenda.service_ids.filtered(lambda s: s.active and (not able or s in able))
    return min(services, key=lambda s: s.duration, default=None)
