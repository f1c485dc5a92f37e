from collections import defaultdict
from datetime import timedelta
from functools import lru_cache

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..availability import OpeningRule, to_instant


class RendezvousAvailability(models.AbstractModel):
    """Openings and hours, read as plain rows for all the agendas at once."""

    _inherit = "rendezvous.availability"

    def _load_slots(self, service, agendas, span, online):
        """Return ``{agenda_id: [OpeningRule, …]}`` of the slots that take ``service``, or any."""
        # A day of slack on both sides: local days are not UTC days.
        first = to_instant(span[0]).date() - timedelta(days=1)
        last = to_instant(span[1]).date() + timedelta(days=1)
        domain = Domain("agenda_id", "in", agendas.ids) & (
            Domain("date", "=", False) | (Domain("date", ">=", first) & Domain("date", "<=", last))
        )
        if service:
            domain &= Domain("service_ids", "=", False) | Domain("service_ids", "in", service.ids)
        if online:
            domain &= Domain("online", "=", True)
        defaults = {agenda.id: (agenda.capacity, default_location(agenda)) for agenda in agendas}
        slots = defaultdict(list)
        columns = (
            "agenda_id",
            "capacity",
            "location_id",
            "hour_from",
            "hour_to",
            "weekday",
            "date",
            "every_weeks",
            "date_from",
            "date_until",
        )
        for agenda_id, capacity, location_id, *opening in self._rows(
            "rendezvous.slot", domain, columns
        ):
            places, place = defaults[agenda_id]
            slots[agenda_id].append(
                _opening_rule(*opening, location_id or place, capacity or places)
            )
        return slots

    def _agendas_with_slots(self, agendas):
        """Return the ids of the agendas that have openings of their own, whatever for."""
        groups = (
            self.env["rendezvous.slot"]
            .sudo()
            ._read_group([("agenda_id", "in", agendas.ids)], ["agenda_id"])
        )
        return {agenda.id for (agenda,) in groups}

    def _load_hours(self, technician_ids, online):
        """Return ``{employee_id: [OpeningRule, …]}``, the web hours only when ``online``."""
        hours = defaultdict(list)
        if technician_ids:
            domain = Domain("employee_id", "in", list(technician_ids))
            if online:
                domain &= Domain("online", "=", True)
            rows = self._rows(
                "rendezvous.technician.hours",
                domain,
                ("employee_id", "hour_from", "hour_to", "weekday", "date_from", "date_until"),
            )
            for employee_id, hour_from, hour_to, weekday, date_from, date_until in rows:
                hours[employee_id].append(
                    _opening_rule(hour_from, hour_to, weekday, None, 1, date_from, date_until)
                )
        return hours

    def _rows(self, model, domain, columns):
        """Return plain rows: a record per opening would cost more than the search itself."""
        self.env[model].flush_model(columns)
        query = self.env[model].sudo()._search(domain)
        return self.env.execute_query(
            query.select(*[SQL.identifier(query.table, column) for column in columns])
        )


def default_location(agenda):
    """Return where an agenda receives; on the road, it is the contact who does."""
    return False if agenda.by_sector else agenda.location_ids[:1].id


@lru_cache(maxsize=4_096)
def _opening_rule(
    hour_from,
    hour_to,
    weekday,
    day,
    every_weeks,
    date_from,
    date_until,
    location_id=False,
    places=1,
) -> OpeningRule:
    return OpeningRule(
        hour_from=hour_from,
        hour_to=hour_to,
        weekday=int(weekday) if weekday else None,
        single_day=day,
        every_weeks=every_weeks,
        date_from=date_from,
        date_until=date_until,
        location_id=location_id,
        places=places,
    )
