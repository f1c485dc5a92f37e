from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .merge_common import MergeCase


@tagged("post_install", "-at_install")
class TestMergeRefusals(MergeCase):
    """What is never merged, and the way out that is named."""

    def refused(self, words, left=None, right=None, user=None):
        wizard = self.wizard(left, right, user)
        self.assertRegex(wizard.refusal, words)
        self.assertFalse(wizard.line_ids)
        with self.assertRaisesRegex(UserError, words):
            wizard.action_merge()
        self.assertTrue((self.old | self.new).exists() == self.old | self.new)

    def test_the_same_file_twice(self):
        self.refused("same file twice: choose another", self.old, self.old)

    def test_a_side_left_empty(self):
        wizard = self.env["rendezvous.merge"].with_user(self.agent).create({"left_id": self.old.id})
        self.assertFalse(wizard.refusal)
        with self.assertRaisesRegex(UserError, "each side"):
            wizard.action_merge()

    def test_a_contact_and_its_own_parent(self):
        firm = self.env["res.partner"].create({"name": "Bakery", "is_company": True})
        site = self.env["res.partner"].create(
            {"name": "Site", "is_company": True, "parent_id": firm.id}
        )
        self.refused("is the organisation of", firm, site)
        self.refused("is the organisation of", site, firm)

    def test_a_contact_and_the_parent_of_its_parent(self):
        self.old.parent_id = self.contact
        self.new.parent_id = self.old
        self.refused("is the organisation of", self.contact, self.new)

    def test_an_organisation_and_a_person(self):
        firm = self.env["res.partner"].create({"name": "Bakery", "is_company": True})
        self.refused("an organisation and .* a person", firm, self.old)

    def test_contacts_of_unrelated_companies(self):
        stranger = self.env["res.company"].create({"name": "Stranger"})
        self.administrator.company_ids |= stranger
        both = self.administrator.with_context(allowed_company_ids=(self.parent | stranger).ids)
        self.old.company_id, self.new.company_id = self.child, stranger
        wizard = (
            self.env["rendezvous.merge"]
            .with_user(self.administrator)
            .with_context(allowed_company_ids=(self.parent | self.child | stranger).ids)
        )
        both.company_ids |= self.child
        wizard = wizard.create({"left_id": self.old.id, "right_id": self.new.id})
        self.assertRegex(wizard.refusal, "unrelated organisations")

    def test_contacts_of_two_customers(self):
        for partner in self.old | self.new:
            firm = {"name": f"Firm of {partner.name}", "is_company": True}
            partner.parent_id = self.env["res.partner"].create(firm)
        self.refused("unrelated organisations.*out of its organisation first")

    def test_contacts_of_one_customer_are_merged(self):
        firm = self.env["res.partner"].create({"name": "Bakery", "is_company": True})
        (self.old | self.new).parent_id = firm
        self.assertEqual(self.merge().parent_id, firm)

    def test_the_file_of_a_colleague(self):
        self.refused("a colleague", self.old, self.planner.partner_id)

    def test_the_file_of_an_employee_without_account(self):
        self.refused("a colleague", self.old, self.technician.work_contact_id)

    def test_the_file_of_an_establishment(self):
        firm = self.env["res.partner"].create({"name": "Child", "is_company": True})
        self.refused("or of an establishment", firm, self.child.partner_id, self.administrator)

    def test_a_contact_of_a_sibling(self):
        self.new.company_id = self.sibling
        wizard = self.env["rendezvous.merge"].with_user(self.agent)
        with self.assertRaisesRegex(UserError, "may not change both files"):
            wizard.create({"left_id": self.old.id, "right_id": self.new.id}).action_merge()
        self.assertTrue(self.new.exists())

    def test_rights_are_refused_in_words(self):
        reader = new_test_user(
            self.env,
            "reader",
            "base.group_user",
            company_id=self.child.id,
            company_ids=[Command.set(self.child.ids)],
        )
        refusal = self.old.with_user(reader)._rendezvous_merge_refusal(self.new)
        self.assertRegex(refusal, "may not change both files: ask a colleague")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_staff_opens_the_comparison(self):
        for user in (self.citizen, self.env.ref("base.public_user")):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["rendezvous.merge"].with_user(user).create({})

    def test_a_file_merged_meanwhile(self):
        wizard = self.wizard()
        self.merge()
        with self.assertRaisesRegex(UserError, "same file twice"):
            wizard.action_merge()

    def test_files_kept_by_two_establishments_become_shared(self):
        self.old.company_id, self.new.company_id = self.child, self.sibling
        self.administrator.company_ids |= self.child | self.sibling
        companies = (self.parent | self.child | self.sibling).ids
        wizard = (
            self.env["rendezvous.merge"]
            .with_user(self.administrator)
            .with_context(allowed_company_ids=companies)
            .create({"left_id": self.old.id, "right_id": self.new.id})
        )
        self.assertIn("From now on: Parent", self.line(wizard, "company_id").lock_reason)
        kept = wizard._merge()
        self.assertEqual(kept.company_id, self.parent)
        history = " ".join(kept.message_ids.mapped("body"))
        self.assertRegex(history, "Parent.*Child / Sibling")

    def test_a_shared_file_stays_shared(self):
        self.new.company_id = self.child
        self.assertFalse(self.merge().company_id)

    def test_a_file_kept_by_one_establishment_stays_there(self):
        (self.old | self.new).company_id = self.child
        self.assertEqual(self.merge().company_id, self.child)
