from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NOW, RendezvousCase, at


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
