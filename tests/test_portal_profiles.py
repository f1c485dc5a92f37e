from contextlib import contextmanager

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from ..colors import contrast, read_color
from .portal_common import ProfileCase

OPERATIONS = ("read", "write", "create", "unlink")


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
        self.assertAlmostEqual(contrast(read_color("#ffffff"), read_color("#000000")), 21)
        self.assertAlmostEqual(contrast(read_color("#123456"), read_color("#123456")), 1)

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
