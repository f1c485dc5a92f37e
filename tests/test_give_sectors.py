from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import MONDAY, at
from .road_common import RoadCase

FRIDAY = MONDAY + timedelta(days=4)
SUNDAY = MONDAY + timedelta(days=6)


@tagged("post_install", "-at_install")
class TestGiveSectors(RoadCase):
    def wizard(self, *sectors, technicians=None, **values):
        technicians = self.tom if technicians is None else technicians
        return self.env["rendezvous.tour.sectors"].create(
            {
                "employee_ids": [Command.set(technicians.ids)],
                "date_from": MONDAY,
                "date_until": SUNDAY,
                "sector_ids": [Command.set([sector.id for sector in sectors])],
                **values,
            }
        )

    def apply(self, *sectors, **values):
        return self.wizard(*sectors, **values).action_apply()["params"]["message"]

    def days(self, technician=None):
        tours = self.env["rendezvous.tour"].search(
            [("employee_id", "=", (technician or self.tom).id)], order="date"
        )
        return {tour.date: tour.sector_ids for tour in tours}

    @users("planner")
    def test_the_worked_days_get_the_sectors(self):
        message = self.apply(self.sector_north)
        self.assertEqual(list(self.days()), [MONDAY + timedelta(days=n) for n in range(5)])
        self.assertEqual(set(self.days().values()), {self.sector_north})
        self.assertIn("changed: 5", message)

    @users("planner")
    def test_the_form_opens_for_planners_and_saves(self):
        form = Form(self.env["rendezvous.tour.sectors"])
        form.sector_ids.add(self.sector_north)
        self.assertEqual(form.summary, "10 days of 2 technicians.")
        form.date_from, form.date_until = MONDAY, MONDAY
        self.assertIn("changed: 2", form.save().action_apply()["params"]["message"])

    @users("planner")
    def test_the_number_counts_only_what_changes(self):
        self.give(self.sector_north)
        message = self.apply(self.sector_north)
        self.assertIn("changed: 4; already so: 1", message)

    @users("planner")
    def test_without_technicians_all_of_the_establishment_are_meant(self):
        self.apply(self.sector_north, technicians=self.env["hr.employee"])
        self.assertEqual(len(self.days(self.tia)), 5)

    @users("planner")
    def test_only_the_chosen_weekdays_change(self):
        self.apply(self.sector_north, weekdays="0,4")
        self.assertEqual(list(self.days()), [MONDAY, FRIDAY])

    @users("planner")
    def test_add_replace_and_remove(self):
        both = self.sector_north | self.sector_south
        for operation, sectors, expected in (
            ("add", self.sector_north, self.sector_north),
            ("add", self.sector_south, both),
            ("remove", self.sector_north, self.sector_south),
            ("replace", self.sector_north, self.sector_north),
            ("replace", self.env["rendezvous.sector"], self.env["rendezvous.sector"]),
        ):
            self.apply(*sectors, operation=operation, date_until=MONDAY)
            self.assertEqual(self.days()[MONDAY], expected, operation)

    @users("planner")
    def test_given_by_hand_they_come_back(self):
        self.apply(self.sector_north)
        tour = self.tour_of()
        self.assertEqual(tour.planned_sector_ids, self.sector_north)

    @users("planner")
    def test_removing_makes_no_tour(self):
        self.apply(self.sector_north, operation="remove")
        self.assertFalse(self.days())

    @users("planner")
    def test_locking_leaves_the_sectors(self):
        self.give(self.sector_north)
        self.apply(operation="keep", lock="lock", date_until=MONDAY)
        self.assertTrue(self.tour_of().is_locked)
        self.assertEqual(self.tour_of().sector_ids, self.sector_north)
        self.apply(operation="keep", lock="unlock", date_until=MONDAY)
        self.assertFalse(self.tour_of().is_locked)

    @users("planner")
    def test_each_change_is_in_the_history(self):
        self.env = self.env(context={**self.env.context, "tracking_disable": False})
        self.give(technician=self.tom)
        self.apply(self.sector_north, date_until=MONDAY)
        self.env.flush_all()
        self.env.cr.precommit.run()
        values = self.tour_of().sudo().message_ids.tracking_value_ids
        self.assertIn("N North", values.mapped("new_value_char"))

    @users("planner")
    def test_opened_from_tours_it_has_their_technicians_and_days(self):
        tours = self.give() | self.give(technician=self.tia, day=FRIDAY)
        context = tours.with_env(self.env).action_give_sectors()["context"]
        wizard = self.env["rendezvous.tour.sectors"].with_context(**context).create({})
        self.assertEqual(wizard.sudo().employee_ids, self.tom | self.tia)
        self.assertEqual((wizard.date_from, wizard.date_until), (MONDAY, FRIDAY))
        self.assertEqual(wizard.summary, "10 days of 2 technicians.")

    @users("planner")
    def test_what_makes_no_sense_is_refused_in_words(self):
        for values, words in (
            ({"operation": "add"}, "at least one sector"),
            ({"operation": "keep"}, "Nothing would change"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.apply(**values)
        for day, words in (
            (MONDAY - timedelta(days=1), "before the first"),
            (MONDAY + timedelta(days=400), "At most a year"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.wizard(date_until=day)

    @users("agent")
    @mute_logger("odoo.addons.base.models.ir_model")
    def test_agents_give_none(self):
        with self.assertRaises(AccessError):
            self.wizard(self.sector_north)

    @users("sibling")
    def test_technicians_of_another_establishment_are_out_of_reach(self):
        message = self.apply(self.sector_north)
        self.assertFalse(self.env["rendezvous.tour"].sudo().search([]))
        self.assertIn("changed: 0", message)


@tagged("post_install", "-at_install")
class TestTourScreens(RoadCase):
    @users("planner")
    def test_lock_and_unlock(self):
        tour = self.give(self.sector_north).with_env(self.env)
        tour.action_lock()
        self.assertEqual(tour.state, "locked")
        tour.action_unlock()
        self.assertEqual(tour.state, "open")

    def test_the_load_is_measured_by_the_working_hours(self):
        self.plan(at(9), self.nowhere)
        tour = self.tour_of()
        self.assertEqual(tour.open_hours, 8)
        self.assertEqual(tour.load_rate, 100 / 8)

    def test_a_closure_shortens_the_working_hours(self):
        self.env["rendezvous.closure"].create(
            {
                "name": "Meeting",
                "company_id": self.child.id,
                "start": "2026-01-05 07:00:00",
                "stop": "2026-01-05 09:00:00",
            }
        )
        self.assertEqual(self.give().open_hours, 6)

    def test_the_filters_find_tours(self):
        locked = self.give(self.sector_north, is_locked=True)
        empty = self.give(technician=self.tia)
        Tour = self.env["rendezvous.tour"]
        mine = [("employee_id", "in", (self.tom | self.tia).ids)]
        self.assertEqual(Tour.search([*mine, ("is_locked", "=", True)]), locked)
        self.assertEqual(Tour.search([*mine, ("sector_ids", "=", False)]), empty)

    def test_the_setting_says_how_many_days_ahead(self):
        settings = self.env["res.config.settings"].create({"rendezvous_tour_days_ahead": 3})
        settings.execute()
        parameter = self.env["ir.config_parameter"].get_param("rendezvous.tour_days_ahead")
        self.assertEqual(parameter, "3")
