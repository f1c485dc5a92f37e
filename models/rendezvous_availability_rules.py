from collections import defaultdict
from datetime import timedelta, timezone
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from odoo import fields, models

from ..availability import (
    AgendaRules,
    Bounds,
    Lane,
    agenda_lanes,
    agenda_windows,
    free_time,
    to_instant,
    to_seconds,
)
from .rendezvous_availability_loading import default_location


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
                location_id=default_location(agenda),
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

    def _flush_busy(self):
        """Show the core what this transaction has not written yet."""
        for model in (
            "rendezvous.appointment",
            "rendezvous.busy.period",
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
