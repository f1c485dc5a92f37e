from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import users
from odoo.tools import mute_logger

from .common import at
from .reminder_common import ReminderCase


class TestReminderRules(ReminderCase):
    """Whose rules count, and what may be entered."""

    def add_shared(self, company, **values):
        return self.env["rendezvous.reminder"].create({"company_id": company.id, **values})

    def counting(self, agenda=None):
        agenda = agenda or self.agenda
        return self.env["rendezvous.reminder"]._rules_by_agenda(agenda)[agenda]

    def default(self):
        return self.env["rendezvous.reminder"].search(
            [("company_id", "=", self.parent.id), ("agenda_id", "=", False)]
        )

    def test_a_new_parent_reminds_two_days_before_at_nine(self):
        rule = self.default()
        self.assertEqual(
            (rule.scope, rule.channel, rule.delay, rule.unit, rule.at_hour),
            ("all", "both", 2, "days", 9),
        )

    def test_a_new_establishment_has_none_of_its_own(self):
        self.assertFalse(
            self.env["rendezvous.reminder"].search(
                [("company_id", "=", self.child.id), ("agenda_id", "=", False)]
            )
        )

    def test_parents_that_were_there_get_the_default_once(self):
        self.default().unlink()
        for _time in range(2):
            self.env["rendezvous.reminder"]._create_parent_defaults()
        self.assertEqual(len(self.default()), 1)

    def test_every_parent_has_a_rule_after_the_installation(self):
        roots = self.env["res.company"].search([("parent_id", "=", False)])
        rules = self.env["rendezvous.reminder"].search([("agenda_id", "=", False)])
        self.assertLessEqual(roots, rules.company_id)

    def test_a_new_agenda_has_two_that_are_off(self):
        self.assertEqual(self.agenda.reminder_ids.mapped("scope"), ["off", "off"])
        self.assertEqual(self.agenda.reminder_ids.company_id, self.child)

    def test_a_copied_agenda_copies_them(self):
        self.agenda.reminder_ids[0].write({"scope": "new", "delay": 5})
        copied = self.agenda.copy().reminder_ids
        self.assertEqual(copied.mapped("scope"), ["new", "off"])
        self.assertEqual(copied[0].delay, 5)

    def test_those_that_are_off_leave_the_parent_s(self):
        self.assertEqual(self.counting(), self.default())

    def test_the_establishment_s_replace_the_parent_s(self):
        rule = self.add_shared(self.child, delay=1)
        self.assertEqual(self.counting(), rule)

    def test_the_agenda_s_replace_the_establishment_s(self):
        self.add_shared(self.child, delay=1)
        self.agenda.reminder_ids[0].scope = "all"
        self.assertEqual(self.counting(), self.agenda.reminder_ids[0])

    def test_as_many_as_wanted(self):
        rules = [self.add_rule(delay=days) for days in range(1, 5)]
        self.assertEqual(len(self.counting()), len(rules))

    def test_off_at_the_establishment_sends_nothing(self):
        self.add_shared(self.child, scope="off")
        self.assertFalse(self.counting())

    def test_an_agenda_may_do_without(self):
        self.add_rule()
        self.agenda.has_reminders = False
        self.assertFalse(self.counting())

    def test_a_sibling_s_rules_are_not_ours(self):
        self.add_shared(self.sibling, delay=1)
        self.assertEqual(self.counting(), self.default())

    def test_what_cannot_be_is_refused(self):
        for wrong in (
            {"delay": -1},
            {"delay": 0, "unit": "hours"},
            {"at_hour": 24},
            {"at_hour": -0.5},
        ):
            with (
                self.subTest(**wrong),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.add_rule(**wrong).flush_recordset()

    def test_more_than_a_year_before_is_refused_kindly(self):
        with self.assertRaisesRegex(ValidationError, "366 or less"):
            self.add_rule(delay=367)

    def test_the_words_say_when(self):
        self.assertEqual(self.default().display_name, "2 days before at 09:00 (Email and SMS)")

    def test_applied_the_coming_appointments_follow(self):
        appointment = self.book(at(9))
        rule = self.default()
        rule.write({"delay": 3, "unit": "hours", "channel": "email"})
        rule.action_apply()
        row = self.reminders(appointment, state="planned")
        self.assertEqual((row.due, row.channel), (at(6), "email"))
        (dropped,) = self.reminders(appointment, state="dropped")
        self.assertIn("no more", dropped.reason)

    def test_an_agenda_is_applied_alone(self):
        other = self.create_agenda("Other", self.child)
        self.add_openings(other)
        here, there = self.book(at(9)), self.book(at(9), agenda=other)
        self.agenda.has_reminders = False
        self.agenda.with_user(self.planner).action_apply_reminders()
        self.assertFalse(self.reminders(here, state="planned"))
        self.assertEqual(len(self.reminders(there, state="planned")), 2)

    def test_a_rule_that_is_switched_off_sends_nothing_even_when_not_applied(self):
        appointment = self.book(at(9))
        self.default().scope = "off"
        self.run_job()
        self.assertIn("switched off", self.reminders(appointment)[0].reason)

    def test_an_agenda_that_is_switched_off_sends_nothing_even_when_not_applied(self):
        appointment = self.book(at(9))
        self.agenda.has_reminders = False
        self.run_job()
        self.assertIn("switched off", self.reminders(appointment)[0].reason)

    def test_a_deleted_rule_takes_what_it_planned_along(self):
        appointment = self.book(at(9))
        self.default().unlink()
        rows = self.reminders(appointment)
        self.assertEqual(set(rows.mapped("state")), {"dropped"})
        self.assertIn("deleted", rows[0].reason)

    @users("planner")
    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_planner_does_not_apply_the_parent_s(self):
        with self.assertRaises(AccessError):
            self.default().with_user(self.planner).action_apply()
