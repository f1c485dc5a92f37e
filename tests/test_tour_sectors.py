from collections import defaultdict
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from ..exceptions import SlotTaken
from ..tour_sectors import after_leaving, after_planning
from .common import MONDAY, at
from .road_common import RoadCase

sectors = st.frozensets(st.sampled_from("NSE"))
sector = st.sampled_from([None, "N", "S", "E"])
DAYS = [MONDAY + timedelta(days=number) for number in range(3)]
HOURS = [8, 10, 14]


class TestSectorRules(BaseCase):
    """The three rules, on plain values."""

    @given(sectors=sectors, sector=sector)
    def test_a_planned_sector_is_among_the_days_sectors(self, sectors, sector):
        after = after_planning(sectors, sector)
        if sector:
            self.assertIn(sector, after)
        self.assertIn(after, (sectors, frozenset([sector])))
        self.assertEqual(after_planning(after, sector), after)

    @given(sectors=sectors, by_hand=sectors, remaining=st.lists(sector))
    def test_a_day_keeps_a_sector_while_something_is_there_for_it(
        self, sectors, by_hand, remaining
    ):
        after = after_leaving(sectors, by_hand, remaining)
        if not set(remaining) - {None}:
            self.assertIn(after, (sectors, by_hand) if sectors == by_hand else (by_hand,))
        elif after != sectors:
            self.assertTrue(after == by_hand or after <= set(remaining))
            self.assertTrue(set(after) & set(remaining))

    @given(sectors=sectors, remaining=st.lists(sector))
    def test_sectors_given_by_hand_stay(self, sectors, remaining):
        self.assertEqual(after_leaving(sectors, sectors, remaining), sectors)


class Day:
    """What a day of the simulation should be: written down after each event."""

    def __init__(self):
        self.sectors, self.by_hand, self.visits, self.locked = set(), set(), [], False

    def plan(self, visit):
        self.visits = sorted([*self.visits, visit], key=lambda v: v.id)
        if visit.sector_id and visit.sector_id not in self.sectors:
            self.sectors = {visit.sector_id}

    def leave(self, visit):
        self.visits.remove(visit)
        mine = [other.sector_id for other in self.visits if other.sector_id]
        brought = self.sectors != self.by_hand
        if brought and not self.sectors & set(mine):
            self.sectors = {mine[-1]} if mine and mine[-1] not in self.by_hand else self.by_hand


@tagged("post_install", "-at_install")
class TestSectorSimulation(RoadCase):
    """Plan, move, cancel and give sectors at random: the rules hold after each event."""

    @given(data=st.data())
    @settings(max_examples=40)
    def test_tours_follow_whatever_happens(self, data):
        savepoint = self.env.cr.savepoint()
        try:
            self.days = defaultdict(Day)
            self.addresses = [self.north, self.south, self.nowhere]
            for _n in range(data.draw(st.integers(1, 12))):
                event = data.draw(
                    st.sampled_from(["plan", "plan", "online", "move", "cancel", "hand"])
                )
                getattr(self, f"do_{event}")(data)
                self.check_days()
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def check_days(self):
        tours = self.env["rendezvous.tour"].search(
            [("employee_id", "in", (self.tom | self.tia).ids)]
        )
        found = {(tour.employee_id, tour.date): set(tour.sector_ids) for tour in tours}
        expected = {key: day.sectors for key, day in self.days.items() if key in found}
        self.assertEqual(found, expected)
        for key, day in self.days.items():
            self.assertTrue(key in found or not day.visits)
        for sector in (None, self.sector_north, self.sector_south):
            self.check_offer(sector)

    def check_offer(self, sector):
        """A day is offered online to its sectors only, never without any."""
        slots = self.visit._available_slots(at(0), at(23, day=DAYS[-1]), sector=sector)
        for slot in slots:
            for technician_id in slot.technician_ids:
                technician = self.env["hr.employee"].browse(technician_id)
                day = self.days[technician, (slot.start + timedelta(hours=1)).date()]
                self.assertTrue(sector in day.sectors if sector else day.sectors)
                self.assertFalse(day.locked)

    def draw_place(self, data):
        return (
            data.draw(st.sampled_from([self.tom, self.tia])),
            data.draw(st.sampled_from(DAYS)),
            data.draw(st.sampled_from(HOURS)),
        )

    def do_plan(self, data):
        technician, day, hour = self.draw_place(data)
        address = data.draw(st.sampled_from(self.addresses))
        try:
            visit = self.plan(at(hour, day=day), address, technician)
        except SlotTaken:
            return
        self.days[technician, day].plan(visit)

    def do_online(self, data):
        _technician, day, _hour = self.draw_place(data)
        address = data.draw(st.sampled_from(self.addresses[:2]))
        try:
            visit = self.reserve(at(8, day=day), address)
        except SlotTaken:
            return
        key = visit.technician_id, day
        self.assertIn(visit.sector_id, self.days[key].sectors)
        self.days[key].plan(visit)

    def do_move(self, data):
        key, visit = self.draw_visit(data)
        if not visit:
            return
        technician, day, hour = self.draw_place(data)
        try:
            visit._move(at(hour, day=day), technician=technician, online=False)
        except SlotTaken:
            return
        if key != (technician, day):
            self.days[key].leave(visit)
            self.days[technician, day].plan(visit)

    def do_cancel(self, data):
        key, visit = self.draw_visit(data)
        if visit:
            visit.action_cancel()
            self.days[key].leave(visit)

    def do_hand(self, data):
        technician, day, _hour = self.draw_place(data)
        given = data.draw(st.sets(st.sampled_from([self.sector_north, self.sector_south])))
        locked = data.draw(st.booleans())
        tour = self.give(technician=technician, day=day)
        tour.write({"sector_ids": [Command.set([s.id for s in given])], "is_locked": locked})
        mine = self.days[technician, day]
        mine.sectors, mine.by_hand, mine.locked = given, given, locked

    def draw_visit(self, data):
        visits = [(key, visit) for key, day in self.days.items() for visit in day.visits]
        return data.draw(st.sampled_from(visits)) if visits else (None, None)
