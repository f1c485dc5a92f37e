from odoo.exceptions import AccessError

from .common import at
from .portal_common import ProfileCase
from .public_common import PDF


class TestPortalProfileRules(ProfileCase):
    """The record rule of appointments, as a portal user meets it by RPC."""

    def test_colleagues_are_seen_with_the_profile(self):
        appointment = self.colleague_of(self.other_citizen, can_see_colleagues=True)
        self.assertTrue(appointment.has_access("read"))
        self.assertTrue(appointment.search([("id", "=", appointment.id)]))
        self.assertFalse(appointment.has_access("write"))

    def test_colleagues_are_not_seen_without_the_profile(self):
        self.assertFalse(self.colleague_of(self.other_citizen).has_access("read"))
        self.give(self.other_citizen)
        self.env.invalidate_all()
        appointment = self.env["rendezvous.appointment"].search(
            [("partner_id", "=", self.contact.id)]
        )
        self.assertFalse(appointment.with_user(self.other_citizen).has_access("read"))

    def test_a_changed_profile_counts_at_once(self):
        appointment = self.colleague_of(self.other_citizen, can_see_colleagues=True)
        self.assertTrue(appointment.has_access("read"))
        self.other_citizen.partner_id.rendezvous_profile_id.can_see_colleagues = False
        self.env.flush_all()
        self.assertFalse(appointment.has_access("read"))

    def test_who_leaves_the_company_sees_its_people_no_more(self):
        appointment = self.colleague_of(self.other_citizen, can_see_colleagues=True)
        self.assertTrue(appointment.has_access("read"))
        self.other_citizen.partner_id.parent_id = False
        self.env.flush_all()
        self.assertFalse(appointment.has_access("read"))

    def test_people_of_another_company_stay_unseen(self):
        self.company_of(self.citizen)
        self.give(self.other_citizen, can_see_colleagues=True)
        self.company_of(self.other_citizen)
        appointment = self.book(at(9)).with_user(self.other_citizen)
        self.assertFalse(appointment.has_access("read"))

    def test_a_time_a_colleague_holds_is_not_seen(self):
        self.colleague_of(self.other_citizen, can_see_colleagues=True)
        held = self.book(at(10), hold=True).with_user(self.other_citizen)
        self.assertFalse(held.has_access("read"))

    def test_without_history_the_past_is_not_seen(self):
        appointment = self.book(at(9)).with_user(self.citizen)
        self.give(self.citizen, can_see_history=False)
        self.assertTrue(appointment.has_access("read"))
        self.assertFalse(self.make_past(appointment).has_access("read"))
        self.contact.rendezvous_profile_id.can_see_history = True
        self.env.flush_all()
        self.assertTrue(appointment.has_access("read"))

    def test_without_history_the_past_of_colleagues_is_not_seen(self):
        rights = {"can_see_colleagues": True, "can_see_history": False}
        appointment = self.colleague_of(self.other_citizen, **rights)
        self.assertTrue(appointment.has_access("read"))
        self.assertFalse(self.make_past(appointment).has_access("read"))

    def test_the_domain_of_the_pages_is_the_rule(self):
        """What the pages, as superuser, list is what the rule lets see."""
        self.colleague_of(self.other_citizen)
        self.book(at(10), partner=self.other_citizen.partner_id)
        self.make_past(self.book(at(11)))
        self.make_past(self.book(at(11, 30), partner=self.other_citizen.partner_id))
        partner = self.other_citizen.partner_id
        for colleagues in (False, True):
            for history in (False, True):
                self.give(
                    self.other_citizen, can_see_colleagues=colleagues, can_see_history=history
                )
                Appointment = self.env["rendezvous.appointment"]
                listed = Appointment.search(
                    Appointment._contact_domain(partner, past=False)
                    | Appointment._contact_domain(partner, past=True)
                )
                seen = Appointment.with_user(self.other_citizen).search([])
                with self.subTest(colleagues=colleagues, history=history):
                    self.assertEqual(listed, seen.sudo())
                    self.assertEqual(len(seen), (1 + colleagues) * (1 + history))

    def test_what_leads_to_a_change_stays_with_the_contact(self):
        appointment = self.colleague_of(self.other_citizen, can_see_colleagues=True)
        for name in (
            "access_token",
            "partner_email",
            "partner_phone",
            "cancel_reason",
            "attendance",
        ):
            with self.subTest(field=name), self.assertRaises(AccessError):
                appointment.read([name])

    def test_messages_and_documents_of_a_colleague_stay_hidden(self):
        appointment = self.colleague_of(self.other_citizen, can_see_colleagues=True)
        comment = self.env.ref("mail.mt_comment").id
        posted = appointment.with_user(self.env.user)
        message = posted.message_post(body="Link with a token", subtype_id=comment)
        document = self.document(appointment)
        self.assertFalse(message.with_user(self.other_citizen).has_access("read"))
        self.assertFalse(document.with_user(self.other_citizen).has_access("read"))
        self.assertTrue(message.with_user(self.citizen).has_access("read"))
        found = (
            self.env["mail.message"]
            .with_user(self.other_citizen)
            .search([("model", "=", appointment._name), ("res_id", "=", appointment.id)])
        )
        self.assertFalse(found)
        with self.assertRaises(AccessError):
            appointment.message_post(body="Hello")

    def document(self, appointment):
        return self.env["ir.attachment"].create(
            {"name": "p.pdf", "raw": PDF, "res_model": appointment._name, "res_id": appointment.id}
        )

    def answer(self, appointment):
        question = self.env["rendezvous.question"].create(
            {"name": "Proof", "type": "file", "service_id": self.service.id}
        )
        return self.env["rendezvous.answer"].create(
            {
                "appointment_id": appointment.id,
                "question_id": question.id,
                "attachment_id": self.document(appointment).id,
            }
        )

    def test_without_documents_one_s_own_are_hidden_too(self):
        answer = self.answer(self.book(at(9))).with_user(self.citizen)
        self.assertTrue(answer.has_access("read"))
        self.give(self.citizen, can_see_documents=False)
        self.assertFalse(answer.has_access("read"))

    def test_answers_of_a_colleague_are_never_seen(self):
        appointment = self.colleague_of(self.other_citizen, can_see_colleagues=True)
        answer = self.answer(appointment)
        self.assertFalse(answer.with_user(self.other_citizen).has_access("read"))

    def test_without_history_answers_of_the_past_are_not_seen(self):
        appointment = self.book(at(9))
        answer = self.answer(appointment).with_user(self.citizen)
        self.give(self.citizen, can_see_history=False)
        self.assertTrue(answer.has_access("read"))
        self.make_past(appointment)
        self.assertFalse(answer.has_access("read"))

    def test_the_contact_does_not_read_his_profile(self):
        with self.assertRaises(AccessError):
            self.contact.with_user(self.citizen).read(["rendezvous_profile_id"])
