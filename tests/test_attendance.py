from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged, users

from .common import RendezvousCase, at


@tagged("post_install", "-at_install")
class TestAttendance(RendezvousCase):
    def setUp(self):
        super().setUp()
        self.early = self.book(at(9)).with_user(self.agent)
        self.late = self.book(at(10), partner=self.other_citizen.partner_id).with_user(self.agent)

    def test_attendance_before_the_start_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "once it has started"):
            self.early.action_attended()

    def test_attended_closes_the_appointment(self):
        with freeze_time(at(9)):
            self.early.action_attended()
        self.assertEqual((self.early.attendance, self.early.state), ("attended", "done"))

    def test_excused_and_no_show_are_recorded(self):
        with freeze_time(at(11)):
            self.early.action_excused()
            self.late.action_no_show()
        self.assertEqual((self.early + self.late).mapped("attendance"), ["excused", "no_show"])

    def test_several_are_recorded_at_once(self):
        with freeze_time(at(11)):
            (self.early + self.late).action_attended()
        self.assertEqual((self.early + self.late).mapped("state"), ["done", "done"])

    def test_one_to_come_among_several_refuses_all(self):
        with freeze_time(at(9, 30)), self.assertRaises(ValidationError):
            (self.early + self.late).action_attended()

    def test_attendance_is_corrected_later(self):
        with freeze_time(at(11)):
            self.early.action_no_show()
            self.early.action_attended()
        self.assertEqual(self.early.attendance, "attended")

    def test_cancelled_appointment_has_no_attendance(self):
        self.early.action_cancel("Ill")
        with freeze_time(at(11)), self.assertRaisesRegex(UserError, "not confirmed"):
            self.early.action_attended()

    def test_agent_writes_notes_after_the_start(self):
        with freeze_time(at(11)):
            self.early.action_attended()
            self.early.note = "Came with her file"
        self.assertEqual(self.early.note, "Came with her file")

    def test_buttons_show_only_once_it_has_started(self):
        self.assertFalse(self.early.is_attendance_due)
        with freeze_time(at(9)):
            self.early.invalidate_recordset()
            self.assertTrue(self.early.is_attendance_due)
            self.assertFalse(self.late.is_attendance_due)

    def test_buttons_go_once_attendance_is_recorded_but_can_correct_it(self):
        with freeze_time(at(9)):
            self.early.action_attended()
            self.assertFalse(self.early.is_attendance_due)
            self.assertTrue(self.early.is_attendance_open)

    @users("agent")
    def test_kanban_of_the_day_has_a_column_per_attendance(self):
        Kanban = self.env["rendezvous.appointment"].with_context(read_group_expand=True)
        domain = [("id", "=", self.early.id)]
        groups = Kanban.web_read_group(domain, ["attendance"], ["__count"])["groups"]
        self.assertEqual(
            [group["attendance"] for group in groups],
            ["unknown", "attended", "excused", "no_show"],
        )
