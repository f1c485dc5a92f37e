from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo.tools import mute_logger

from ..models import rendezvous_anonymisation
from .anonymise_common import LATER, AnonymiseCase
from .common import at


class TestAnonymiseAppointments(AnonymiseCase):
    def test_what_leads_to_the_person_goes(self):
        appointment = self.past()
        document = appointment.answer_ids.attachment_id
        self.run_job()
        self.assertEqual(appointment.partner_id, self.parent.rendezvous_anonymous_partner_id)
        self.assertFalse(appointment.answer_ids or document.exists())
        self.assertFalse(appointment.note or appointment.access_token or appointment.ics_uid)
        self.assertFalse(appointment.message_ids or appointment.activity_ids)
        self.assertFalse(appointment.message_partner_ids)
        self.assertTrue(appointment.anonymised_date)

    def test_what_statistics_need_stays(self):
        appointment = self.past()
        kept = ["service_id", "agenda_id", "company_id", "start", "stop", "state", "attendance"]
        before = appointment.read(kept)
        self.run_job()
        self.assertEqual(appointment.read(kept), before)
        self.assertEqual((appointment.state, appointment.attendance), ("done", "attended"))

    def test_no_text_of_the_database_names_the_person_in_its_messages(self):
        appointment = self.past()
        self.run_job()
        domain = [("model", "=", appointment._name), ("res_id", "=", appointment.id)]
        self.assertFalse(self.env["mail.message"].search(domain))
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("res_model", "=", appointment._name), ("res_id", "=", appointment.id)]
            )
        )

    def test_the_calendar_files_of_messages_go_too(self):
        self.person.email = "zoe@example.com"
        appointment = self.past()
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "mail.message"), ("name", "=", "rendezvous.ics")]
        )
        self.assertTrue(files)
        self.run_job()
        self.assertFalse(files.exists())
        self.assertTrue(appointment.anonymised_date)

    def test_the_account_that_booked_is_forgotten(self):
        appointment = self.past(partner=self.contact)
        self.env.cr.execute(
            "UPDATE rendezvous_appointment SET create_uid = %s WHERE id = %s",
            [self.citizen.id, appointment.id],
        )
        self.run_job()
        self.assertEqual(appointment.create_uid, self.env.ref("base.user_root"))

    def test_the_period_ends_to_the_minute(self):
        appointment = self.past()
        end = appointment.stop.replace(year=2028)
        self.run_job(end)
        self.assertEqual(appointment.partner_id, self.person)
        self.run_job(end + timedelta(minutes=1))
        self.assertNotEqual(appointment.partner_id, self.person)

    def test_zero_months_keep_everything(self):
        self.parent.rendezvous_retention_months = 0
        appointment = self.past()
        self.run_job(datetime(2060, 1, 1))
        self.assertEqual(appointment.partner_id, self.person)

    def test_the_parent_s_period_binds_its_establishments(self):
        self.child.rendezvous_retention_months = 0
        self.parent.rendezvous_retention_months = 1
        appointment = self.past()
        self.run_job(datetime(2026, 3, 1))
        self.assertNotEqual(appointment.partner_id, self.person)

    def test_a_negative_period_is_refused(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.parent.rendezvous_retention_months = -1
            self.env.flush_all()

    def test_a_hold_that_nobody_released_goes_too(self):
        appointments = self.book(at(9), partner=self.person, hold=True) | self.book(
            at(10), partner=self.contact, hold=True
        )
        self.run_job()
        self.assertEqual(set(appointments.mapped("state")), {"cancelled"})
        self.assertEqual(len(appointments.partner_id), 1)

    def test_a_cancelled_appointment_and_its_reason_go_too(self):
        appointment = self.book(at(9), partner=self.person)
        appointment.action_cancel("Zoé is ill")
        self.run_job()
        self.assertFalse(appointment.cancel_reason)
        self.assertEqual(appointment.state, "cancelled")

    def test_each_organisation_has_its_own_nobody(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.assertNotEqual(other._anonymous_partner(), self.child._anonymous_partner())
        self.assertEqual(self.sibling._anonymous_partner(), self.child._anonymous_partner())
        self.assertFalse(self.child._anonymous_partner().active)

    def test_twice_changes_nothing_more(self):
        self.past()
        self.run_job()
        before = self.lines().read()
        self.run_job()
        self.assertEqual(self.lines().read(), before)

    def test_batches_do_it_all(self):
        self.patch(rendezvous_anonymisation, "BATCH", 1)
        appointments = self.past(at(9)) | self.past(at(10)) | self.past(at(11))
        (line,) = self.run_job()
        self.assertEqual(line.appointments, 3)
        self.assertTrue(all(appointments.mapped("anonymised_date")))

    def test_the_job_says_what_it_did(self):
        self.past()
        (line,) = self.run_job()
        self.assertEqual(line.date, LATER.date())
        self.assertEqual(line.before, datetime(2026, 1, 10).date())
        self.assertEqual(line.origin, "retention")
        self.assertEqual((line.appointments, line.contacts, line.answers), (1, 1, 1))
        self.assertGreaterEqual(line.documents, 1)
        self.assertGreaterEqual(line.messages, 2)

    def test_the_scheduler_runs_the_job(self):
        self.assertTrue(self.env.ref("rendezvous.rendezvous_cron_anonymise").active)

    def test_queries_do_not_grow_with_the_appointments(self):
        def count(number):
            day = at(9) + timedelta(days=count.weeks * 7)
            count.weeks += 1
            appointments = self.env["rendezvous.appointment"]
            for index in range(number):
                start = day + timedelta(minutes=30 * index)
                appointments |= self.book(start, partner=self.person, online=False)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            appointments._anonymise()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count.weeks = 0
        count(1)
        self.assertLessEqual(count(6), count(2) + 2)
