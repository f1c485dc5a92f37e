from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, RedirectWarning, ValidationError
from odoo.tests import Form, new_test_user, tagged, users
from odoo.tools import mute_logger

from .common import RendezvousCase, at


@tagged("post_install", "-at_install")
class TestImpossibleInput(RendezvousCase):
    def assert_refused(self, constraint, create):
        """Check that the database refuses, by a rule whose words reach the user."""
        with (
            self.assertRaises(CheckViolation) as refusal,
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            create()
            self.env.flush_all()
        self.assertIn(constraint, str(refusal.exception))

    def slot(self, **values):
        return self.add_openings(self.agenda, weekdays="5", **values)

    def test_opening_that_ends_before_it_starts_is_refused(self):
        self.assert_refused("hours_order", lambda: self.slot(hour_from=12, hour_to=9))

    def test_opening_over_midnight_is_refused(self):
        self.assert_refused("hours_range", lambda: self.slot(hour_from=22, hour_to=26))

    def test_opening_whose_last_day_comes_first_is_refused(self):
        self.assert_refused(
            "dates_order", lambda: self.slot(date_from="2026-02-01", date_until="2026-01-01")
        )

    def test_opening_without_a_day_is_refused(self):
        self.assert_refused(
            "day_given", lambda: self.env["rendezvous.slot"].create({"agenda_id": self.agenda.id})
        )

    def test_every_other_week_needs_the_day_it_starts_on(self):
        self.assert_refused("every_weeks_positive", lambda: self.slot(every_weeks=2))

    def test_maximum_lead_below_the_minimum_is_refused(self):
        self.assert_refused(
            "lead_order", lambda: self.service.write({"lead_min": 49, "lead_max": 2})
        )

    def test_service_without_duration_is_refused(self):
        self.assert_refused("duration_positive", lambda: self.service.write({"duration": 0}))

    def test_closure_that_ends_before_it_starts_is_refused(self):
        vals = {"name": "Works", "company_id": self.child.id, "start": at(10), "stop": at(9)}
        self.assert_refused("order_check", lambda: self.env["rendezvous.closure"].create(vals))

    def test_more_than_a_week_shown_is_refused(self):
        self.assert_refused("days_shown_range", lambda: self.agenda.write({"days_shown": 8}))

    def test_service_longer_than_every_opening_names_both(self):
        with self.assertRaisesRegex(ValidationError, "(?s)Passport.*181.*Counter.*180"):
            self.service.duration = 181

    def test_service_as_long_as_the_opening_is_accepted(self):
        self.service.duration = 180

    def test_published_agenda_without_technician_nor_capacity_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "technician.*capacity"):
            self.agenda.capacity = 0

    def test_hidden_agenda_may_have_no_capacity(self):
        self.agenda.write({"capacity": 0, "is_published": False})

    def test_unknown_time_zone_names_a_known_one(self):
        with self.assertRaisesRegex(ValidationError, "Europe/Paris"):
            self.agenda.tz = "Europe/Lutetia"

    def test_month_thirteen_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "1 to 12"):
            self.agenda.open_months = "1,13"

    def test_agenda_of_a_parent_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "establishments"):
            self.create_agenda("Nowhere", self.parent)

    def test_overlapping_openings_are_marked(self):
        overlapping = self.add_openings(self.agenda, hour_from=11, hour_to=14, weekdays="0")
        self.assertIn("9:00–12:00", overlapping.overlap)

    def test_touching_openings_are_not_marked(self):
        self.assertFalse(self.add_openings(self.agenda, 12, 14, weekdays="0").overlap)

    @users("planner")
    def test_planner_sees_the_overlaps_of_technician_hours(self):
        hours = self.env["rendezvous.technician.hours"].create(
            [
                {"employee_id": self.technician.id, "weekday": "0", "hour_from": 9, "hour_to": to}
                for to in (11, 12)
            ]
        )
        self.assertIn("9:00–12:00", hours[0].overlap)

    def test_overlap_warns_while_typing(self):
        slot = self.env["rendezvous.slot"].new(
            {"agenda_id": self.agenda.id, "weekday": "0", "hour_from": 11, "hour_to": 14}
        )
        self.assertIn("overlaps", slot._onchange_overlap()["warning"]["message"])


@tagged("post_install", "-at_install")
class TestArchiveNeverLose(RendezvousCase):
    def archive_button(self, refusal, user):
        """Press the button of a refusal, as the web client does."""
        _message, action_id, _label, context = refusal.exception.args
        action = self.env["ir.actions.server"].browse(action_id)
        return action.with_user(user).with_context(**context).run()

    def assert_archived_instead(self, record, user):
        with self.assertRaisesRegex(RedirectWarning, "Archive instead") as refusal:
            record.with_user(user).unlink()
        self.archive_button(refusal, user)
        self.assertFalse(record.active)
        self.assertTrue(record.exists())

    def test_planner_archives_an_agenda_with_appointments(self):
        self.book(at(9))
        self.assert_archived_instead(self.agenda, self.planner)

    def test_administrator_archives_a_service_with_appointments(self):
        self.book(at(9))
        self.assert_archived_instead(self.service, self.administrator)

    def test_hr_officer_archives_a_technician_with_appointments(self):
        officer = new_test_user(
            self.env,
            "officer",
            "hr.group_hr_user",
            company_id=self.child.id,
            company_ids=[(6, 0, self.child.ids)],
        )
        self.agenda.technician_ids = self.technician
        self.book(at(9), online=False)
        self.assert_archived_instead(self.technician, officer)

    def test_archived_agenda_keeps_its_appointments(self):
        appointment = self.book(at(9))
        self.agenda.action_archive()
        self.assertEqual(appointment.agenda_id, self.agenda)
        self.assertEqual(self.starts(online=False), [])

    def test_agenda_without_appointments_is_deleted(self):
        self.agenda.with_user(self.planner).unlink()
        self.assertFalse(self.agenda.exists())

    def test_agent_does_not_reach_the_archive_button(self):
        self.book(at(9))
        action = self.env.ref("rendezvous.rendezvous_archive_action").with_user(self.agent)
        context = {"active_model": "rendezvous.agenda", "active_ids": self.agenda.ids}
        with self.assertRaises(AccessError):
            action.with_context(**context).run()

    def test_planner_does_not_archive_services_by_the_button(self):
        action = self.env.ref("rendezvous.rendezvous_archive_action").with_user(self.planner)
        context = {"active_model": "rendezvous.service", "active_ids": self.service.ids}
        with self.assertRaises(AccessError):
            action.with_context(**context).run()


@tagged("post_install", "-at_install")
class TestAgendaForm(RendezvousCase):
    @users("planner")
    def test_planner_creates_an_agenda_with_its_openings(self):
        with Form(self.env["rendezvous.agenda"]) as form:
            form.name = "Counter 2"
            form.service_ids.add(self.service.with_env(self.env))
            with form.slot_ids.new() as slot:
                slot.hour_from, slot.hour_to = 8, 18
        agenda = form.record
        self.assertEqual(agenda.company_id, self.child)
        self.assertEqual(agenda.slot_ids.weekday, "0")

    @users("planner")
    def test_opening_of_a_single_date_leaves_the_weekday(self):
        with Form(self.agenda.with_env(self.env)) as form:
            with form.slot_ids.new() as slot:
                slot.date = "2026-01-10"
        self.assertFalse(self.agenda.slot_ids.filtered("date").weekday)

    @users("agent")
    def test_agent_reads_but_does_not_change_agendas(self):
        agenda = self.agenda.with_env(self.env)
        self.assertEqual(agenda.name, "Counter")
        with self.assertRaises(AccessError):
            agenda.name = "Mine"
