from odoo import api, fields, models
from odoo.fields import Domain

MAX_TOURS = 5_000
MAX_REQUESTS = 200


class RendezvousTour(models.Model):
    """What the planning draws around the appointments, in one call."""

    _inherit = "rendezvous.tour"

    @api.model
    @api.readonly
    def get_planning(self, start, stop, domain=None):
        """Return what is drawn in ``[start, stop)``, naive UTC as text.

        ``technicians`` are those of the agendas on the road that the user may
        see, with or without appointments, narrowed by ``domain`` on agendas;
        ``tours`` their days with sectors, ``legs`` the drives, ``closed`` when
        they do not work, ``requests`` what is to plan. As many queries
        whatever the number of technicians and days.
        """
        self.check_access("read")
        begin, end = (fields.Datetime.to_datetime(moment) for moment in (start, stop))
        on_road = Domain("by_sector", "=", True) & Domain(domain or Domain.TRUE)
        agendas = self.env["rendezvous.agenda"].search(on_road)
        # As superuser: planners may not read the employees' files.
        technicians = agendas.sudo().technician_ids.filtered("active")
        tours = self.search(
            [
                ("employee_id", "in", technicians.ids),
                ("date", ">=", begin.date()),
                ("date", "<=", end.date()),
            ],
            limit=MAX_TOURS,
        )
        Request = self.env["rendezvous.request"]
        return {
            "technicians": self._planning_technicians(agendas, technicians),
            "tours": [tour._prepare_planning_vals() for tour in tours],
            "legs": [_as_text(leg) for leg in tours._legs()],
            "closed": self._planning_closed(agendas, technicians, begin, end),
            "requests": [
                request._prepare_planning_vals()
                for request in Request.search([("state", "=", "open")], limit=MAX_REQUESTS)
            ],
            "request_count": Request.search_count([("state", "=", "open")]),
        }

    @api.model
    def _planning_technicians(self, agendas, technicians):
        names = {company.id: company.name for company in technicians.company_id}
        of_technician = {technician.id: [] for technician in technicians}
        for agenda in agendas.sudo():
            offered = {"id": agenda.id, "services": agenda.service_ids.ids}
            for technician_id in agenda.technician_ids.ids:
                if technician_id in of_technician:
                    of_technician[technician_id].append(offered)
        return [
            {
                "id": technician.id,
                "name": technician.name,
                "company": names[technician.company_id.id] if len(names) > 1 else "",
                "agendas": of_technician[technician.id],
            }
            for technician in technicians.sorted(lambda t: (names[t.company_id.id], t.name))
        ]

    @api.model
    def _planning_closed(self, agendas, technicians, begin, end):
        """Return the periods without work of each technician."""
        hours = self.env["rendezvous.availability"]._technician_hours(agendas, begin, end)
        return [
            _as_text({"technician_id": technician_id, "start": start, "stop": stop})
            for technician_id in technicians.ids
            for start, stop in _gaps(hours.get(technician_id, ()), begin, end)
        ]

    def _prepare_planning_vals(self):
        start, stop = self._day_period()
        return _as_text(
            {
                "id": self.id,
                "technician_id": self.employee_id.id,
                "date": fields.Date.to_string(self.date),
                "start": start,
                "stop": stop,
                "sectors": self.sector_ids._prepare_planning_vals(),
                "state": self.state,
                "visits": self.visit_count,
                "load_hours": self.load_hours,
                "open_hours": self.open_hours,
                "km": round(self.travel_km),
                "unlocated": self.unlocated_count,
            }
        )


def _gaps(periods, begin, end):
    """Yield what ``periods``, sorted, leave of ``[begin, end)``."""
    for start, stop in periods:
        if begin < start:
            yield begin, start
        begin = max(begin, stop)
    if begin < end:
        yield begin, end


def _as_text(vals):
    """Return the values with their moments as the client reads them."""
    moments = {key: fields.Datetime.to_string(vals[key]) for key in ("start", "stop")}
    return {**vals, **moments}
