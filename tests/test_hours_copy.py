from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import RendezvousCase


@tagged("post_install", "-at_install")
class TestHoursCopy(RendezvousCase):
    """Tess works mornings online and whole days; Theo has one afternoon, Timo nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        theo, timo = (cls.create_technician(name, cls.child) for name in ("Theo", "Timo"))
        cls.tess, cls.theo, cls.timo = cls.env["rendezvous.technician"].browse(
            (cls.technician | theo | timo).ids
        )
        cls.add_hours(cls.technician, weekdays="01", date_until=date(2026, 6, 30))
        cls.add_hours(cls.technician, 8, 18, weekdays="0", online=False)
        cls.add_hours(theo, 14, 17, weekdays="4")

    def wizard(self, targets=None, **values):
        return self.env["rendezvous.hours.copy"].create(
            {
                "source_id": self.tess.id,
                "target_ids": [Command.set((targets or self.theo | self.timo).ids)],
                **values,
            }
        )

    def hours(self, technician):
        hours = technician.sudo().web_hours_ids | technician.sudo().ordinary_hours_ids
        rows = hours.mapped(lambda h: (h.weekday, h.hour_from, h.online))
        return sorted(rows)

    @users("planner")
    def test_both_replace_what_there_was(self):
        self.wizard().action_copy()
        for technician in (self.theo, self.timo):
            self.assertEqual(
                self.hours(technician), [("0", 8, False), ("0", 9, True), ("1", 9, True)]
            )
        copied = self.theo.web_hours_ids
        self.assertEqual(set(copied.mapped("date_until")), {date(2026, 6, 30)})
        self.assertEqual(len(self.hours(self.tess)), 3)

    @users("planner")
    def test_ordinary_hours_leave_web_hours_alone(self):
        self.wizard(kind="ordinary").action_copy()
        self.assertEqual(self.hours(self.theo), [("0", 8, False), ("4", 14, True)])

    @users("planner")
    def test_web_hours_leave_ordinary_ones_alone(self):
        self.add_hours(self.theo.employee_id.sudo(), 7, 8, weekdays="2", online=False)
        self.wizard(kind="web").action_copy()
        self.assertEqual(self.hours(self.theo), [("0", 9, True), ("1", 9, True), ("2", 7, False)])

    @users("planner")
    def test_adding_keeps_what_there_was_and_doubles_nothing(self):
        for _time in range(2):
            self.wizard(self.theo, kind="web", mode="add").action_copy()
        self.assertEqual(self.hours(self.theo), [("0", 9, True), ("1", 9, True), ("4", 14, True)])

    @users("planner")
    def test_the_source_among_the_targets_keeps_its_week(self):
        self.wizard(self.tess | self.timo).action_copy()
        self.assertEqual(len(self.hours(self.tess)), 3)
        self.assertEqual(len(self.hours(self.timo)), 3)

    @users("planner")
    def test_what_will_be_replaced_is_said_before(self):
        form = Form(self.env["rendezvous.hours.copy"].with_context(**self.context()))
        form.kind = "web"
        form.target_ids = self.theo | self.timo
        first, second, third = form.preview.split("\n")
        self.assertEqual(first, "Tess has web hours (Monday, Tuesday 9:00–12:00).")
        words = "Theo loses web hours (Friday 14:00–17:00), and gets 2 instead."
        self.assertEqual(second, words)
        self.assertEqual(third, "Timo has none yet and gets 2.")
        form.mode = "add"
        self.assertIn("Theo keeps all and gets 2 more.", form.preview)

    @users("planner")
    def test_both_kinds_are_named_and_days_that_differ_told_apart(self):
        self.add_hours(self.tess.employee_id.sudo(), 14, 17, weekdays="1")
        words = self.wizard(self.timo).preview.split("\n")[0]
        self.assertEqual(
            words,
            "Tess has web hours (Monday 9:00–12:00; Tuesday 9:00–12:00, 14:00–17:00),"
            " ordinary hours (Monday 8:00–18:00).",
        )

    def context(self):
        return self.tess.with_env(self.env).action_copy_week()["context"]

    @users("planner")
    def test_several_of_the_list_become_the_targets(self):
        context = (self.theo | self.timo).with_env(self.env).action_copy_week()["context"]
        self.assertEqual(context, {"default_target_ids": (self.theo | self.timo).ids})

    @users("planner")
    def test_nobody_to_copy_to_is_said(self):
        with self.assertRaisesRegex(UserError, "at least one other"):
            self.wizard(self.tess).action_copy()

    @users("planner")
    def test_nothing_to_copy_replaces_nothing(self):
        wizard = self.wizard(self.theo, source_id=self.timo.id)
        with self.assertRaisesRegex(UserError, "Timo has no such hours"):
            wizard.action_copy()
        self.assertEqual(len(self.hours(self.theo)), 1)

    @users("sibling")
    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_hours_of_another_establishment_are_out_of_reach(self):
        with self.assertRaises(AccessError):
            self.wizard(self.theo).action_copy()

    @users("administrator")
    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_parent_looks_and_copies_nothing(self):
        with self.assertRaises(AccessError):
            self.wizard(self.theo).action_copy()
        self.assertEqual(len(self.hours(self.theo)), 1)

    @users("planner")
    def test_many_targets_cost_few_queries(self):
        staff = (
            self.env["hr.employee"]
            .sudo()
            .create([{"name": f"T{n}", "company_id": self.child.id} for n in range(10)])
        )
        targets = self.env["rendezvous.technician"].browse(staff.ids)
        counts = []
        for some in (targets[:2], targets[2:]):
            wizard = self.wizard(some)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_copy()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
