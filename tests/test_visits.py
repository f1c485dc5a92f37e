from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import MONDAY, at
from .road_common import RoadCase


@tagged("post_install", "-at_install")
class TestVisits(RoadCase):
    """A technician records his visits as they happen: early, late, or with nobody there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tom_user = new_test_user(
            cls.env,
            "tom",
            groups="rendezvous.group_user",
            company_id=cls.child.id,
            company_ids=[Command.set(cls.child.ids)],
        )
        cls.tom.user_id = cls.tom_user
        cls.give(cls.sector_north)

    def mine(self, start=None, user=None):
        return self.plan(start or at(10)).with_user(user or self.tom_user)

    def act(self, visit, action, moment, note=""):
        with freeze_time(moment):
            visit._visit_action(action, note)
            visit.env.flush_all()

    def assertRefused(self, words, visit, action, moment, note=""):
        with self.assertRaisesRegex(UserError, words):
            self.act(visit, action, moment, note)

    def test_a_visit_is_started_and_finished(self):
        visit = self.mine()
        self.act(visit, "start", at(10, 5))
        self.assertEqual(visit._visit_state()[0], "started")
        self.act(visit, "finish", at(10, 55))
        self.assertEqual((visit.started_at, visit.finished_at), (at(10, 5), at(10, 55)))
        self.assertEqual((visit.state, visit.attendance), ("done", "attended"))

    def test_real_life_starts_early(self):
        visit = self.mine()
        self.act(visit, "start", at(9, 30))
        self.act(visit, "finish", at(9, 50))
        self.assertEqual((visit.state, visit.attendance), ("done", "attended"))
        self.assertEqual(visit.start, at(10))

    def test_attendance_waits_for_the_start_unless_the_visit_was_started(self):
        visit = self.mine()
        with self.assertRaisesRegex(UserError, "once it has started"), self.env.cr.savepoint():
            self.act(visit, "no_show", at(9, 30))
        self.assertRefused("start it first", visit, "finish", at(9, 30))
        self.act(visit, "start", at(9, 30))
        self.act(visit, "no_show", at(9, 40))
        self.assertEqual((visit.state, visit.attendance), ("done", "no_show"))
        self.assertEqual(visit.finished_at, at(9, 40))

    def test_a_start_that_was_forgotten_does_not_keep_a_visit_open(self):
        visit = self.mine()
        self.act(visit, "finish", at(11))
        self.assertEqual((visit.started_at, visit.finished_at), (False, at(11)))

    def test_nobody_there(self):
        visit = self.mine()
        self.act(visit, "excused", at(10, 10))
        self.assertEqual((visit.state, visit.attendance), ("done", "excused"))
        self.assertFalse(visit.finished_at)

    def test_attendance_is_corrected_afterwards(self):
        visit = self.mine()
        self.act(visit, "finish", at(11))
        self.act(visit, "no_show", at(11, 5))
        self.assertEqual((visit.attendance, visit.finished_at), ("no_show", at(11)))

    def test_nothing_is_started_or_finished_twice(self):
        visit = self.mine()
        self.act(visit, "start", at(10))
        self.assertRefused("was started at", visit, "start", at(10, 1))
        self.act(visit, "finish", at(11))
        for action in ("start", "finish"):
            self.assertRefused("neither started nor finished", visit, action, at(11, 1))

    def test_a_cancelled_visit_is_left_alone(self):
        visit = self.mine()
        visit.sudo().action_cancel()
        for action in ("start", "finish"):
            self.assertRefused("neither started nor finished", visit, action, at(10))
        self.assertRefused("no attendance", visit, "attended", at(10, 5))

    def test_a_visit_of_another_day_is_not_started(self):
        visit = self.mine()
        self.assertRefused("another day", visit, "start", at(23, 59, MONDAY.replace(day=4)))
        self.act(visit, "start", at(0, 1))

    def test_a_visit_that_is_moved_is_to_be_started_again(self):
        visit = self.mine()
        self.act(visit, "start", at(9))
        with freeze_time(at(9, 1)):
            visit.sudo()._move(at(14), online=False)
        self.assertFalse(visit.started_at)
        self.assertEqual(visit.state, "confirmed")

    def test_notes_add_up_with_time_and_author(self):
        visit = self.mine()
        visit.sudo().note = "Ring twice"
        self.act(visit, "note", at(10, 30), "  Filter changed ")
        first, second = visit.note.split("\n")
        self.assertEqual(first, "Ring twice")
        self.assertRegex(second, r"10:30.*tom.*: Filter changed$")

    def test_an_empty_or_endless_note_is_refused(self):
        visit = self.mine()
        self.assertRefused("is empty", visit, "note", at(10), "  ")
        self.assertRefused("too long", visit, "note", at(10), "x" * 4001)
        self.assertFalse(visit.note)

    def test_the_buttons_of_the_office_follow_an_early_start(self):
        visit = self.mine()
        self.act(visit, "start", at(9))
        with freeze_time(at(9, 5)):
            self.assertTrue(visit.is_attendance_due)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_only_the_technician_and_planners_record(self):
        visit = self.plan(at(10))
        self.env.invalidate_all()
        public = self.env.ref("base.public_user")
        for user in (self.agent, self.sibling_planner, self.citizen, public):
            for action in ("start", "finish", "attended", "note"):
                with self.subTest(user=user.login, action=action), self.assertRaises(AccessError):
                    self.act(visit.with_user(user), action, at(10), "Hello")
        self.act(visit.with_user(self.planner), "start", at(10))
        self.assertTrue(visit.started_at)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_contacts_do_not_see_when_a_visit_really_was(self):
        visit = self.plan(at(10), self.contact)
        for field in ("started_at", "finished_at"):
            with self.subTest(field=field), self.assertRaises(AccessError):
                visit.with_user(self.citizen).read([field])
