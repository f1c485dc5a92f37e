from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from ..availability import to_instant


class RendezvousPage(models.AbstractModel):
    """Full or closed: a day without free time says which."""

    _inherit = "rendezvous.page"

    def _open_days(self, service, agendas, begin, end):
        """Return ``{(agenda_id, location_id): {day ordinal}}``: the days that open at all.

        It only words a day; what is free comes from the core.
        """
        days = defaultdict(set)
        begin = max(begin, fields.Datetime.now() + timedelta(hours=service.lead_min))
        if not agendas or begin >= end:
            return days
        closed = self._closed_periods(agendas, begin, end)
        openings = self.env["rendezvous.availability"]._openings(
            agendas, begin, end, service=service, online=True
        )
        for agenda_id, periods in openings.items():
            for start, stop, location_id, day in periods:
                begins, ends = to_instant(start), to_instant(stop)
                if not any(a <= begins and ends <= b for a, b in closed[agenda_id]):
                    days[agenda_id, location_id].add(day)
        return days

    def _closed_periods(self, agendas, begin, end):
        """Return ``{agenda_id: [(start, stop)]}`` of closures and company holidays."""
        closures = self._closures(agendas, begin, end)
        holidays = self._company_holidays(begin, end)
        periods = {}
        for agenda in agendas:
            company = agenda.company_id
            above = {int(id_) for id_ in company.parent_path.split("/") if id_}
            periods[agenda.id] = [
                (closure.start, closure.stop)
                for closure in closures
                if closure.agenda_id == agenda
                or (not closure.agenda_id and closure.company_id.id in above)
            ] + [
                (holiday.date_from, holiday.date_to)
                for holiday in holidays
                if holiday.company_id.id in above | {False}
                and holiday.calendar_id.id in (False, company.resource_calendar_id.id)
            ]
        return periods

    def _closures(self, agendas, begin, end):
        whole = Domain("agenda_id", "=", False) & Domain(
            "company_id", "parent_of", agendas.company_id.ids
        )
        during = Domain("start", "<", end) & Domain("stop", ">", begin)
        return (
            self.env["rendezvous.closure"]
            .sudo()
            .search(during & (whole | Domain("agenda_id", "in", agendas.ids)))
        )

    def _company_holidays(self, begin, end):
        during = Domain("date_from", "<", end) & Domain("date_to", ">", begin)
        return (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(during & Domain("resource_id", "=", False))
        )
