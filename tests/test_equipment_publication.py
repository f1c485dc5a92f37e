from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user

from .equipment_common import EquipmentCase


class TestEquipmentPublication(EquipmentCase):
    """Brands and categories are shared by all organisations, what is shown of them is not."""

    def published(self, record, user):
        """Tell what the user sees and finds, which must agree."""
        record = record.with_user(user)
        record.invalidate_recordset()
        domain = [("id", "=", record.id), ("rendezvous_is_published", "=", True)]
        found = bool(record.search(domain))
        self.assertEqual(record.rendezvous_is_published, found)
        return found

    def test_the_whole_organisation_sees_what_is_published(self):
        for user in (self.agent, self.sibling_planner, self.administrator):
            self.assertTrue(self.published(self.brand, user), user.login)
            self.assertTrue(self.published(self.category, user), user.login)
            self.assertFalse(self.published(self.hidden_brand, user), user.login)

    def test_another_organisation_sees_its_own_publication(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="rendezvous.group_admin",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertFalse(self.published(self.brand, stranger))
        self.hidden_brand.with_user(stranger).action_rendezvous_publish()
        self.assertTrue(self.published(self.hidden_brand, stranger))
        self.assertFalse(self.published(self.hidden_brand, self.administrator))
        self.brand.with_user(stranger).rendezvous_is_published = False
        self.assertTrue(self.published(self.brand, self.administrator))

    def test_administrators_of_the_parent_publish_and_withdraw(self):
        for record in (self.hidden_brand, self.category):
            before = self.published(record, self.administrator)
            record.with_user(self.administrator).action_rendezvous_publish()
            self.assertEqual(self.published(record, self.administrator), not before)

    def test_nobody_else_publishes(self):
        self.planner.group_ids |= self.env.ref("product.group_product_manager")
        child_admin = new_test_user(
            self.env,
            "child_admin",
            groups="rendezvous.group_admin",
            company_id=self.child.id,
            company_ids=[Command.set(self.child.ids)],
        )
        for user in (self.agent, self.planner, child_admin, self.citizen):
            for record in (self.hidden_brand, self.category):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    record.with_user(user).action_rendezvous_publish()

    def test_nobody_else_makes_a_published_brand(self):
        with self.assertRaisesRegex(AccessError, "ask an administrator of Parent"):
            self.env["product.brand"].with_user(self.agent).create(
                {"name": "New", "rendezvous_is_published": True}
            )

    def test_customers_are_offered_what_is_published(self):
        Equipment = self.env["rendezvous.equipment"]
        self.assertEqual(Equipment._declared_brands(self.child), self.brand)
        self.assertEqual(Equipment._declared_categories(self.child), self.category)
        self.category.with_user(self.administrator).rendezvous_is_published = False
        self.assertFalse(Equipment._declared_categories(self.parent))
        self.assertFalse(Equipment._may_declare(self.parent))

    def test_brands_and_categories_count_their_equipment(self):
        self.create_piece()
        for record in (self.brand, self.category):
            self.assertEqual(record.with_user(self.agent).rendezvous_equipment_count, 1)
