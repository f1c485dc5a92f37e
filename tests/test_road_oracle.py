from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tests import tagged

from .availability_oracle import half_days
from .availability_worlds import road_worlds
from .oracle_common import OracleCase


@st.composite
def tours(draw, world):
    """Return ``{(technician index, local day): (sector indexes, locked)}`` around the question."""
    first = world.start.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(world.tz)).date()
    days = [first + timedelta(days=number) for number in range(-1, 5)]
    sectors = st.sampled_from([{0, 1}, {0}, {1}, {0, 1}, set()])
    locked = st.sampled_from([False, False, False, True])
    return {
        (index, day): (draw(sectors), draw(locked))
        for index in range(len(world.technicians))
        for day in days
        if draw(st.sampled_from([True, True, True, True, False]))
    }


@tagged("post_install", "-at_install")
class TestRoadOracle(OracleCase):
    """Half-days, sectors and tours, database included, against the slow oracle."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sectors = cls.env["rendezvous.sector"].create(
            [{"code": code, "name": code, "company_id": cls.company.id} for code in "NS"]
        )

    def test_half_days_are_those_of_the_oracle(self):
        self.asked = self.open = 0
        self._check_worlds()
        self.assertGreater(self.asked, 300)
        self.assertGreater(self.open / self.asked, 0.3, "too many worlds without half-days")

    @given(data=st.data(), world=road_worlds())
    @settings(max_examples=120)
    def _check_worlds(self, data, world):
        planned = data.draw(tours(world))
        savepoint = self.env.cr.savepoint()
        try:
            with freeze_time(world.now, tick=False):
                agenda = self._build(world)
                agenda.write({"booking_mode": "window", "by_sector": True})
                self._insert_tours(planned)
                for sector in (None, 0, 1):
                    self._compare(agenda, world, planned, sector)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def _compare(self, agenda, world, planned, sector):
        asked = self.sectors[sector] if sector is not None else None
        expected = half_days(
            world,
            {key: sectors for key, (sectors, locked) in planned.items() if not locked},
            sector,
        )
        slots = self.service._available_slots(world.start, world.stop, agendas=agenda, sector=asked)
        index = {employee.id: n for n, employee in enumerate(self.staff)}
        found = {
            (slot.start, slot.stop): {("t", index[id_]) for id_ in slot.technician_ids}
            for slot in slots
        }
        self.assertEqual(found, expected)
        first = self.service._first_available(agenda, world.start, sector=asked)
        if expected:
            self.assertEqual(first[agenda.id].start, min(expected)[0])
        self.asked += 1
        self.open += bool(expected)

    def _insert_tours(self, planned):
        self.env["rendezvous.tour"].create(
            [
                {
                    "employee_id": self.staff[technician].id,
                    "date": day,
                    "sector_ids": [Command.set([self.sectors[n].id for n in sectors])],
                    "is_locked": locked,
                }
                for (technician, day), (sectors, locked) in planned.items()
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
