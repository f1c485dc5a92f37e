from datetime import datetime, timedelta

from odoo import SUPERUSER_ID, api, fields
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import SlotTaken
from .race_common import RaceCase, book_as


@tagged("post_install", "-at_install")
class TestConcurrency(RaceCase):
    """Everybody wants one place at once."""

    def test_one_place_has_one_winner(self):
        answers = self._run_race()
        self.assertWinners(answers, 1)

    def test_services_that_overlap_have_one_winner(self):
        self.assertWinners(self._run_race(services=["short", "long"]), 1)

    def test_three_places_have_three_winners(self):
        self._write("rendezvous.agenda", self.made["agenda"], {"capacity": 3})
        self.assertWinners(self._run_race(), 3)

    def test_one_technician_has_one_winner(self):
        technician = self.made["technician"]
        values = {"technician_ids": [Command.set([technician])]}
        self._write("rendezvous.agenda", self.made["agenda"], values)
        self.assertWinners(self._run_race(), 1)

    def test_expired_hold_has_one_winner(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            held = book_as(env, 0, self._question(["short"]), hold=True)
            held.hold_until = datetime(2025, 1, 1)
        answers = self._run_race()
        self.assertWinners(answers, 1)

    def test_alternatives_are_free_now_and_not_when_the_loser_began(self):
        first = fields.Datetime.to_datetime(self.made["start"])
        second = first + timedelta(minutes=30)
        question = self._question(["short"])
        with self.registry.cursor() as stale:
            env = api.Environment(stale, SUPERUSER_ID, {})
            env["rendezvous.agenda"].browse(self.made["agenda"]).name  # noqa: B018
            with self.registry.cursor() as cr:
                others = api.Environment(cr, SUPERUSER_ID, {})
                for number, start in ((1, first), (2, second)):
                    book_as(others, number, {**question, "start": fields.Datetime.to_string(start)})
            with self.assertRaises(SlotTaken) as refusal:
                book_as(env, 0, question)
            stale.rollback()
        starts = [slot.start for slot in refusal.exception.alternatives]
        self.assertEqual(starts[0], second + timedelta(minutes=30))
