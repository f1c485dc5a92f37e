from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL


@tagged("post_install", "-at_install")
class OracleCase(TransactionCase):
    """Write the random worlds of the oracle into the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls.env["res.company"].create({"name": "Oracle"})
        cls.contact = cls.env["res.partner"].create({"lastname": "Oracle"})
        # Technicians are heavy records: made once, their rules change.
        cls.staff = cls.env["hr.employee"].create(
            [
                {
                    "name": f"Technician {n}",
                    "company_id": cls.company.id,
                    "user_id": cls.env["res.users"]
                    .create(
                        {
                            "name": f"Technician {n}",
                            "login": f"oracle{n}",
                            "company_id": cls.company.id,
                            "company_ids": [Command.set(cls.company.ids)],
                        }
                    )
                    .id,
                }
                for n in range(3)
            ]
        )
        cls.service = cls.env["rendezvous.service"].create(
            {"name": "Oracle", "company_id": cls.company.id, "is_published": True}
        )

    def _read(self, found):
        """Return ``found`` in the oracle's words."""
        index = {employee.id: n for n, employee in enumerate(self.staff)}
        return {
            datetime(1970, 1, 1) + timedelta(seconds=second): {
                ("t", index[lane.technician_id]) if lane.technician_id else ("p", lane.place)
                for lane in lanes
            }
            for (second, _agenda_id, _location_id), lanes in found.items()
        }

    def _build(self, world):
        """Write the world into the database and return its agenda."""
        self.service.write(
            {
                "duration": world.duration,
                "buffer_before": world.before,
                "buffer_after": world.after,
                "step": world.step,
                "lead_min": world.lead_min,
                "lead_max": world.lead_max,
            }
        )
        technicians = self.staff[: len(world.technicians)]
        agenda = self.env["rendezvous.agenda"].create(
            {
                "name": "Oracle",
                "company_id": self.company.id,
                "tz": world.tz,
                "capacity": world.capacity,
                "horizon": world.horizon,
                "open_months": ",".join(map(str, world.months)),
                "open_weekdays": ",".join(map(str, world.weekdays)),
                "allow_blank_days": world.blank_days,
                "technician_ids": [Command.set(technicians.ids)],
            }
        )
        self._insert_openings(agenda, world)
        # Linked behind the rules' back: a world may hold a service too long to fit.
        self.env.cr.execute(
            "INSERT INTO rendezvous_agenda_service_rel (agenda_id, service_id) VALUES (%s, %s)",
            (agenda.id, self.service.id),
        )
        self._insert_closures(agenda, world.closures)
        for place, busy in world.places.items():
            self._insert_appointments(agenda, busy, lane=place)
        for employee, technician in zip(technicians, world.technicians, strict=True):
            self._insert_appointments(agenda, technician.appointments, technician=employee)
            self._insert_busy(employee, technician.busy)
        noon = world.now + timedelta(hours=6)
        self._insert_appointment(agenda, noon, noon + timedelta(hours=9), "held", lane=1)
        self.env.flush_all()
        self.env.invalidate_all()
        return agenda

    def _insert_openings(self, agenda, world):
        self.env["rendezvous.slot"].create(
            [
                {
                    **self._prepare_hours_vals(opening),
                    "agenda_id": agenda.id,
                    "date": opening.day,
                    "every_weeks": opening.every_weeks,
                    "capacity": opening.capacity,
                    "online": opening.online,
                }
                for opening in world.openings
            ]
        )
        self.env["rendezvous.technician.hours"].create(
            [
                {**self._prepare_hours_vals(opening), "employee_id": employee.id}
                for employee, technician in zip(self.staff, world.technicians, strict=False)
                for opening in technician.hours
            ]
        )

    def _prepare_hours_vals(self, opening):
        return {
            "weekday": False if opening.weekday is None else str(opening.weekday),
            "hour_from": opening.minute_from / 60,
            "hour_to": opening.minute_to / 60,
            "date_from": opening.date_from,
            "date_until": opening.date_until,
        }

    def _insert_closures(self, agenda, closures):
        """Write closures in turn as of the company, outside, the agenda and a company leave."""
        for n, (start, stop) in enumerate(closures):
            if n % 4 == 1:
                self._insert_outside(start, stop, agenda_id=agenda.id)
            elif n % 4 == 3:
                self._insert_leave(start, stop)
            else:
                self.env["rendezvous.closure"].create(
                    {
                        "name": "Closed",
                        "company_id": self.company.id,
                        "agenda_id": agenda.id if n else False,
                        "start": start,
                        "stop": stop,
                    }
                )

    def _insert_busy(self, employee, busy):
        """Write busy times in turn as calendar events, leaves and of outside calendars."""
        for n, (start, stop) in enumerate(busy):
            if n % 3 == 0:
                self._insert_event(employee, start, stop)
            elif n % 3 == 1:
                self._insert_leave(start, stop, employee.resource_id.id)
            else:
                self._insert_outside(start, stop, technician_id=employee.id)

    def _insert_outside(self, start, stop, **owner):
        """Write what an outside calendar of a technician, or of an agenda, keeps busy."""
        owner = {"agenda_id": None, "technician_id": None, **owner}
        self.env.cr.execute(
            "WITH feed AS (INSERT INTO rendezvous_busy_feed"
            " (name, url, every, agenda_id, technician_id)"
            " VALUES ('Outside', 'https://calendar.example/', '60',"
            " %(agenda_id)s, %(technician_id)s) RETURNING id, agenda_id, technician_id)"
            " INSERT INTO rendezvous_busy_period (feed_id, agenda_id, technician_id, start, stop)"
            " SELECT id, agenda_id, technician_id, %(start)s, %(stop)s FROM feed",
            {**owner, "start": start, "stop": stop},
        )

    def _insert_leave(self, start, stop, resource_id=None):
        self.env.cr.execute(
            "INSERT INTO resource_calendar_leaves"
            " (name, company_id, resource_id, date_from, date_to, time_type)"
            " VALUES ('Away', %s, %s, %s, %s, 'leave')",
            (self.company.id, resource_id, start, stop),
        )

    def _insert_event(self, employee, start, stop):
        """Write a meeting that counts, and three that do not."""
        for show_as, state, active in (
            ("busy", "accepted", True),
            ("free", "accepted", True),
            ("busy", "declined", True),
            ("busy", "accepted", False),
        ):
            counts = (show_as, state, active) == ("busy", "accepted", True)
            late = timedelta(0) if counts else timedelta(hours=2)
            self.env.cr.execute(
                "WITH event AS (INSERT INTO calendar_event (name, start, stop, active, show_as)"
                " VALUES ('Meeting', %s, %s, %s, %s) RETURNING id)"
                " INSERT INTO calendar_attendee (event_id, partner_id, state)"
                " SELECT id, %s, %s FROM event",
                (
                    start + late,
                    stop + late,
                    active,
                    show_as,
                    employee.user_id.partner_id.id,
                    state,
                ),
            )

    def _insert_appointments(self, agenda, busy, lane=0, technician=None):
        """Write appointments, each followed by a cancelled one; the third place is forced."""
        for start, stop in busy:
            self._insert_appointment(agenda, start, stop, "confirmed", lane, technician)
            later = start + timedelta(hours=1), stop + timedelta(hours=1)
            self._insert_appointment(agenda, *later, "cancelled", lane, technician)

    def _insert_appointment(self, agenda, start, stop, state, lane=0, technician=None):
        values = {
            "service_id": self.service.id,
            "agenda_id": agenda.id,
            "company_id": self.company.id,
            "technician_id": technician and technician.id,
            "lane": lane,
            "partner_id": self.contact.id,
            "start": start,
            "stop": stop,
            "occupied_start": start,
            "occupied_stop": stop,
            "state": state,
            "attendance": "unknown",
            "hold_until": datetime(2025, 1, 1) if state == "held" else None,
            "forced": lane == 3 or state == "held",
        }
        self.env.cr.execute(
            SQL(
                "INSERT INTO rendezvous_appointment (%s) VALUES %s",
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(values.values()),
            )
        )
