from datetime import timedelta

from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exceptions import SlotTaken
from .common import NOW, RendezvousCase, at


@tagged("post_install", "-at_install")
class TestBooking(RendezvousCase):
    def test_the_first_start_may_come_from_the_second_of_two_openings(self):
        self.service.step = 50
        self.add_openings(self.agenda, 9.25, 12, weekdays="0")
        starts = self.starts(online=False)
        later = starts[0] + timedelta(minutes=1)
        first = self.service._first_available(self.agenda, later, online=False)
        self.assertEqual(first[self.agenda.id].start, starts[1])
        self.assertEqual(starts[1] - starts[0], timedelta(minutes=15))

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

    def test_both_exclusion_constraints_stand_in_the_database(self):
        # An upgrade that cannot add one only writes a warning.
        self.env.cr.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'x'"
            " AND conrelid = 'rendezvous_appointment'::regclass ORDER BY 1"
        )
        self.assertEqual(
            [name for (name,) in self.env.cr.fetchall()],
            ["rendezvous_appointment_place_free", "rendezvous_appointment_technician_free"],
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
