from odoo.exceptions import UserError
from odoo.tests import tagged

from ..exceptions import SlotTaken
from .common import RendezvousCase, at


@tagged("post_install", "-at_install")
class TestMove(RendezvousCase):
    def test_move_frees_the_old_time(self):
        appointment = self.book(at(9))
        appointment._move(at(10))
        self.assertEqual((appointment.start, appointment.stop), (at(10), at(10, 30)))
        self.assertIn(at(9), self.starts())
        self.assertNotIn(at(10), self.starts())

    def test_move_that_overlaps_its_own_time_is_allowed(self):
        self.service.step = 10
        appointment = self.book(at(9))
        self.assertEqual(appointment._move(at(9, 10)).start, at(9, 10))

    def test_lost_move_keeps_the_old_time(self):
        appointment = self.book(at(9))
        self.book(at(10), partner=self.other_citizen.partner_id)
        with self.assertRaises(SlotTaken):
            appointment._move(at(10))
        self.assertEqual(appointment.start, at(9))

    def test_move_to_another_agenda(self):
        other = self.create_agenda("Other", self.child)
        self.add_openings(other, 14, 16)
        appointment = self.book(at(9))
        appointment._move(at(14), agenda=other)
        self.assertEqual(appointment.agenda_id, other)

    def test_technician_is_kept_when_free(self):
        second = self.create_technician("Theo", self.child)
        self.agenda.technician_ids = self.technician | second
        for technician in (self.technician, second):
            self.add_hours(technician)
        appointment = self.book(at(9), technician=second)
        appointment._move(at(10))
        self.assertEqual(appointment.technician_id, second)

    def test_cancelled_appointment_is_not_moved(self):
        appointment = self.book(at(9))
        appointment.action_cancel()
        with self.assertRaises(UserError):
            appointment._move(at(10))

    def test_move_back_inside_the_slots_takes_the_mark_away(self):
        appointment = self.book(at(20), online=False, forced=True)
        appointment._move(at(9), online=False)
        self.assertFalse(appointment.forced)
