from contextlib import contextmanager

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..models.rendezvous_portal_profile import contrast
from .common import RendezvousCase, at
from .public_common import PDF

OPERATIONS = ("read", "write", "create", "unlink")


class ProfileCase(RendezvousCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.b2c = cls.env.ref("rendezvous.rendezvous_portal_profile_b2c")
        cls.b2b = cls.env.ref("rendezvous.rendezvous_portal_profile_b2b")

    def company_of(self, *users):
        """Make one company of the contacts of these users."""
        company = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        for user in users:
            user.partner_id.parent_id = company
        self.env.flush_all()
        return company

    def give(self, user, **rights):
        """Give a user a profile of his own with these rights."""
        profile = self.b2c.copy({"name": "Custom", "is_default": False, **rights})
        user.partner_id.rendezvous_profile_id = profile
        self.env.flush_all()
        return profile

    def colleague_of(self, user, **rights):
        """Return the appointment of a colleague of ``user``, who has these rights."""
        self.company_of(self.citizen, self.other_citizen)
        if rights:
            self.give(user, **rights)
        return self.book(at(9)).with_user(user)

    def make_past(self, appointment):
        self.env.cr.execute(
            "UPDATE rendezvous_appointment SET start = start - interval '30 days',"
            " stop = stop - interval '30 days' WHERE id = %s",
            [appointment.id],
        )
        self.env.invalidate_all()
        return appointment


@tagged("post_install", "-at_install")
class TestPortalProfiles(ProfileCase):
    def test_b2c_and_b2b_are_there_by_default(self):
        for profile in self.b2c | self.b2b:
            self.assertFalse(profile.company_id)
            self.assertTrue(profile.can_book and profile.can_see_history)
            self.assertTrue(profile.can_see_documents and profile.can_see_equipment)
        self.assertTrue(self.b2c.is_default)
        self.assertFalse(self.b2c.can_see_colleagues)
        self.assertTrue(self.b2b.can_see_colleagues)

    def test_an_account_without_profile_is_like_b2c(self):
        rights = ("book", "see_history", "see_colleagues", "see_documents", "see_equipment")
        self.contact.rendezvous_profile_id = self.b2c
        b2c = {right: self.contact._may_in_portal(right) for right in rights}
        self.contact.rendezvous_profile_id = False
        self.assertEqual({right: self.contact._may_in_portal(right) for right in rights}, b2c)

    def test_colours_are_colours(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.undone():
            self.env.cr.execute(
                "UPDATE rendezvous_portal_profile SET color_text = 'red' WHERE id = %s",
                [self.b2c.id],
            )

    @contextmanager
    def undone(self):
        with self.env.cr.savepoint(flush=False):
            yield

    def test_colours_nobody_could_read_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "could not be read"):
            self.b2c.write({"color_text": "#777777", "color_background": "#888888"})

    def test_contrast_goes_from_one_to_twenty_one(self):
        self.assertAlmostEqual(contrast("#ffffff", "#000000"), 21)
        self.assertAlmostEqual(contrast("#123456", "#123456"), 1)

    def test_one_profile_by_default(self):
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.undone():
            self.env["rendezvous.portal.profile"].create(
                {"name": "Other", "company_id": False, "is_default": True}
            )

    def test_the_organisation_s_own_default_comes_first(self):
        Profile = self.env["rendezvous.portal.profile"]
        self.assertEqual(Profile._default_for(self.child), self.b2c)
        own = Profile.create(
            {"name": "Own", "company_id": self.parent.id, "is_default": True, "sequence": 99}
        )
        self.assertEqual(Profile._default_for(self.child), own)

    def test_a_profile_belongs_to_no_establishment(self):
        with self.assertRaisesRegex(ValidationError, "choose Parent"):
            self.env["rendezvous.portal.profile"].create(
                {"name": "Own", "company_id": self.child.id}
            )

    def test_a_held_profile_is_archived_rather_than_deleted(self):
        profile = self.give(self.citizen)
        with self.assertRaisesRegex(ValidationError, "archive"):
            profile.unlink()
        self.assertEqual(profile.partner_count, 1)
        self.contact.rendezvous_profile_id = False
        profile.unlink()

    def test_the_holders_are_listed(self):
        profile = self.give(self.citizen)
        action = profile.action_view_partners()
        self.assertEqual(self.env["res.partner"].search(action["domain"]), self.contact)


@tagged("post_install", "-at_install")
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


@tagged("post_install", "-at_install")
class TestPortalProfileAccess(ProfileCase):
    """Who may read (r), write (w), create (c) and delete (d) profiles."""

    EVERYBODY = {"agent": "r", "planner": "r", "child_admin": "r", "sibling_planner": "r"}
    OF_THE_PARENT = {**EVERYBODY, "parent_agent": "r", "administrator": "rwcd"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()

        def user(login, group, company):
            companies = {"company_id": company.id, "company_ids": [Command.set(company.ids)]}
            return new_test_user(cls.env, login, groups=group, **companies)

        cls.child_admin = user("child_admin", "rendezvous.group_admin", cls.child)
        cls.parent_agent = user("parent_agent", "rendezvous.group_user", cls.parent)
        cls.public = cls.env.ref("base.public_user")

    def check(self, company, matrix):
        profile = self.env["rendezvous.portal.profile"].create(
            {"name": "Some", "company_id": company and company.id}
        )
        self.env.flush_all()
        for role in (*self.OF_THE_PARENT, "citizen", "public"):
            mine = profile.with_user(self[role])
            rights = {
                letter
                for letter, operation in zip("rwcd", OPERATIONS, strict=True)
                if mine.has_access(operation)
            }
            with self.subTest(role=role):
                self.assertEqual(rights, set(matrix.get(role, "")))

    def __getitem__(self, name):
        return getattr(self, name)

    def test_profiles_of_the_organisation(self):
        self.check(self.parent, self.OF_THE_PARENT)

    def test_profiles_without_company(self):
        self.check(False, self.OF_THE_PARENT)

    def test_profiles_of_another_organisation(self):
        self.check(self.env["res.company"].create({"name": "Foreign"}), {})

    def test_an_establishment_does_not_create_them(self):
        for company in (self.parent.id, False):
            values = {"name": "Own", "company_id": company}
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                self.env["rendezvous.portal.profile"].with_user(self.child_admin).create(values)
