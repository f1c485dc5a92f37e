from datetime import timedelta

from psycopg2.errors import ExclusionViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exceptions import SlotTaken
from .common import MONDAY, NOW, RendezvousCase, at


@tagged("post_install", "-at_install")
class TestBooking(RendezvousCase):
    def test_booking_confirms_the_start_asked_for(self):
        appointment = self.book(at(9))
        self.assertEqual(
            (appointment.state, appointment.start, appointment.stop, appointment.lane),
            ("confirmed", at(9), at(9, 30), 1),
        )

    def test_booked_start_is_not_offered_again(self):
        self.book(at(9))
        self.assertEqual(self.starts()[0], at(9, 30))

    def test_second_booking_is_refused_with_the_nearest_times(self):
        self.book(at(9))
        with self.assertRaises(SlotTaken) as refusal:
            self.book(at(9), partner=self.other_citizen.partner_id)
        nearest = [slot.start for slot in refusal.exception.alternatives]
        self.assertEqual(nearest[0], at(9, 30))
        self.assertNotIn(at(9), nearest)
        self.assertIn("9:30", str(refusal.exception))

    def test_start_off_the_grid_is_refused(self):
        with self.assertRaises(SlotTaken):
            self.book(at(9, 10))

    def test_start_outside_openings_is_refused(self):
        with self.assertRaises(SlotTaken):
            self.book(at(18))

    def test_start_in_the_past_is_refused_online(self):
        with self.assertRaises(SlotTaken):
            self.book(NOW - timedelta(days=1, hours=-1))

    def test_agenda_without_the_service_is_refused(self):
        self.agenda.service_ids = [Command.clear()]
        with self.assertRaises(SlotTaken):
            self.book(at(9))

    def test_unpublished_service_is_booked_by_staff_only(self):
        self.service.is_published = False
        with self.assertRaises(SlotTaken):
            self.book(at(9))
        self.assertTrue(self.book(at(9), online=False))

    def test_posted_duration_is_not_trusted_by_the_database(self):
        appointment = self.book(at(9))
        self.assertEqual(appointment.stop - appointment.start, timedelta(minutes=30))

    def test_places_of_a_counter_fill_one_by_one(self):
        self.agenda.capacity = 3
        lanes = [self.book(at(9)).lane for _place in range(3)]
        self.assertEqual(sorted(lanes), [1, 2, 3])
        with self.assertRaises(SlotTaken):
            self.book(at(9))

    def test_buffers_keep_neighbours_apart(self):
        self.service.write({"buffer_before": 5, "buffer_after": 10, "step": 15})
        self.book(at(10))
        self.assertNotIn(at(10, 30), self.starts())
        self.assertIn(at(10, 45), self.starts())

    def test_buffers_are_kept_as_they_were_when_booked(self):
        appointment = self.book(at(10))
        self.service.buffer_after = 60
        self.assertEqual(appointment.occupied_stop, at(10, 30))

    def test_double_booking_is_impossible_in_the_database(self):
        appointment = self.book(at(9))
        with self.assertRaises(ExclusionViolation), mute_logger("odoo.sql_db"):
            self.env["rendezvous.appointment"].create(
                {
                    "service_id": self.service.id,
                    "agenda_id": self.agenda.id,
                    "partner_id": self.contact.id,
                    "start": appointment.start + timedelta(minutes=10),
                    "lane": appointment.lane,
                }
            )

    def test_technician_is_never_in_two_agendas_at_once(self):
        other = self.create_agenda("Other", self.child)
        for agenda in (self.agenda, other):
            agenda.technician_ids = self.technician
        self.add_openings(other)
        self.add_hours(self.technician)
        self.book(at(9))
        with self.assertRaises(SlotTaken):
            self.book(at(9), agenda=other)

    def test_least_busy_technician_gets_the_appointment(self):
        second = self.create_technician("Theo", self.child)
        self.agenda.technician_ids = self.technician | second
        self.add_hours(self.technician)
        self.add_hours(second)
        booked = [self.book(at(9)).technician_id, self.book(at(9, 30)).technician_id]
        self.assertEqual(set(booked), {self.technician, second})

    def test_technician_asked_for_is_the_one_booked(self):
        second = self.create_technician("Theo", self.child)
        self.agenda.technician_ids = self.technician | second
        self.add_hours(second)
        appointment = self.book(at(9), technician=second)
        self.assertEqual((appointment.technician_id, appointment.lane), (second, 0))

    def test_technician_without_hours_is_never_offered_online(self):
        self.agenda.technician_ids = self.technician
        self.assertFalse(self.starts())
        self.assertTrue(self.starts(online=False))

    def test_openings_for_another_service_open_nothing(self):
        self.agenda.technician_ids = self.technician
        self.add_hours(self.technician)
        other = self.service.copy({"is_published": True})
        self.agenda.service_ids |= other
        self.agenda.slot_ids.service_ids = other
        self.assertFalse(self.starts())
        self.assertTrue(self.starts(service=other))

    def test_location_of_the_opening_is_kept(self):
        place = self.env["res.partner"].create({"name": "Annex", "is_company": True})
        self.agenda.slot_ids.location_id = place
        self.assertEqual(self.book(at(9)).location_id, place)
        self.assertFalse(self.starts(location=self.contact))

    def test_staff_of_the_establishment_may_book(self):
        appointment = (
            self.env["rendezvous.appointment"]
            .with_user(self.agent)
            ._book(
                self.service.with_user(self.agent),
                at(9),
                self.agenda.with_user(self.agent),
                self.contact.with_user(self.agent),
                online=False,
            )
        )
        self.assertEqual(appointment.company_id.sudo(), self.child)

    def test_staff_of_a_sibling_may_not_book(self):
        with self.assertRaises(SlotTaken):
            self.env["rendezvous.appointment"].with_user(self.sibling_planner)._book(
                self.service, at(9), self.agenda, self.contact, online=False
            )
        self.assertFalse(self.agenda.appointment_ids)

    def test_typing_a_record_outside_the_openings_is_refused(self):
        with self.assertRaises(UserError):
            self.env["rendezvous.appointment"].with_user(self.agent).create(
                {
                    "service_id": self.service.id,
                    "agenda_id": self.agenda.id,
                    "partner_id": self.contact.id,
                    "start": at(20),
                    "lane": 1,
                }
            )

    def test_appointment_of_a_counter_needs_a_place(self):
        with self.assertRaisesRegex(Exception, "on_a_lane"), mute_logger("odoo.sql_db"):
            self.env["rendezvous.appointment"].create(
                {
                    "service_id": self.service.id,
                    "agenda_id": self.agenda.id,
                    "partner_id": self.contact.id,
                    "start": at(9),
                }
            )


@tagged("post_install", "-at_install")
class TestForced(RendezvousCase):
    def test_outside_slots_needs_the_right(self):
        with self.assertRaises(AccessError):
            self.env["rendezvous.appointment"].with_user(self.agent)._book(
                self.service, at(20), self.agenda, self.contact, online=False, forced=True
            )

    def test_outside_slots_is_marked(self):
        appointment = (
            self.env["rendezvous.appointment"]
            .with_user(self.outside)
            ._book(self.service, at(20), self.agenda, self.contact, online=False, forced=True)
        )
        self.assertTrue(appointment.forced)

    def test_over_another_appointment_is_marked(self):
        self.book(at(9))
        self.assertTrue(self.book(at(9), online=False, forced=True).forced)

    def test_free_time_asked_for_by_force_is_booked_as_usual(self):
        self.assertFalse(self.book(at(9), online=False, forced=True).forced)

    def test_forced_appointment_makes_its_time_busy(self):
        self.agenda.slot_ids.filtered(lambda slot: slot.weekday == "0").unlink()
        self.book(at(10), online=False, forced=True)
        self.add_openings(self.agenda, weekdays="0")
        self.assertNotIn(at(10), self.starts())


@tagged("post_install", "-at_install")
class TestHold(RendezvousCase):
    def test_hold_keeps_the_start_for_fifteen_minutes(self):
        appointment = self.book(at(9), hold=True)
        self.assertEqual(appointment.state, "held")
        self.assertEqual(appointment.hold_until, NOW + timedelta(minutes=15))
        self.assertNotIn(at(9), self.starts())

    def test_hold_lasts_as_long_as_set(self):
        self.env["ir.config_parameter"].set_param("rendezvous.hold_minutes", "3")
        self.assertEqual(self.book(at(9), hold=True).hold_until, NOW + timedelta(minutes=3))

    def test_contact_holds_one_start_at_a_time(self):
        first = self.book(at(9), hold=True)
        self.book(at(10), hold=True)
        self.assertEqual(first.state, "cancelled")
        self.assertIn(at(9), self.starts())

    def test_one_hold_by_contact_is_the_database_s_rule(self):
        self.book(at(9), hold=True)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.env["rendezvous.appointment"].create(
                {
                    "service_id": self.service.id,
                    "agenda_id": self.agenda.id,
                    "partner_id": self.contact.id,
                    "start": at(10),
                    "lane": 1,
                    "state": "held",
                    "hold_until": NOW + timedelta(minutes=5),
                }
            )

    def test_confirming_ends_the_hold(self):
        appointment = self.book(at(9), hold=True)
        appointment.action_confirm()
        self.assertEqual((appointment.state, appointment.hold_until), ("confirmed", False))

    def test_expired_hold_is_offered_again(self):
        self.book(at(9), hold=True).hold_until = NOW
        self.assertIn(at(9), self.starts())

    def test_expired_hold_gives_way_to_the_next_booking(self):
        held = self.book(at(9), hold=True)
        held.hold_until = NOW
        self.book(at(9), partner=self.other_citizen.partner_id)
        self.assertEqual(held.state, "cancelled")

    def test_job_releases_expired_holds_only(self):
        expired = self.book(at(9), hold=True)
        expired.hold_until = NOW
        running = self.book(at(10), partner=self.other_citizen.partner_id, hold=True)
        self.env["rendezvous.appointment"]._cron_release_holds()
        self.assertEqual((expired.state, running.state), ("cancelled", "held"))

    def test_released_hold_frees_the_start(self):
        self.book(at(9), hold=True).action_release()
        self.assertIn(at(9), self.starts())

    def test_released_hold_is_not_confirmed(self):
        appointment = self.book(at(9), hold=True)
        appointment.action_release()
        with self.assertRaises(UserError):
            appointment.action_confirm()


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
