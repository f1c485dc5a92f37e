from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import at
from .google_common import SERVICE_LOGGER, SYNC_LOGGER, GoogleCase


@tagged("post_install", "-at_install")
class TestCalendarGoogle(GoogleCase):
    """With Odoo's ``google_calendar``: what goes over the wire, and what comes back."""

    def appoint(self, start=None, user=None):
        env = self.env(user=user, su=bool(user and user.share)) if user else self.env
        appointment = env["rendezvous.appointment"]._book(
            self.service, start or at(9), self.practice, self.contact, online=not user
        )
        self.commit()
        return appointment.sudo()

    def test_booking_is_sent_with_the_technicians_token(self):
        appointment = self.appoint(user=self.agent)
        [(method, token, body)] = self.google.calls
        self.assertEqual((method, token), ("post", "token-tess"))
        self.assertEqual(body["summary"], "Passport · Zoé Durand")
        self.assertEqual(body["start"]["dateTime"], "2026-01-05T08:00:00+00:00")
        self.assertEqual((body["visibility"], body["transparency"]), ("private", "opaque"))
        self.assertEqual([one["email"] for one in body["attendees"]], [self.tess.email])
        self.assertNotIn("conferenceData", body)
        self.assertTrue(appointment.calendar_event_id.google_id)

    def test_move_is_patched_and_cancellation_takes_it_out(self):
        appointment = self.appoint()
        appointment.with_user(self.agent)._move(at(10), online=False)
        self.commit()
        _method, token, body = self.google.calls[-1]
        self.assertEqual((self.google.methods(), token), (["post", "patch"], "token-tess"))
        self.assertEqual(body["start"]["dateTime"], "2026-01-05T09:00:00+00:00")
        appointment.with_user(self.agent).action_cancel()
        self.commit()
        self.assertEqual(self.google.calls[-1][1], "token-tess")
        self.assertFalse(self.google.events)

    def test_pulled_move_to_a_free_time_is_followed_without_an_echo(self):
        appointment = self.appoint()
        self.change_time(appointment, at(11))
        self.pull()
        self.assertEqual((appointment.start, appointment.stop), (at(11), at(11, 30)))
        self.assertFalse(appointment.calendar_conflict)
        self.assertIn("moved", appointment.notification_ids.mapped("event"))
        self.assertEqual(self.google.methods(), ["post"])

    def test_pulled_move_to_a_taken_time_is_flagged(self):
        self.appoint(at(10))
        appointment = self.appoint()
        self.change_time(appointment, at(10))
        self.pull()
        self.assertEqual((appointment.start, appointment.calendar_start), (at(9), at(10)))
        self.assertEqual(appointment.calendar_conflict, "moved")

    def test_pulled_deletion_is_flagged_and_put_back(self):
        appointment = self.appoint()
        event_id = appointment.calendar_event_id.google_id
        self.google.changes.append({"id": event_id, "status": "cancelled"})
        self.pull()
        self.assertEqual((appointment.state, appointment.start), ("confirmed", at(9)))
        self.assertEqual(appointment.calendar_conflict, "deleted")
        appointment.with_user(self.agent).action_keep_time()
        self.commit()
        self.assertEqual(self.google.methods()[-1], "post")

    def test_pulled_change_of_text_moves_nothing(self):
        appointment = self.appoint()
        self.change(appointment, summary="Mine")
        self.pull()
        self.assertEqual(appointment.calendar_event_id.name, "Mine")
        self.assertFalse(appointment.calendar_conflict)

    def test_google_down_the_booking_stands_and_is_sent_later(self):
        self.google.status = 500
        with mute_logger(SERVICE_LOGGER, SYNC_LOGGER):
            appointment = self.appoint()
        self.assertEqual(appointment.state, "confirmed")
        self.assertFalse(appointment.calendar_event_id.google_id)
        self.google.status = 200
        self.assertTrue(self.env["rendezvous.appointment"]._events_not_in_google())
        self.pull()
        self.assertTrue(appointment.calendar_event_id.google_id)
        self.assertFalse(self.env["rendezvous.appointment"]._events_not_in_google())
