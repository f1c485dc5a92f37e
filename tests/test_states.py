from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import MONDAY, NOW, RendezvousCase, at


@tagged("post_install", "-at_install")
class TestStates(RendezvousCase):
    def test_cancelling_frees_the_start_and_says_who(self):
        appointment = self.book(at(9))
        appointment.action_cancel("Illness")
        self.assertEqual(
            (appointment.state, appointment.cancelled_by, appointment.cancel_reason),
            ("cancelled", "staff", "Illness"),
        )
        self.assertIn(at(9), self.starts())

    def test_cancelled_stays_cancelled(self):
        appointment = self.book(at(9))
        appointment.action_cancel()
        for action in ("action_cancel", "action_confirm", "action_done"):
            with self.assertRaises(UserError):
                getattr(appointment, action)()

    def test_states_go_one_way_whoever_writes(self):
        appointment = self.book(at(9))
        with self.assertRaises(UserError):
            appointment.write({"state": "held"})

    def test_contact_may_cancel_until_exactly_four_hours_before(self):
        self.agenda.slot_ids.write({"hour_from": 0, "hour_to": 24})
        # NOW is 9:00 in Paris: the limit is reached this very minute.
        appointment = self.book(at(13, day=NOW.date()))
        appointment._cancel_by_contact()
        self.assertEqual(appointment.cancelled_by, "contact")

    def test_contact_may_not_cancel_later(self):
        self.agenda.slot_ids.write({"hour_from": 0, "hour_to": 24})
        self.service.cancel_limit = 5
        appointment = self.book(at(13, day=NOW.date()))
        with self.assertRaises(UserError):
            appointment._cancel_by_contact()
        self.assertEqual(appointment.state, "confirmed")

    def test_contact_may_not_cancel_what_the_service_forbids(self):
        self.service.is_cancel_allowed = False
        with self.assertRaises(UserError):
            self.book(at(9))._cancel_by_contact()

    def test_attendance_waits_for_the_start(self):
        with self.assertRaises(ValidationError):
            self.book(at(9)).action_attended()

    def test_attendance_closes_the_appointment(self):
        appointment = self.book(at(9, day=MONDAY), online=False)
        appointment.write({"start": NOW - timedelta(hours=1), "stop": NOW})
        appointment.action_no_show()
        self.assertEqual((appointment.state, appointment.attendance), ("done", "no_show"))

    def test_appointment_is_not_done_before_its_start(self):
        with self.assertRaises(UserError):
            self.book(at(9)).action_done()

    def test_appointments_are_never_deleted(self):
        appointment = self.book(at(9))
        with self.assertRaises(UserError):
            appointment.unlink()

    def test_every_change_is_in_the_history(self):
        appointment = self.book(at(9)).with_context(tracking_disable=False)
        appointment.flush_recordset()
        appointment.action_cancel("Illness")
        self.env.cr.precommit.run()
        self.assertIn(
            "Cancelled", appointment.message_ids.tracking_value_ids.mapped("new_value_char")
        )
