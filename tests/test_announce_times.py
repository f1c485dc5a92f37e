from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY, at
from .road_common import RoadCase

SUNDAY = MONDAY - timedelta(days=1)
EVENING = at(16, day=SUNDAY)


@tagged("post_install", "-at_install")
class TestAnnounceTimes(RoadCase):
    """The day before, contacts of locked tours are told a narrower time, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north.email = "north@example.com"
        cls.tour = cls.give(cls.sector_north)

    def locked_visit(self, start=None, **values):
        visit = self.plan(start or at(10, 15), **values)
        self.tour.is_locked = True
        return visit

    def run_at(self, moment):
        with freeze_time(moment):
            self.env["rendezvous.tour"]._cron_announce_times()
        self.env.flush_all()

    def told(self, visit):
        """Return the subjects of the messages that announced a narrower time."""
        domain = [("model", "=", visit._name), ("res_id", "=", visit.id)]
        subjects = self.env["mail.mail"].search(domain, order="id").mapped("subject")
        return [subject for subject in subjects if subject.startswith("Your visit")]

    def test_a_narrower_time_is_told_the_day_before(self):
        visit = self.locked_visit()
        self.run_at(EVENING - timedelta(minutes=1))
        self.assertFalse(self.told(visit))
        self.run_at(EVENING)
        self.assertEqual(len(self.told(visit)), 1)
        self.assertIn("between 9:15", self.told(visit)[0])
        self.assertEqual((visit.window_start, visit.window_stop), (at(9, 15), at(11, 15)))
        self.assertTrue(visit.is_narrowed)
        self.assertEqual(visit.start, at(10, 15))

    def test_nobody_is_told_twice(self):
        visit = self.locked_visit()
        # The last one would be told less: part of the announced time is over.
        for moment in (EVENING, EVENING + timedelta(hours=1), at(9, 20)):
            self.run_at(moment)
        self.assertEqual(len(self.told(visit)), 1)

    def test_locking_alone_tells_nothing(self):
        self.assertFalse(self.told(self.locked_visit()))

    def test_a_tour_that_is_not_locked_is_not_announced(self):
        visit = self.plan(at(10))
        self.run_at(EVENING)
        self.assertFalse(self.told(visit) or visit.is_narrowed)

    def test_only_confirmed_half_days_of_tomorrow(self):
        cancelled = self.plan(at(8))
        cancelled.action_cancel()
        held = self.plan(at(9), self.south, hold=True)
        exact = self.plan(at(18), forced=True)
        tuesday = self.plan(at(10, day=MONDAY + timedelta(days=1)))
        (self.tour | tuesday.tour_id).is_locked = True
        self.run_at(EVENING)
        for visit in (cancelled, held, exact, tuesday):
            self.assertFalse(self.told(visit) or visit.is_narrowed)

    def test_after_a_standstill_until_the_visit_begins(self):
        visit = self.locked_visit()
        self.run_at(at(8, 50))
        self.assertEqual(len(self.told(visit)), 1)
        self.assertEqual(visit.window_start, at(9, 15))
        late = self.plan(at(14))
        self.run_at(at(14))
        self.assertFalse(self.told(late))

    def test_a_visit_that_was_started_early_is_not_announced(self):
        visit = self.locked_visit()
        visit.started_at = at(8, 30)
        self.run_at(at(8, 50))
        self.assertFalse(self.told(visit))

    def test_who_wants_no_message_gets_none(self):
        self.north.rendezvous_notify_email = False
        visit = self.locked_visit()
        self.run_at(EVENING)
        self.assertFalse(self.told(visit))
        self.assertTrue(visit.is_narrowed)

    def test_what_is_no_narrower_is_not_told(self):
        self.env["ir.config_parameter"].set_param("rendezvous.announce_minutes", "300")
        visit = self.locked_visit()
        self.run_at(EVENING)
        self.assertFalse(self.told(visit))
        self.assertEqual(visit.window_start, at(8))

    def test_without_an_hour_nothing_is_told_by_itself(self):
        self.env["ir.config_parameter"].set_param("rendezvous.announce_hour", "0")
        visit = self.locked_visit()
        self.run_at(EVENING + timedelta(hours=3))
        self.assertFalse(self.told(visit))

    def test_a_move_inside_the_announced_time_is_not_told(self):
        visit = self.locked_visit()
        self.run_at(EVENING)
        mails = self.env["mail.mail"].search_count([("res_id", "=", visit.id)])
        visit._move(at(9, 45), online=False)
        self.assertEqual(self.env["mail.mail"].search_count([("res_id", "=", visit.id)]), mails)
        self.assertTrue(visit.is_narrowed)

    def test_a_move_outside_is_told_and_may_be_announced_anew(self):
        visit = self.locked_visit()
        self.run_at(EVENING)
        visit._move(at(8), online=False)
        mail = self.env["mail.mail"].search([("res_id", "=", visit.id)], order="id desc", limit=1)
        self.assertTrue(mail.subject.startswith("New time"))
        self.assertEqual((visit.window_start, visit.is_narrowed), (at(8), False))
        self.run_at(EVENING + timedelta(hours=1))
        self.assertEqual(len(self.told(visit)), 2)
        self.assertEqual(visit.window_stop, at(9))

    def test_the_hour_holds_through_both_clock_changes(self):
        self.visit.lead_max = self.road.horizon = 400
        for monday, evening in (
            (MONDAY.replace(month=3, day=30), (14, 29, 3)),
            (MONDAY.replace(month=10, day=26), (15, 25, 10)),
        ):
            hour, day, month = evening
            due = at(0).replace(month=month, day=day, hour=hour)
            tour = self.give(self.sector_north, day=monday)
            shift = 1 if month == 3 else 0
            visit = self.plan(at(10, day=monday) - timedelta(hours=shift))
            tour.is_locked = True
            self.run_at(due - timedelta(minutes=1))
            self.assertFalse(self.told(visit))
            self.run_at(due)
            self.assertEqual(len(self.told(visit)), 1)

    def test_a_planner_announces_at_once(self):
        visit = self.locked_visit()
        action = self.tour.with_user(self.planner).action_announce_times()
        self.assertEqual(action["params"]["type"], "success")
        self.assertEqual(len(self.told(visit)), 1)
        again = self.tour.with_user(self.planner).action_announce_times()
        self.assertEqual(again["params"]["type"], "info")
        self.assertEqual(len(self.told(visit)), 1)

    def test_a_tour_must_be_locked_to_be_announced(self):
        self.plan(at(10))
        with self.assertRaisesRegex(UserError, "lock it first"):
            self.tour.with_user(self.planner).action_announce_times()

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_only_planners_of_the_establishment_announce(self):
        visit = self.locked_visit()
        self.env.invalidate_all()
        for user in (self.agent, self.sibling_planner, self.citizen):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.tour.with_user(user).action_announce_times()
        self.assertFalse(self.told(visit))
