from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from .availability_oracle import Opening, Technician, World, answer

# A day of clock change for each zone, and an ordinary one.
DAYS = [
    ("Europe/Paris", date(2026, 3, 29)),
    ("Europe/Paris", date(2026, 10, 25)),
    ("America/Los_Angeles", date(2026, 3, 8)),
    ("America/Los_Angeles", date(2026, 11, 1)),
    ("Pacific/Auckland", date(2026, 9, 27)),
    ("Pacific/Auckland", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Asia/Kathmandu", date(2026, 7, 15)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("UTC", date(2026, 2, 28)),
]
GRAIN = timedelta(minutes=5)
YEAR, WEEK = set(range(1, 13)), set(range(7))


def minutes(low, high, grain=15):
    return st.integers(low // grain, high // grain).map(lambda n: n * grain)


@st.composite
def hours(draw):
    start = draw(minutes(0, 22 * 60))
    stop = max(start + 15, draw(minutes(start + 15, 24 * 60)))
    return {"minute_from": start, "minute_to": stop}


@st.composite
def openings(draw, day, single=True):
    values = draw(hours())
    if single and draw(st.integers(0, 4)) == 0:
        values["day"] = day + timedelta(days=draw(st.integers(-1, 1)))
    else:
        values["weekday"] = (day.weekday() + draw(st.sampled_from([0, 0, 1, -1]))) % 7
        if draw(st.integers(0, 2)) == 0:
            values["date_from"] = day - timedelta(days=draw(st.integers(-1, 40)))
            if single:
                values["every_weeks"] = draw(st.integers(1, 3))
        if draw(st.integers(0, 5)) == 0:
            first = values.get("date_from", day)
            values["date_until"] = max(first, day + timedelta(days=draw(st.integers(-2, 2))))
    if single:
        values["capacity"] = draw(st.integers(0, 5))
        values["online"] = draw(st.integers(0, 5)) > 0
    return Opening(**values)


@st.composite
def periods(draw, noon, span=150, apart=False):
    """Return busy periods around noon; with ``apart`` they do not overlap."""
    found, begin = [], noon - timedelta(minutes=span * 10)
    for _n in range(draw(st.integers(0, 4))):
        begin = begin + draw(st.integers(0, span)) * GRAIN if apart else begin
        start = begin if apart else noon + draw(st.integers(-span, span)) * GRAIN
        stop = start + draw(st.integers(1, 40)) * GRAIN
        found.append((start, stop))
        begin = stop
    return found


@st.composite
def worlds(draw):
    tz, day = draw(st.sampled_from(DAYS))
    noon = datetime(day.year, day.month, day.day, 12)
    start = noon - draw(minutes(6 * 60, 30 * 60)) * timedelta(minutes=1)
    technicians = [
        Technician(
            hours=draw(
                st.lists(
                    openings(day, single=False), min_size=draw(st.sampled_from([0, 2])), max_size=3
                )
            ),
            busy=draw(periods(noon)),
            appointments=draw(periods(noon, apart=True)),
        )
        for _n in range(draw(st.sampled_from([0, 0, 1, 2, 3])))
    ]
    capacity = draw(st.integers(1, 5))
    return World(
        tz=tz,
        now=noon - timedelta(hours=draw(st.sampled_from([0, 12, 30, 24 * 10]))),
        start=start,
        stop=start + draw(minutes(12 * 60, 60 * 60)) * timedelta(minutes=1),
        online=True,
        duration=draw(st.sampled_from([5, 20, 30, 45, 60, 95])),
        before=draw(st.sampled_from([0, 0, 5, 10])),
        after=draw(st.sampled_from([0, 0, 5, 25])),
        step=draw(st.sampled_from([0, 0, 10, 15, 50])),
        lead_min=draw(st.sampled_from([0, 0, 1, 5, 24])),
        lead_max=draw(st.sampled_from([1, 10, 60, 60])),
        horizon=draw(st.sampled_from([0, 1, 60, 60, 60])),
        months=draw(st.sampled_from([YEAR, YEAR, {day.month}, {1, 7}])),
        weekdays=draw(st.sampled_from([WEEK, WEEK, {day.weekday()}, {0, 2, 4}])),
        blank_days=draw(st.booleans()),
        packed=False,
        capacity=capacity,
        openings=draw(
            st.lists(openings(day), min_size=draw(st.sampled_from([0, 1, 2])), max_size=4)
        ),
        technicians=technicians,
        closures=draw(st.sampled_from([[], [], draw(periods(noon, span=300))])),
        places={place: draw(periods(noon, apart=True)) for place in range(1, 6)},
    )


@tagged("post_install", "-at_install")
class TestAvailabilityOracle(TransactionCase):
    """The core, database included, against the minute-by-minute oracle."""

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

    def test_core_answers_like_the_oracle(self):
        self.asked = self.open = 0
        self._check_worlds()
        self.assertGreater(self.asked, 2000)
        self.assertGreater(self.open / self.asked, 0.3, "too many worlds without free time")

    @given(world=worlds())
    @settings(max_examples=600)
    def _check_worlds(self, world):
        """Ask each world as the public and as staff, on both grids."""
        savepoint = self.env.cr.savepoint()
        try:
            with freeze_time(world.now, tick=False):
                agenda = self._build(world)
                for online, packed in product((True, False), repeat=2):
                    agenda.grid = "packed" if packed else "aligned"
                    self._compare(agenda, replace(world, online=online, packed=packed))
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def _compare(self, agenda, world):
        found = self.env["rendezvous.availability"]._starts(
            self.service, world.start, world.stop, agendas=agenda, online=world.online
        )
        expected = answer(world)
        self.assertEqual(self._read(found), expected)
        first = self.service._first_available(agenda, world.start, online=world.online)
        if expected:
            self.assertEqual(first[agenda.id].start, min(expected))
        self.asked += 1
        self.open += bool(expected)

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
        """Write closures in turn as of the agenda, the company and a company leave."""
        for n, (start, stop) in enumerate(closures):
            if n % 3 < 2:
                self.env["rendezvous.closure"].create(
                    {
                        "name": "Closed",
                        "company_id": self.company.id,
                        "agenda_id": agenda.id if n % 3 else False,
                        "start": start,
                        "stop": stop,
                    }
                )
            else:
                self._insert_leave(start, stop)

    def _insert_busy(self, employee, busy):
        """Write busy times in turn as leaves and as calendar events."""
        for n, (start, stop) in enumerate(busy):
            if n % 2:
                self._insert_leave(start, stop, employee.resource_id.id)
            else:
                self._insert_event(employee, start, stop)

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
