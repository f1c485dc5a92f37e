from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import at
from .personal_data_common import PersonalDataCase


@tagged("post_install", "-at_install")
class TestErasing(PersonalDataCase):
    def erase(self):
        request = self.ask()
        request.with_user(self.planner).action_erase()
        self.env.flush_all()
        self.env.invalidate_all()
        return request

    def mails(self):
        return self.env["mail.mail"].search([("email_to", "ilike", "citizen@example.com")])

    def test_the_contact_is_anonymised_and_the_account_archived(self):
        appointment = self.over(self.booked())
        request = self.erase()
        self.assertEqual(request.state, "done")
        self.assertEqual(request.handled_by_id, self.planner)
        self.assertEqual(self.contact.name, "Anonymised contact")
        self.assertFalse(self.contact.email or self.contact.phone or self.contact.active)
        self.assertFalse(self.citizen.active)
        self.assertNotEqual(self.citizen.login, "citizen")
        self.assertNotEqual(appointment.partner_id, self.contact)
        self.assertFalse(appointment.answer_ids or appointment.note or appointment.message_ids)

    def test_the_contact_is_told_before_the_address_goes(self):
        self.erase()
        (mail,) = self.mails()
        self.assertIn("are erased", mail.subject)
        self.assertIn("Zoé", mail.body_html)
        self.assertTrue(mail.auto_delete)

    def test_a_contact_without_address_is_erased_too(self):
        self.contact.email = False
        self.assertEqual(self.erase().state, "done")

    def test_nobody_logs_in_any_more(self):
        self.erase()
        self.authenticate(None, None)
        response = self.post("/web/login", {"login": "citizen", "password": "citizen"})
        self.assertNotEqual(response.status_code, 303)

    def test_an_erasure_is_counted(self):
        self.over(self.booked())
        self.erase()
        line = self.env["rendezvous.anonymisation"].search([("company_id", "=", self.parent.id)])
        self.assertEqual((line.origin, line.appointments, line.contacts), ("request", 1, 1))

    def test_appointments_of_every_establishment_are_anonymised(self):
        agenda = self.create_agenda("Elsewhere", self.sibling, capacity=1)
        self.add_openings(agenda)
        appointment = self.over(self.book(at(9), agenda=agenda))
        self.erase()
        self.assertNotEqual(appointment.partner_id, self.contact)

    def test_what_is_still_to_come_is_cancelled_first(self):
        self.booked()
        request = self.ask().with_user(self.planner)
        self.assertIn("Passport", request.coming)
        with self.assertRaisesRegex(UserError, "(?s)Cancel what is still to come first.*Passport"):
            request.action_erase()
        self.assertEqual(self.contact.lastname, "Martin")

    def test_staff_is_not_erased(self):
        request = self.env["rendezvous.erasure.request"]._ask(self.agent.partner_id, self.child)
        with self.assertRaisesRegex(UserError, "member of staff"):
            request.with_user(self.planner).action_erase()

    def test_a_refusal_needs_a_reason_and_tells_it(self):
        request = self.ask().with_user(self.planner)
        with self.assertRaisesRegex(UserError, "Say why"):
            request.action_refuse()
        request.reason = "An invoice must be kept."
        request.action_refuse()
        self.assertEqual(request.state, "refused")
        self.assertIn("An invoice must be kept.", self.mails().body_html)
        self.assertEqual(self.contact.lastname, "Martin")

    def test_an_answer_is_given_once(self):
        request = self.erase().with_user(self.planner)
        for answer in (request.action_erase, request.action_refuse):
            with self.assertRaisesRegex(UserError, "answered already"):
                answer()

    def test_two_files_that_both_asked_can_be_merged(self):
        first = self.ask()
        other = self.env["res.partner"].create({"name": "Zoé Double", "email": self.contact.email})
        second = first._ask(other, self.child)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.contact | other).ids, self.contact)
        self.assertEqual((first | second).exists(), first)

    def test_what_else_uses_the_contact_is_shown(self):
        self.technician.work_contact_id = self.contact
        self.assertIn("Employee", self.ask().with_user(self.planner).used_by)


@tagged("post_install", "-at_install")
class TestErasureRights(PersonalDataCase):
    def test_staff_of_the_whole_organisation_sees_the_request(self):
        request = self.ask()
        for user in (self.agent, self.planner, self.sibling_planner, self.administrator):
            self.assertEqual(request.with_user(user).state, "asked")

    def test_contacts_visitors_and_other_organisations_do_not(self):
        request = self.ask()
        other = self.env["res.company"].create({"name": "Other"})
        self.outside.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        public = self.env.ref("base.public_user")
        for user in (self.citizen, self.other_citizen, public, self.outside):
            with self.assertRaises(AccessError):
                request.with_user(user).read(["state"])

    def test_an_agent_answers_nothing(self):
        request = self.ask().with_user(self.agent)
        for answer in (request.action_erase, request.action_refuse):
            with self.assertRaises(AccessError):
                answer()

    def test_nobody_makes_deletes_or_closes_a_request_by_hand(self):
        request = self.ask()
        for user in (self.agent, self.planner, self.administrator):
            mine = request.with_user(user)
            values = {"partner_id": self.contact.id, "company_id": self.parent.id}
            for attempt in (
                lambda m=mine: m.write({"state": "done"}),
                lambda m=mine, v=values: m.create(v),
                lambda m=mine: m.unlink(),
            ):
                with self.assertRaises(AccessError):
                    attempt()
