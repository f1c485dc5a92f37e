from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .calendar_common import TUESDAY, CalendarCase
from .common import at

LOGGER = "odoo.addons.rendezvous.models.rendezvous_appointment_calendar_follow"


@tagged("post_install", "-at_install")
class TestCalendarFollow(CalendarCase):
    """What the technician does in his calendar, and what becomes of the appointment."""

    def setUp(self):
        super().setUp()
        self.appointment = self.appoint()

    def assertFlagged(self, conflict, start=False, stop=False):
        appointment = self.appointment
        self.assertEqual(appointment.start, at(9))
        self.assertEqual(appointment.state, "confirmed")
        self.assertEqual(appointment.calendar_conflict, conflict)
        self.assertEqual((appointment.calendar_start, appointment.calendar_stop), (start, stop))
        self.assertEqual(self.activities(appointment).user_id, self.planner)

    def assertSettled(self, start):
        appointment = self.appointment
        event = appointment.calendar_event_id
        self.assertEqual((appointment.start, event.start), (start, start))
        self.assertEqual((appointment.stop, event.stop), (appointment.stop, appointment.stop))
        self.assertTrue(event.active)
        self.assertFalse(appointment.calendar_conflict or appointment.calendar_start)
        self.assertFalse(self.activities(appointment))

    def test_free_time_is_followed_and_the_contact_told(self):
        self.move_event(self.appointment, at(11, day=TUESDAY))
        self.assertSettled(at(11, day=TUESDAY))
        told = self.appointment.notification_ids.filtered(lambda n: n.event == "moved")
        self.assertEqual(len(told), 1)

    def test_time_that_overlaps_the_old_one_is_followed(self):
        self.service.step = 15
        self.move_event(self.appointment, at(9, 15))
        self.assertSettled(at(9, 15))

    def test_taken_time_is_flagged(self):
        self.appoint(at(10))
        self.move_event(self.appointment, at(10))
        self.assertFlagged("moved", at(10), at(10, 30))

    def test_time_outside_the_openings_is_flagged(self):
        self.move_event(self.appointment, at(15))
        self.assertFlagged("moved", at(15), at(15, 30))

    def test_other_meeting_of_the_technician_is_in_the_way(self):
        self.env["calendar.event"].create(
            {
                "name": "Training",
                "start": at(10),
                "stop": at(11),
                "partner_ids": [Command.set(self.tess.partner_id.ids)],
            }
        )
        self.move_event(self.appointment, at(10))
        self.assertFlagged("moved", at(10), at(10, 30))

    def test_nobody_else_takes_over_for_a_taken_time(self):
        colleague = self.create_technician("Tom", self.child)
        self.practice.technician_ids += colleague
        self.add_hours(colleague)
        self.appoint(at(10), technician=self.technician)
        self.move_event(self.appointment, at(10))
        self.assertFlagged("moved", at(10), at(10, 30))
        self.assertEqual(self.appointment.technician_id, self.technician)

    def test_other_length_is_flagged(self):
        self.move_event(self.appointment, at(10), minutes=60)
        self.assertFlagged("moved", at(10), at(11))

    def test_all_day_is_flagged_and_gives_no_time(self):
        event = self.appointment.calendar_event_id.with_user(self.tess)
        event.write({"allday": True, "start_date": TUESDAY, "stop_date": TUESDAY})
        self.assertFlagged("moved", event.start, event.stop)
        with self.assertRaisesRegex(UserError, "no single time"):
            self.appointment.action_take_calendar_time()
        self.appointment.action_keep_time()
        self.assertFalse(event.allday)
        self.assertSettled(at(9))

    def test_recurrence_is_flagged(self):
        event = self.appointment.calendar_event_id.with_user(self.tess)
        event.write({"recurrency": True, "rrule_type": "daily", "count": 2, "end_type": "count"})
        self.assertFlagged("moved", at(9), at(9, 30))

    def test_past_time_is_flagged(self):
        self.move_event(self.appointment, at(9, day=TUESDAY.replace(year=2025)))
        self.assertEqual(self.appointment.calendar_conflict, "moved")

    def test_what_is_over_concerns_nobody(self):
        with self.at_time(at(9, 30)):
            self.move_event(self.appointment, at(8, 45))
            self.assertFalse(self.appointment.calendar_conflict)
            self.appointment.calendar_event_id.with_user(self.tess).unlink()
        self.assertFalse(self.appointment.calendar_conflict)

    def test_what_is_over_and_put_off_is_flagged(self):
        with self.at_time(at(9, 30)):
            self.move_event(self.appointment, at(10, day=TUESDAY))
        self.assertFlagged("moved", at(10, day=TUESDAY), at(10, 30, day=TUESDAY))

    def test_deletion_never_cancels(self):
        self.appointment.calendar_event_id.with_user(self.tess).unlink()
        self.assertFlagged("deleted")
        self.assertFalse(self.appointment.calendar_event_id)
        self.run_job()
        self.assertFalse(self.appointment.calendar_event_id)

    def test_archived_event_counts_as_deleted(self):
        self.appointment.calendar_event_id.with_user(self.tess).active = False
        self.assertFlagged("deleted")

    def test_put_back_after_a_deletion(self):
        self.appointment.calendar_event_id.with_user(self.tess).active = False
        old = self.appointment.calendar_event_id
        self.appointment.with_user(self.agent).action_keep_time()
        self.assertNotEqual(self.appointment.calendar_event_id, old)
        self.assertSettled(at(9))

    def test_cancel_after_a_deletion(self):
        self.appointment.calendar_event_id.with_user(self.tess).unlink()
        self.appointment.with_user(self.agent).action_cancel()
        self.env.cr.flush()
        self.assertFalse(self.appointment.calendar_conflict)
        self.assertFalse(self.activities(self.appointment))

    def test_declined_is_flagged_and_asked_again(self):
        event = self.appointment.calendar_event_id
        mine = event.with_user(self.tess).attendee_ids
        mine.do_decline()
        self.assertFlagged("declined")
        self.appointment.with_user(self.agent).action_keep_time()
        self.assertEqual(mine.state, "needsAction")
        self.assertSettled(at(9))

    def test_accepted_after_all_settles_it(self):
        mine = self.appointment.calendar_event_id.with_user(self.tess).attendee_ids
        mine.do_decline()
        mine.do_accept()
        self.assertSettled(at(9))

    def test_given_to_somebody_else_is_flagged_and_taken_back(self):
        old = self.appointment.calendar_event_id
        old.with_user(self.tess).user_id = self.agent
        self.assertFlagged("given")
        self.appointment.with_user(self.agent).action_keep_time()
        self.assertFalse(old.active)
        self.assertEqual(self.appointment.calendar_event_id.user_id, self.tess)
        self.assertSettled(at(9))

    def test_given_back_by_hand_settles_it(self):
        event = self.appointment.calendar_event_id.with_user(self.tess)
        event.user_id = self.agent
        event.user_id = self.tess
        self.assertSettled(at(9))

    def test_keep_the_time_of_the_appointment(self):
        self.move_event(self.appointment, at(15))
        self.appointment.with_user(self.agent).action_keep_time()
        self.assertSettled(at(9))

    def test_take_the_time_of_the_calendar_once_it_is_free(self):
        other = self.appoint(at(10))
        self.move_event(self.appointment, at(10))
        with self.assertRaises(UserError):
            self.appointment.with_user(self.agent).action_take_calendar_time()
        other.action_cancel()
        self.appointment.with_user(self.agent).action_take_calendar_time()
        self.assertSettled(at(10))

    def test_take_a_taken_time_with_the_right_to(self):
        self.move_event(self.appointment, at(15))
        self.appointment.with_user(self.outside).action_take_calendar_time()
        self.assertSettled(at(15))
        self.assertTrue(self.appointment.forced)

    def test_sibling_may_press_neither_button(self):
        self.move_event(self.appointment, at(15))
        sibling = self.appointment.with_user(self.sibling_planner)
        for press in (sibling.action_keep_time, sibling.action_take_calendar_time):
            with self.assertRaises(AccessError):
                press()

    def test_moved_back_by_hand_settles_it(self):
        self.move_event(self.appointment, at(15))
        self.move_event(self.appointment, at(9))
        self.assertSettled(at(9))

    def test_move_in_the_office_settles_it(self):
        self.move_event(self.appointment, at(15))
        self.appointment._move(at(11), online=False)
        self.assertSettled(at(11))

    def test_second_move_shows_the_last_time_and_asks_once(self):
        self.move_event(self.appointment, at(15))
        self.move_event(self.appointment, at(16))
        self.assertFlagged("moved", at(16), at(16, 30))
        self.assertEqual(len(self.activities(self.appointment)), 1)

    def test_event_of_something_else_moves_nothing(self):
        event = self.appointment.calendar_event_id.copy({"name": "Mine"})
        event.write({"start": at(10), "stop": at(10, 30)})
        self.assertSettled(at(9))

    def test_unknown_error_is_flagged_not_raised(self):
        Appointment = type(self.appointment)
        with patch.object(Appointment, "_move", side_effect=ValueError), mute_logger(LOGGER):
            self.move_event(self.appointment, at(10))
        self.assertFlagged("moved", at(10), at(10, 30))

    def test_database_may_ask_for_the_whole_synchronisation_again(self):
        Appointment = type(self.appointment)
        with (
            patch.object(Appointment, "_move", side_effect=SerializationFailure()),
            self.assertRaises(SerializationFailure),
        ):
            self.move_event(self.appointment, at(10))

    def test_filter_finds_what_differs(self):
        self.move_event(self.appointment, at(15))
        self.appoint(at(10))
        found = self.env["rendezvous.appointment"].search([("calendar_conflict", "!=", False)])
        self.assertEqual(found, self.appointment)
