from collections import defaultdict
from datetime import timedelta, timezone
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..availability import (
    AgendaRules,
    Bounds,
    Lane,
    OpeningRule,
    agenda_lanes,
    agenda_windows,
    free_time,
    to_instant,
    to_seconds,
)


class Lanes(NamedTuple):
    """Lanes, their openings by index, and the half-days of each agenda that has some.

    ``openings`` are ``{index: [(start, stop, location_id, day)]}``, ``windows``
    are ``{agenda_id: {start: stop}}``; UTC seconds, ``day`` an ordinal.
    """

    lanes: list[Lane]
    openings: dict[int, list]
    windows: dict[int, dict[int, int]]


class RendezvousAvailability(models.AbstractModel):
    """The rules that the core works on, read in bulk.

    They are read as superuser: what is free does not depend on who asks;
    which agendas one may ask for does.
    """

    _inherit = "rendezvous.availability"

    def _offered_agendas(self, service, agendas, online):
        """Return the agendas where ``service`` can be asked for by this user."""
        service_sudo = service.sudo()
        offered = service_sudo.agenda_ids if service_sudo.active else service_sudo.agenda_ids[:0]
        if agendas is not None:
            wanted = set(agendas._ids)
            offered = offered.browse(id_ for id_ in offered._ids if id_ in wanted)
        if online:
            if not service_sudo._is_visible_online(self.env.user):
                return offered[:0]
            offered = offered.filtered("is_published")
        return offered.with_env(self.env)._filtered_access("read")

    def _openings(
        self, agendas, start, stop, service=None, online=False, closed=False, sector=None
    ):
        """Return ``{agenda_id: {(start, stop, location_id, day)}}`` that overlap a period.

        What opens at all, busy or not: to draw a calendar, or to tell a full
        day from a closed one. Openings wholly inside closures or leaves are
        left out unless ``closed``. Seconds as in the core, ``day`` the ordinal
        of the local day; without ``service``, for any of them.
        """
        found = defaultdict(set)
        for lane, period in self._open_periods(
            agendas, start, stop, service, online, closed, sector
        ):
            found[lane.agenda_id].add(period)
        return found

    def _open_periods(
        self, agendas, start, stop, service=None, online=False, closed=False, sector=None
    ):
        """Yield ``(lane, period)`` of each opening that overlaps ``[start, stop)``."""
        span, now = (to_seconds(start), to_seconds(stop)), fields.Datetime.now()
        service = (service or self.env["rendezvous.service"]).sudo()
        lanes, openings, _windows = self._lanes(
            service, agendas, span, now, online=online, sector=sector
        )
        free = openings if closed else self._open_time(lanes, openings, now)
        for index, periods in openings.items():
            for period in periods:
                begin, end = period[:2]
                if (
                    begin < span[1]
                    and span[0] < end
                    and any(part[0] < end and begin < part[1] for part in free[index])
                ):
                    yield lanes[index], period

    def _open_time(self, lanes, openings, now):
        """Return the openings less closures and leaves, by lane."""
        self._flush_busy()
        free, _used_days = free_time(self.env.cr, lanes, openings, now, taken=False)
        return free

    def _lanes(
        self,
        service,
        agendas,
        span,
        now,
        technician=None,
        location=None,
        online=True,
        sector=None,
    ):
        """Return the :class:`Lanes` of ``span``, what the public may not have left out."""
        agendas = agendas.sudo()
        technicians = self._technicians_by_agenda(agendas, service)
        lanes_of = self._lane_factory(agendas, technicians, online)
        bounds = self._bounds_by_agenda(service, agendas, span, now, online)
        slots = self._load_slots(service, agendas, span, online)
        hours = self._load_hours({id_ for ids in technicians.values() for id_ in ids}, online)
        with_slots = self._agendas_with_slots(agendas)
        lanes, openings, windows = [], {}, {}
        for agenda in agendas:
            if agenda.technician_ids and not technicians[agenda.id]:
                continue  # nobody here does this service
            rules = AgendaRules(
                agenda.id,
                agenda.tz,
                slots=slots.get(agenda.id, []),
                hours={id_: hours.get(id_, []) for id_ in technicians.get(agenda.id, ())},
                has_slots=agenda.id in with_slots,
                needs_hours=online,
                location_id=_default_location(agenda),
            )
            if agenda.booking_mode == "window":
                windows[agenda.id] = agenda_windows(rules, bounds[agenda.id])
            for technician_id, place, periods in agenda_lanes(rules, bounds[agenda.id]):
                if technician and technician_id != technician.id:
                    continue
                if location:
                    periods = [period for period in periods if period[2] == location.id]
                if periods:
                    openings[len(lanes)] = periods
                    lanes.append(lanes_of(agenda, technician_id, place))
        if online and openings and any(agendas.mapped("by_sector")):
            self._drop_closed_tours(agendas, lanes, openings, sector)
        return Lanes(lanes, openings, windows)

    def _bounds_by_agenda(self, service, agendas, span, now, online):
        """Return the local days to look at, ``{agenda_id: Bounds}``."""
        days = {}
        for tz in set(agendas.mapped("tz")):
            zone = ZoneInfo(tz)
            days[tz] = [
                moment.replace(tzinfo=timezone.utc).astimezone(zone).date()
                for moment in (to_instant(span[0]), to_instant(span[1] - 1), now)
            ]
        lead_max = service.lead_max if service else None

        @cache
        def bounds(tz, horizon, months, weekdays):
            first, last, today = days[tz]
            if not online:
                return Bounds(first, last)
            ahead = horizon if lead_max is None else min(horizon, lead_max)
            return Bounds(first, min(last, today + timedelta(days=ahead)), months, weekdays)

        return {
            agenda.id: bounds(
                agenda.tz,
                agenda.horizon,
                agenda._open_month_numbers(),
                agenda._open_weekday_numbers(),
            )
            for agenda in agendas
        }

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
        defaults = {agenda.id: (agenda.capacity, _default_location(agenda)) for agenda in agendas}
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

    def _flush_busy(self):
        """Show the core what this transaction has not written yet."""
        for model in (
            "rendezvous.appointment",
            "rendezvous.closure",
            "resource.calendar.leaves",
            "calendar.event",
            "calendar.attendee",
        ):
            self.env[model].flush_model()

    def _technicians_by_agenda(self, agendas, service):
        """Return ``{agenda_id: (employee_id, …)}`` of active technicians who do ``service``."""
        able = agendas.technician_ids.filtered(
            lambda employee: (
                not service
                or not employee.rendezvous_service_ids
                or service in employee.rendezvous_service_ids
            )
        )
        able_ids = set(able.ids)
        return {
            agenda.id: [id_ for id_ in agenda.technician_ids.ids if id_ in able_ids]
            for agenda in agendas
        }

    def _lane_factory(self, agendas, technicians, online):
        """Return a function that makes the :class:`Lane` of an agenda."""
        companies = {
            company.id: tuple(int(id_) for id_ in company.parent_path.split("/") if id_)
            for company in agendas.company_id
        }
        people = {
            employee.id: {
                "resource_id": employee.resource_id.id,
                "calendar_id": employee.resource_id.calendar_id.id or 0,
                "partner_ids": tuple((employee.user_id.partner_id | employee.work_contact_id).ids),
            }
            for employee in agendas.technician_ids
        }
        counters = {
            company.id: {"calendar_id": company.resource_calendar_id.id or 0}
            for company in agendas.company_id
        }

        def lane(agenda, technician_id, place):
            return Lane(
                agenda_id=agenda.id,
                place=place,
                technician_id=technician_id or 0,
                tz=agenda.tz,
                company_ids=companies[agenda.company_id.id],
                skips_blank_days=online and not agenda.allow_blank_days,
                **(people[technician_id] if technician_id else counters[agenda.company_id.id]),
            )

        return lane


def _default_location(agenda):
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
