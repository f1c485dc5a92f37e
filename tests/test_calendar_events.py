from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .calendar_common import TUESDAY, CalendarCase
from .common import at

LOGGER = "odoo.addons.rendezvous.models.rendezvous_appointment_calendar"


@tagged("post_install", "-at_install")
class TestCalendarEvents(CalendarCase):
    """The appointment in the calendar of its technician's user."""

    def test_booking_writes_the_event_of_the_technician(self):
        appointment = self.appoint()
        event = appointment.calendar_event_id
        self.assertEqual((event.start, event.stop), (at(9), at(9, 30)))
        self.assertEqual(event.user_id, self.tess)
        self.assertEqual(event.partner_ids, self.tess.partner_id)
        self.assertEqual((event.privacy, event.show_as, event.allday), ("private", "busy", False))
        self.assertFalse(event.alarm_ids)
        self.assertFalse(event.videocall_location)

    def test_event_tells_service_contact_phone_and_address_only(self):
        self.child.partner_id.write({"street": "1 Main Street", "city": "Valombre"})
        event = self.appoint(note="Secret").calendar_event_id
        self.assertEqual(event.name, "Passport · Zoé Durand")
        lines = "Passport<br>Zoé Durand<br>+33 6 00 00 00 01<br>1 Main Street, Valombre"
        self.assertEqual(event.description, f"<p>{lines}</p>")
        self.assertEqual(event.location, "Child, 1 Main Street, Valombre")

    def test_names_are_text_not_markup(self):
        self.contact.name = "Zoé <b>Bold</b>"
        event = self.appoint().calendar_event_id
        self.assertIn("Zoé &lt;b&gt;Bold&lt;/b&gt;", event.description)

    def test_nothing_is_mailed_and_no_meeting_is_asked_for(self):
        before = self.env["mail.mail"].search([])
        appointment = self.appoint()
        appointment._move(at(10), online=False)
        sent = self.env["mail.mail"].search([]) - before
        self.assertEqual(set(sent.mapped("model")), {"rendezvous.appointment"})
        self.assertFalse(appointment.activity_ids)
        self.assertFalse(appointment.calendar_event_id.activity_ids)

    def test_held_time_has_no_event_until_confirmed(self):
        appointment = self.appoint(hold=True)
        self.assertFalse(appointment.calendar_event_id)
        appointment.action_confirm()
        self.env.cr.flush()
        self.assertTrue(appointment.calendar_event_id)

    def test_move_moves_the_same_event(self):
        appointment = self.appoint()
        event = appointment.calendar_event_id
        appointment._move(at(10), online=False)
        self.assertEqual(appointment.calendar_event_id, event)
        self.assertEqual((event.start, event.stop), (at(10), at(10, 30)))
        self.assertEqual(event.attendee_ids.state, "accepted")

    def test_move_keeps_what_the_technician_wrote(self):
        appointment = self.appoint()
        appointment.calendar_event_id.description = "<p>Bring the ladder</p>"
        appointment._move(at(10), online=False)
        self.assertIn("ladder", appointment.calendar_event_id.description)

    def test_cancelled_event_is_archived_not_deleted(self):
        appointment = self.appoint()
        event = appointment.calendar_event_id
        appointment.action_cancel()
        self.env.cr.flush()
        self.assertTrue(event.exists())
        self.assertFalse(event.active)

    def test_done_appointment_keeps_its_event(self):
        appointment = self.appoint()
        with self.at_time(at(10)):
            appointment.action_attended()
            self.env.cr.flush()
        self.assertTrue(appointment.calendar_event_id.active)

    def test_other_technician_gets_a_new_event(self):
        colleague = self.create_technician("Tom", self.child)
        colleague.user_id = self.create_colleague("tom")
        self.practice.technician_ids += colleague
        self.add_hours(colleague)
        appointment = self.appoint(technician=self.technician)
        old = appointment.calendar_event_id
        appointment._move(at(10), technician=colleague, online=False)
        self.assertFalse(old.active)
        new = appointment.calendar_event_id
        self.assertEqual((new.user_id, new.start), (colleague.user_id, at(10)))

    def test_other_contact_changes_the_text(self):
        appointment = self.appoint()
        appointment.partner_id = self.other_citizen.partner_id
        self.env.cr.flush()
        event = appointment.calendar_event_id
        self.assertEqual(event.name, f"Passport · {self.other_citizen.partner_id.name}")

    def test_new_telephone_of_the_contact_reaches_the_calendar(self):
        appointment = self.appoint()
        self.contact.phone = "+33 6 00 00 00 02"
        self.env.cr.flush()
        self.assertIn("00 02", appointment.calendar_event_id.description)

    def test_no_event_without_internal_user_with_address(self):
        for change in ({"email": False}, {"active": False}):
            with self.subTest(**change), self.env.cr.savepoint() as savepoint:
                self.tess.write(change)
                self.assertFalse(self.appoint().calendar_event_id)
                savepoint.rollback()
        self.technician.user_id = False
        self.assertFalse(self.appoint().calendar_event_id)

    def test_counter_has_no_event(self):
        self.assertFalse(self.book(at(9)).calendar_event_id)

    def test_several_written_at_once_have_one_event_each(self):
        Appointment = self.env["rendezvous.appointment"]
        values = {
            "service_id": self.service.id,
            "agenda_id": self.practice.id,
            "technician_id": self.technician.id,
            "partner_id": self.contact.id,
        }
        made = Appointment.create([{**values, "start": at(hour)} for hour in (9, 10, 11)])
        self.env.cr.flush()
        starts = [appointment.calendar_event_id.start for appointment in made]
        self.assertEqual(starts, [at(9), at(10), at(11)])

    def test_establishment_may_turn_it_off_and_on_again(self):
        appointment = self.appoint()
        settings = self.env["rendezvous.booking.settings"].browse(self.child.id)
        settings.with_user(self.planner).calendar_sync = False
        self.assertFalse(self.appoint(at(10)).calendar_event_id)
        self.run_job()
        self.assertFalse(appointment.calendar_event_id.active)
        settings.with_user(self.planner).calendar_sync = True
        self.run_job()
        self.assertEqual(self.events().filtered("active").mapped("start"), [at(9), at(10)])

    def test_own_event_neither_blocks_nor_counts_twice(self):
        appointment = self.appoint()
        self.assertNotIn(at(9), self.starts(agendas=self.practice))
        self.assertIn(at(9, 30), self.starts(agendas=self.practice))
        # Overlapping the old time: only the appointment itself may be in the way.
        self.service.step = 15
        appointment._move(at(9, 15), online=False)
        self.assertEqual(appointment.start, at(9, 15))
        appointment.action_cancel()
        self.assertIn(at(9), self.starts(agendas=self.practice))

    def test_event_left_elsewhere_blocks_no_time(self):
        appointment = self.appoint()
        self.move_event(appointment, at(11, day=TUESDAY), minutes=45)
        self.assertEqual(appointment.calendar_conflict, "moved")
        self.assertIn(at(11, day=TUESDAY), self.starts(TUESDAY, agendas=self.practice))

    def test_failure_leaves_the_booking_and_is_tried_again(self):
        Event = type(self.env["calendar.event"])
        refused = patch.object(Event, "create", side_effect=ValidationError("No organizer"))
        with refused, mute_logger(LOGGER):
            appointment = self.appoint()
        self.assertEqual(appointment.state, "confirmed")
        self.assertFalse(appointment.calendar_event_id)
        bodies = "".join(appointment.message_ids.mapped("body"))
        self.assertIn("No organizer", bodies)
        with self.at_time(appointment.calendar_retry):
            self.run_job()
        self.assertTrue(appointment.calendar_event_id)
        self.assertFalse(appointment.calendar_retry)

    def test_failed_move_is_tried_again(self):
        appointment = self.appoint()
        Event = type(self.env["calendar.event"])
        with patch.object(Event, "write", side_effect=OSError("down")), mute_logger(LOGGER):
            appointment._move(at(10), online=False)
        self.assertEqual(appointment.start, at(10))
        self.assertEqual(appointment.calendar_event_id.start, at(9))
        with self.at_time(appointment.calendar_retry):
            self.run_job()
        self.assertEqual(appointment.calendar_event_id.start, at(10))

    def test_database_may_ask_for_the_whole_booking_again(self):
        Event = type(self.env["calendar.event"])
        with (
            patch.object(Event, "create", side_effect=SerializationFailure()),
            self.assertRaises(SerializationFailure),
        ):
            self.appoint()

    def test_address_that_comes_later_brings_the_event(self):
        self.tess.email = False
        appointment = self.appoint()
        self.tess.email = "tess@example.com"
        self.run_job()
        self.assertTrue(appointment.calendar_event_id)

    def test_job_leaves_what_is_over(self):
        self.tess.email = False
        appointment = self.appoint()
        self.tess.email = "tess@example.com"
        with self.at_time(at(9, 30)):
            self.run_job()
        self.assertFalse(appointment.calendar_event_id)

    def test_an_event_costs_a_booking_at_most_twenty_statements(self):
        self.appoint()
        with_event = self.count_statements(at(10))
        self.technician.user_id = False
        self.env.cr.flush()
        without = self.count_statements(at(11))
        self.assertLessEqual(with_event - without, 20)

    def count_statements(self, start):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.appoint(start)
        return self.env.cr.sql_log_count - before
