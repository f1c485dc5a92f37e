from datetime import timedelta

from odoo.tests import tagged

from .common import MONDAY, at
from .road_common import RoadCase

TUESDAY = MONDAY + timedelta(days=1)


@tagged("post_install", "-at_install")
class TestWaitlistRoad(RoadCase):
    """Half-days at the contact's address, offered to those who wait in the sector."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.road.has_waitlist = True
        cls.north.email, cls.south.email = "north@example.com", "south@example.com"
        cls.tour = cls.give(cls.sector_north)

    def wait(self, partner, **values):
        return self.env["rendezvous.waitlist.entry"].create(
            {
                "partner_id": partner.id,
                "service_id": self.visit.id,
                "date_from": MONDAY,
                "date_until": MONDAY,
                **values,
            }
        )

    def serve(self):
        self.env["rendezvous.waitlist.entry"]._serve(self.parent)
        self.env.flush_all()

    def fill_day(self):
        """Book both half-days of Tom whole, and return the visits."""
        others = self.north.copy({"lastname": "Neighbour"})
        starts = [at(hour) for hour in range(8, 12)]
        starts += [at(hour, 30) for hour in range(13, 17)]
        return [self.plan(start, others) for start in starts]

    def test_accepted_it_is_a_visit_in_that_half_day_on_the_tour(self):
        entry = self.wait(self.north)
        self.serve()
        offer = entry.offer_id
        held = offer.appointment_id
        self.assertEqual((offer.start, held.state), (at(8), "held"))
        visit = offer._accept()
        self.assertEqual((visit, visit.state, visit.start), (held, "confirmed", at(8)))
        self.assertEqual((visit.window_start, visit.window_stop), (at(8), at(12)))
        self.assertEqual((visit.location_id, visit.sector_id), (self.north, self.sector_north))
        self.assertEqual((visit.technician_id, self.tour.appointment_ids), (self.tom, visit))
        self.assertEqual((offer.state, entry.state), ("accepted", "booked"))
        self.assertEqual(entry.booked_appointment_id, visit)
        self.assertIn("confirmed", visit.notification_ids.mapped("event"))

    def test_who_lives_in_another_sector_is_passed_over(self):
        far, near = self.wait(self.south), self.wait(self.north)
        self.serve()
        self.assertEqual((far.state, far.outcome), ("waiting", "no_time"))
        self.assertEqual(near.offer_id.start, at(8))

    def test_an_hour_freed_in_a_full_half_day_is_held_at_once(self):
        visits = self.fill_day()
        entry = self.wait(self.north)
        self.serve()
        self.assertEqual(entry.outcome, "no_time")
        visits[6].action_cancel()
        offer = entry.offer_id
        # The half-day is offered, the hour in it is kept.
        self.assertEqual((offer.start, offer.appointment_id.start), (at(13, 30), at(15, 30)))
        self.assertEqual(offer._accept().told_start, at(13, 30))

    def test_earlier_the_visit_moves_to_the_half_day_and_keeps_its_address(self):
        self.give(self.sector_north, day=TUESDAY)
        address = self.north.copy({"parent_id": self.north.id, "type": "other"})
        visit = self.reserve(at(8, day=TUESDAY), location=address)
        entry = self.wait(self.north, appointment_id=visit.id)
        self.serve()
        held = entry.offer_id.appointment_id
        self.assertEqual(held.location_id, address)
        self.assertEqual(entry.offer_id._accept(), visit)
        self.assertEqual((visit.state, visit.told_start), ("confirmed", at(8)))
        self.assertEqual((visit.location_id, held.state), (address, "cancelled"))
        self.assertIn(visit, self.tour.appointment_ids)
