from .common import at
from .contact_common import ContactCase


class TestContactOwner(ContactCase):
    def readable(self, contact, user):
        user = self.env["res.partner"].with_user(user)
        return bool(user.search([("id", "=", contact.id)]))

    def test_shared_by_default_with_every_establishment(self):
        contact = self.person()
        self.assertEqual(contact.company_id, self.parent)
        self.assertEqual(contact.rendezvous_origin_id, self.child)
        for user in (self.agent, self.sibling_planner, self.administrator):
            self.assertTrue(self.readable(contact, user))
            contact.with_user(user).city = user.login
        contact.with_user(self.sibling_planner).unlink()

    def test_kept_by_the_establishment_where_the_parent_says_so(self):
        self.parent.rendezvous_contact_scope = "kept"
        contact = self.person()
        self.assertEqual(contact.company_id, self.child)
        self.assertTrue(self.readable(contact, self.agent))
        self.assertFalse(self.readable(contact, self.sibling_planner))
        self.assertTrue(self.readable(contact, self.administrator))

    def test_who_comes_online_belongs_to_the_parent_in_any_case(self):
        self.parent.rendezvous_contact_scope = "kept"
        user = self.env["res.users"]._create_user_from_template(
            {"login": "new@example.com", "name": "New", "company_id": self.child.id}
        )
        self.assertEqual(user.partner_id.company_id, self.parent)

    def test_a_contact_given_an_owner_keeps_it(self):
        contact = self.person(company_id=self.child.id)
        self.assertEqual(contact.company_id, self.child)

    def test_a_company_or_its_people_are_left_alone(self):
        Partner = self.env["res.partner"].with_user(self.agent)
        company = Partner.create({"name": "Works", "is_company": True})
        self.assertFalse(company.company_id)
        self.assertFalse(self.person(parent_id=company.id).company_id)

    def test_a_child_agent_books_for_a_contact_of_a_sibling(self):
        contact = self.person(user=self.sibling_planner)
        appointment = (
            self.env["rendezvous.appointment"]
            .with_user(self.agent)
            ._book(self.service, at(9), self.agenda, contact, online=False)
        )
        self.assertEqual(appointment.company_id, self.child)
        self.assertFalse(
            self.env["rendezvous.appointment"]
            .with_user(self.sibling_planner)
            .search([("partner_id", "=", contact.id)])
        )
