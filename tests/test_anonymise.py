from datetime import datetime, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import RendezvousCase, at
from .public_common import PDF

# The appointments are of January 2026.
LATER = datetime(2028, 1, 10, 3, 0)


@tagged("post_install", "-at_install")
class AnonymiseCase(RendezvousCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The job is about appointments; what other tests left is not looked at.
        cls.person = cls.create_person("Durand", "Zoé")

    @classmethod
    def create_person(cls, lastname, firstname, **values):
        person = cls.env["res.partner"].create(
            {
                "lastname": lastname,
                "firstname": firstname,
                "email": f"{firstname}@example.com",
                "phone": "+33612345678",
                "street": "1 rue Haute",
                "birthdate_date": "1980-05-04",
                "comment": "Prefers mornings",
                **values,
            }
        )
        cls.env.cr.execute(
            "UPDATE res_partner SET create_date = '2025-06-01' WHERE id = %s", [person.id]
        )
        person.invalidate_recordset()
        return person

    def past(self, start=None, partner=None, **values):
        """Return an appointment that is over, with its answer, document and messages."""
        appointment = self.book(start or at(9), partner=partner or self.person, **values)
        with freeze_time(appointment.stop + timedelta(hours=1)):
            appointment.action_attended()
        question = self.env["rendezvous.question"].create(
            {"service_id": self.service.id, "name": "Proof", "type": "file"}
        )
        document = self.env["ir.attachment"].create(
            {
                "name": "durand.pdf",
                "raw": PDF,
                "res_model": appointment._name,
                "res_id": appointment.id,
            }
        )
        self.env["rendezvous.answer"].create(
            {
                "appointment_id": appointment.id,
                "question_id": question.id,
                "attachment_id": document.id,
            }
        )
        appointment.note = "Confidential"
        appointment._portal_ensure_token()
        appointment.message_post(body="Hello Zoé")
        appointment.activity_schedule(note="Call Zoé")
        appointment.message_subscribe(self.person.ids)
        return appointment

    def run_job(self, now=LATER):
        """Run the whole job as the scheduler does, without its commits."""
        Job = self.env["rendezvous.anonymisation"]
        self.patch(self.env.registry["ir.cron"], "_commit_progress", lambda *_a, **_k: 60.0)
        with freeze_time(now):
            Job.with_user(self.env.ref("base.user_root"))._cron_anonymise()
        self.env.flush_all()
        self.env.invalidate_all()
        return self.lines()

    def lines(self):
        return self.env["rendezvous.anonymisation"].search([("company_id", "=", self.parent.id)])


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
        from ..models import rendezvous_anonymisation

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

    def test_the_scheduler_knows_the_job(self):
        cron = self.env.ref("rendezvous.rendezvous_cron_anonymise")
        self.assertIn("_cron_anonymise", cron.code)
        self.assertTrue(cron.active)

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


class TestAnonymiseContacts(AnonymiseCase):
    def test_a_contact_with_nothing_left_is_emptied_and_archived(self):
        self.past()
        self.run_job()
        person = self.person
        self.assertFalse(person.active)
        self.assertEqual(person.name, "Anonymised contact")
        for name in ("firstname", "email", "phone", "street", "birthdate_date", "phone_sanitized"):
            self.assertFalse(person[name], name)
        self.assertFalse(person.comment or person.image_1920 or person.message_ids)

    def test_a_contact_with_a_later_appointment_keeps_the_file(self):
        self.past()
        self.book(at(10), partner=self.person).write(
            {"start": LATER - timedelta(days=9), "stop": LATER - timedelta(days=8)}
        )
        self.run_job()
        self.assertEqual(self.person.firstname, "Zoé")

    def test_who_never_had_an_appointment_is_none_of_ours(self):
        other = self.create_person("Other", "Otto")
        self.past()
        self.run_job()
        self.assertEqual(other.firstname, "Otto")

    def test_who_has_an_account_keeps_the_file(self):
        self.past(partner=self.contact)
        self.run_job()
        self.assertTrue(self.contact.active)

    def test_who_is_used_elsewhere_keeps_the_file(self):
        self.technician.work_contact_id = self.person
        self.past()
        self.run_job()
        self.assertEqual(self.person.firstname, "Zoé")

    def test_who_has_a_child_keeps_the_file(self):
        self.env["res.partner"].create({"name": "Child", "parent_id": self.person.id})
        self.past()
        self.run_job()
        self.assertEqual(self.person.firstname, "Zoé")

    def test_a_location_keeps_its_file(self):
        self.agenda.location_ids = self.person
        self.past()
        self.run_job()
        self.assertEqual(self.person.firstname, "Zoé")

    def test_a_young_file_is_kept(self):
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = '2027-01-01' WHERE id = %s", [self.person.id]
        )
        self.person.invalidate_recordset()
        self.past()
        self.run_job()
        self.assertEqual(self.person.firstname, "Zoé")

    def test_a_file_that_was_needed_is_looked_at_again(self):
        child = self.env["res.partner"].create({"name": "Child", "parent_id": self.person.id})
        self.past()
        self.run_job()
        child.unlink()
        self.run_job(LATER + timedelta(days=29))
        self.assertEqual(self.person.firstname, "Zoé")
        self.run_job(LATER + timedelta(days=31))
        self.assertFalse(self.person.firstname)

    def test_one_statement_tells_who_is_used(self):
        many = self.env["res.partner"].create([{"name": f"N{i}"} for i in range(30)])
        self.env.flush_all()
        self.assertFalse(self.person._used_elsewhere())
        with self.assertQueryCount(1):
            many._used_elsewhere()


class TestAnonymiseRights(AnonymiseCase):
    def test_administrators_read_what_was_done_and_change_nothing(self):
        self.past()
        (line,) = self.run_job()
        child_admin = self.planner
        child_admin.group_ids |= self.env.ref("rendezvous.group_admin")
        for user in (self.administrator, child_admin):
            self.assertTrue(line.with_user(user).read(["appointments"]))
            for attempt in (
                lambda u=user: line.with_user(u).write({"appointments": 0}),
                lambda u=user: line.with_user(u).unlink(),
                lambda u=user: line.with_user(u).create({"company_id": 1, "origin": "request"}),
            ):
                with self.assertRaises(AccessError):
                    attempt()

    def test_others_read_nothing(self):
        self.past()
        (line,) = self.run_job()
        public = self.env.ref("base.public_user")
        users = (self.agent, self.planner, self.sibling_planner, self.citizen, public)
        for user in users:
            with self.assertRaises(AccessError):
                line.with_user(user).read(["appointments"])

    def test_another_organisation_s_administrator_reads_nothing(self):
        self.past()
        (line,) = self.run_job()
        other = self.env["res.company"].create({"name": "Other"})
        self.administrator.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        with self.assertRaises(AccessError):
            line.with_user(self.administrator).read(["appointments"])

    def test_the_period_is_set_in_the_settings_for_the_parent(self):
        system = self.administrator
        system.group_ids |= self.env.ref("base.group_system")
        with Form(self.env["res.config.settings"].with_user(system)) as form:
            self.assertEqual(form.rendezvous_retention_months, 24)
            form.rendezvous_retention_months = 6
        form.record.execute()
        self.assertEqual(self.parent.rendezvous_retention_months, 6)
        self.assertEqual(self.child._retention_limit(fields.Datetime.now()).month, 7)
