from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import at
from .outlook_common import SERVICE_LOGGER, SYNC_LOGGER, OutlookCase

JOB_LOGGER = "odoo.addons.rendezvous.models.rendezvous_appointment_calendar_job"


@tagged("post_install", "-at_install")
class TestCalendarOutlook(OutlookCase):
    """With Odoo's ``microsoft_calendar``: what goes over the wire, and what comes back."""

    def appoint(self, start=None, user=None, **values):
        """Book as ``user`` and commit; contacts book through pages, with all rights."""
        env = self.env(user=user, su=bool(user and user.share)) if user else self.env
        appointment = env["rendezvous.appointment"]._book(
            self.service, start or at(9), self.practice, self.contact, **values
        )
        self.commit()
        return appointment.sudo()

    def assertPushed(self):
        [(method, token, body)] = self.graph.calls
        self.assertEqual((method, token), ("post", "token of tess"))
        return body

    def test_booking_by_the_public_is_pushed_with_the_technicians_token(self):
        self.appoint(user=self.env.ref("base.public_user"))
        body = self.assertPushed()
        self.assertEqual(body["subject"], "Passport · Zoé Durand")
        self.assertEqual(body["start"]["dateTime"], "2026-01-05T08:00:00+00:00")
        self.assertEqual((body["sensitivity"], body["showAs"]), ("private", "busy"))
        self.assertEqual(body["attendees"], [])
        self.assertFalse(body["isReminderOn"] or body["isOnlineMeeting"])

    def test_booking_by_the_contact_is_pushed(self):
        self.appoint(user=self.citizen)
        self.assertPushed()

    def test_booking_by_an_unlinked_secretary_is_pushed(self):
        self.appoint(user=self.agent, online=False)
        self.assertPushed()

    def test_booking_by_a_linked_secretary_is_pushed_to_the_technician(self):
        self.link(self.agent)
        self.appoint(user=self.agent, online=False)
        self.assertPushed()

    def test_linked_secretary_and_unlinked_technician(self):
        self.link(self.agent)
        self.tess.write({"microsoft_calendar_token": False, "microsoft_calendar_rtoken": False})
        appointment = self.appoint(user=self.agent, online=False)
        self.assertEqual(appointment.calendar_event_id.user_id, self.tess)
        self.assertFalse(self.graph.calls)

    def test_move_by_a_linked_secretary_is_patched(self):
        self.link(self.agent)
        appointment = self.appoint()
        appointment.with_user(self.agent)._move(at(10), online=False)
        self.commit()
        self.assertEqual(self.graph.methods(), ["post", "patch"])
        _method, token, body = self.graph.calls[-1]
        self.assertEqual(token, "token of tess")
        self.assertEqual(body["start"]["dateTime"], "2026-01-05T09:00:00+00:00")
        self.assertNotIn("subject", body)

    def test_cancelled_by_a_linked_secretary_is_deleted(self):
        self.link(self.agent)
        appointment = self.appoint()
        appointment.with_user(self.agent).action_cancel()
        self.commit()
        self.assertEqual(self.graph.calls[-1][:2], ("delete", "token of tess"))
        self.assertFalse(self.graph.events)

    def test_other_technician_gets_it_and_the_first_loses_it(self):
        colleague = self.create_technician("Tom", self.child)
        colleague.user_id = self.create_colleague("tom")
        self.link(colleague.user_id)
        self.practice.technician_ids += colleague
        self.add_hours(colleague)
        appointment = self.appoint(technician=self.technician)
        appointment._move(at(10), technician=colleague, online=False)
        self.commit()
        calls = [(method, token) for method, token, _body in self.graph.calls[1:]]
        self.assertCountEqual(calls, [("delete", "token of tess"), ("post", "token of tom")])

    def test_pulled_move_to_a_free_time_is_followed_without_an_echo(self):
        appointment = self.appoint()
        self.change_time(appointment, at(11))
        self.pull()
        self.assertEqual((appointment.start, appointment.stop), (at(11), at(11, 30)))
        self.assertFalse(appointment.calendar_conflict)
        self.assertIn("moved", appointment.notification_ids.mapped("event"))
        self.assertEqual(self.graph.methods(), ["post"])

    def test_pulled_move_to_a_taken_time_is_flagged(self):
        self.appoint(at(10))
        appointment = self.appoint()
        self.change_time(appointment, at(10))
        self.pull()
        self.assertEqual((appointment.start, appointment.calendar_start), (at(9), at(10)))
        self.assertEqual(appointment.calendar_conflict, "moved")
        self.assertTrue(self.activities(appointment))
        self.assertEqual(self.graph.methods(), ["post", "post"])

    def test_keeping_our_time_is_patched_back(self):
        appointment = self.appoint()
        self.change_time(appointment, at(15))
        self.pull()
        appointment.with_user(self.agent).action_keep_time()
        self.commit()
        self.assertEqual(self.graph.methods(), ["post", "patch"])
        start = self.graph.calls[-1][2]["start"]["dateTime"]
        self.assertEqual(start, "2026-01-05T08:00:00+00:00")

    def test_pulled_deletion_is_flagged_and_put_back(self):
        appointment = self.appoint()
        self.delete(appointment)
        self.pull()
        self.assertEqual((appointment.state, appointment.start), ("confirmed", at(9)))
        self.assertEqual(appointment.calendar_conflict, "deleted")
        appointment.with_user(self.agent).action_keep_time()
        self.commit()
        self.assertEqual(self.graph.methods()[-1], "post")
        self.assertTrue(appointment.calendar_event_id.microsoft_id)

    def test_pulled_change_of_text_moves_nothing(self):
        appointment = self.appoint()
        self.change(appointment, subject="Mine", body={"content": "<p>Bring the ladder</p>"})
        self.pull()
        self.assertEqual(appointment.calendar_event_id.name, "Mine")
        self.assertFalse(appointment.calendar_conflict)
        self.assertEqual(self.graph.methods(), ["post"])

    def test_outlook_down_the_booking_stands_and_is_sent_later(self):
        self.graph.status = 500
        with mute_logger(SERVICE_LOGGER, SYNC_LOGGER):
            appointment = self.appoint()
        self.assertEqual(appointment.state, "confirmed")
        self.assertFalse(appointment.calendar_event_id.microsoft_id)
        self.graph.status = 200
        self.run_job()
        self.assertEqual(self.graph.methods(), ["post", "post"])
        self.assertTrue(appointment.calendar_event_id.microsoft_id)
        self.run_job()
        self.assertEqual(self.graph.methods(), ["post", "post"])

    def test_outlook_down_the_cancellation_is_sent_later(self):
        appointment = self.appoint()
        self.graph.status = 500
        with mute_logger(SERVICE_LOGGER, SYNC_LOGGER):
            appointment.action_cancel()
            self.commit()
        self.assertTrue(self.graph.events)
        self.graph.status = 200
        self.run_job()
        self.assertFalse(self.graph.events)

    def test_deletion_is_not_sent_for_ever(self):
        appointment = self.appoint()
        appointment.action_cancel()
        self.commit()
        # Odoo leaves the event marked: the job makes sure, once.
        for _run in range(3):
            self.run_job()
        self.assertEqual(self.graph.methods(), ["post", "delete", "delete"])
        self.assertFalse(appointment.calendar_event_id.need_sync_m)

    def test_what_outlook_says_is_gone_counts_as_deleted(self):
        for status, hour in ((410, 9), (404, 10)):
            appointment = self.appoint(at(hour))
            self.graph.status = 500
            with mute_logger(SERVICE_LOGGER, SYNC_LOGGER):
                appointment.action_cancel()
                self.commit()
            self.graph.status = status
            with mute_logger(SERVICE_LOGGER):
                self.run_job()
            self.assertFalse(appointment.calendar_event_id.need_sync_m)
            self.graph.status = 200

    def test_deletion_refused_for_another_reason_is_tried_again(self):
        appointment = self.appoint()
        self.graph.status = 500
        with mute_logger(SERVICE_LOGGER, SYNC_LOGGER, JOB_LOGGER):
            appointment.action_cancel()
            self.commit()
            self.run_job()
            self.run_job()
        self.assertEqual(self.graph.methods(), ["post", "delete", "delete", "delete"])
        self.assertTrue(appointment.calendar_event_id.need_sync_m)

    def test_stale_token_is_renewed_by_the_job_not_by_the_booking(self):
        self.link(self.tess, validity=timedelta(hours=-1))
        self.graph.token_status = 500
        appointment = self.appoint()
        self.assertFalse(self.graph.calls)
        self.assertEqual(appointment.calendar_event_id.user_id, self.tess)
        self.graph.token_status = 200
        self.run_job()
        self.assertEqual(self.graph.calls[0][:2], ("post", "new"))

    def test_stale_token_moved_and_cancelled(self):
        appointment = self.appoint()
        self.link(self.tess, validity=timedelta(hours=-1))
        appointment._move(at(10), online=False)
        self.commit()
        self.run_job()
        appointment.action_cancel()
        self.commit()
        self.run_job()
        self.assertEqual(self.graph.methods()[:3], ["post", "patch", "delete"])
        self.assertFalse(self.graph.events)

    def test_token_refused_for_good_keeps_the_booking(self):
        self.link(self.tess, validity=timedelta(hours=-1))
        self.graph.token_status = 400
        appointment = self.appoint()
        with mute_logger(JOB_LOGGER, SERVICE_LOGGER):
            self.run_job()
        self.assertEqual(appointment.state, "confirmed")
        self.assertTrue(appointment.calendar_event_id.active)
        self.assertFalse(self.tess.microsoft_calendar_rtoken)

    def test_one_refused_token_does_not_stop_the_others(self):
        colleague = self.create_technician("Tom", self.child)
        colleague.user_id = self.create_colleague("tom")
        self.practice.technician_ids += colleague
        self.add_hours(colleague)
        self.graph.status = 500
        self.link(colleague.user_id)
        with mute_logger(SERVICE_LOGGER, SYNC_LOGGER):
            self.appoint(technician=self.technician)
            second = self.appoint(at(10), technician=colleague)
        self.link(self.tess, validity=timedelta(hours=-1))
        self.graph.status, self.graph.token_status = 200, 500
        with mute_logger(JOB_LOGGER, SERVICE_LOGGER):
            self.run_job()
        self.assertTrue(second.calendar_event_id.microsoft_id)
