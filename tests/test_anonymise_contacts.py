from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user

from .anonymise_common import LATER, AnonymiseCase
from .common import at


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

    def test_what_was_merged_into_the_file_is_forgotten_with_it(self):
        closed = new_test_user(self.env, "__merged_1_old@example.com", "base.group_portal")
        closed.active = False
        merged = self.env["rendezvous.merged.contact"].create(
            {
                "name": "Zoé",
                "old_id": 1,
                "partner_id": self.person.id,
                "email": "old@example.com",
                "login": "old@example.com",
            }
        )
        self.past()
        self.run_job()
        self.assertFalse(self.person.active)
        self.assertFalse(merged.exists())
        self.assertNotIn("old@example.com", f"{closed.login} {closed.partner_id.name}")

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
