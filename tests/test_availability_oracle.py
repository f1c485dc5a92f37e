from dataclasses import replace
from itertools import product

from freezegun import freeze_time
from hypothesis import given, settings

from odoo.tests import tagged

from .availability_oracle import answer
from .availability_worlds import worlds
from .oracle_common import OracleCase


@tagged("post_install", "-at_install")
class TestAvailabilityOracle(OracleCase):
    """The core, database included, against the minute-by-minute oracle."""

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
        found, _windows = self.env["rendezvous.availability"]._starts(
            self.service, world.start, world.stop, agendas=agenda, online=world.online
        )
        expected = answer(world)
        self.assertEqual(self._read(found), expected)
        first = self.service._first_available(agenda, world.start, online=world.online)
        if expected:
            self.assertEqual(first[agenda.id].start, min(expected))
        self.asked += 1
        self.open += bool(expected)
