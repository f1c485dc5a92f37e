from odoo.exceptions import UserError
from odoo.tests import Form

from odoo.addons.mail.tests.common import MockEmail

from .portal_common import ProfileCase


class TestPortalWizard(ProfileCase, MockEmail):
    """Access to the portal, managed by an agent of an establishment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann, cls.bob = cls.env["res.partner"].create(
            [
                {
                    "lastname": name,
                    "firstname": "Ann Marie",
                    "email": f"{name.lower()}@example.com",
                    "company_id": cls.parent.id,
                }
                for name in ("Alder", "Birch")
            ]
        )

    def wizard(self, partners, user=None):
        """Open the wizard as the list's action does."""
        Wizard = self.env["portal.wizard"].with_user(user or self.agent)
        action = Wizard.with_context(active_ids=partners.ids).action_open_wizard()
        return Wizard.browse(action["res_id"])

    def line(self, partner, user=None):
        return self.wizard(partner, user).user_ids.filtered(lambda one: one.partner_id == partner)

    def user_of(self, partner):
        return partner.with_context(active_test=False).user_ids

    def sent_to(self, address):
        """Return the messages that left for an address, in the gateway mocked by Odoo."""
        return [mail for mail in self._mails if address in str(mail["email_to"])]

    def grant(self, partner):
        line = self.line(partner)
        line.action_grant_access()
        self.env.invalidate_all()
        return line

    def log_in(self, user):
        self.env["res.users.log"].with_user(user).sudo().create({})
        self.env.invalidate_all()

    def state(self, partner):
        self.env.invalidate_all()
        return partner.with_user(self.agent).rendezvous_portal_state

    def test_the_list_s_action_menu_manages_access(self):
        action = self.env.ref("portal.partner_wizard_action_create_and_open")
        self.assertEqual(action.name, "Manage portal access")
        self.assertEqual(action.binding_model_id.model, "res.partner")
        partners = self.ann | self.bob
        opened = action.with_user(self.agent).with_context(active_ids=partners.ids).run()
        wizard = self.env["portal.wizard"].browse(opened["res_id"])
        self.assertEqual(wizard.user_ids.partner_id, partners)

    def test_the_file_manages_access(self):
        opened = self.ann.with_user(self.agent).action_manage_portal_access()
        self.assertEqual(opened["res_model"], "portal.wizard")
        wizard = self.env["portal.wizard"].browse(opened["res_id"])
        self.assertEqual(wizard.user_ids.partner_id, self.ann)

    def test_access_makes_the_account_and_sends_the_invitation(self):
        line = self.line(self.ann)
        self.assertEqual(line.profile_id, self.b2c)
        line.profile_id = self.b2b
        with self.mock_mail_gateway():
            line.action_grant_access()
        user = self.user_of(self.ann)
        self.assertEqual(user.login, "alder@example.com")
        self.assertTrue(user._is_portal())
        self.assertEqual(user.company_id, self.parent)
        self.assertEqual(self.ann.rendezvous_profile_id, self.b2b)
        [mail] = self.sent_to("alder@example.com")
        self.assertIn("/web/signup?", mail["body"])

    def test_access_changes_neither_the_names_nor_the_organisation(self):
        self.ann.write({"lastname": "de la Tour", "firstname": "Ann Marie"})
        self.grant(self.ann)
        self.assertEqual((self.ann.lastname, self.ann.firstname), ("de la Tour", "Ann Marie"))
        self.assertEqual(self.ann.company_id, self.parent)

    def test_a_contact_of_everyone_gets_an_account_of_the_organisation(self):
        self.ann.company_id = False
        self.grant(self.ann)
        self.assertEqual(self.user_of(self.ann).company_id, self.parent)
        self.assertFalse(self.ann.company_id)

    def test_a_contact_kept_by_an_establishment_stays_there(self):
        self.ann.company_id = self.child
        self.grant(self.ann)
        self.assertEqual(self.ann.company_id, self.child)

    def test_the_profile_of_an_account_changes_at_once(self):
        self.grant(self.ann)
        self.line(self.ann).profile_id = self.b2b
        self.assertEqual(self.ann.rendezvous_profile_id, self.b2b)

    def test_a_profile_chosen_without_giving_access_changes_nothing(self):
        self.line(self.ann).profile_id = self.b2b
        self.assertFalse(self.ann.rendezvous_profile_id)

    def test_the_invitation_is_sent_again(self):
        line = self.grant(self.ann)
        with self.mock_mail_gateway():
            line.action_invite_again()
        [mail] = self.sent_to("alder@example.com")
        self.assertIn("/web/signup?", mail["body"])

    def test_access_is_withdrawn_and_given_back(self):
        line = self.grant(self.ann)
        line.action_revoke_access()
        self.assertFalse(self.user_of(self.ann).active)
        self.assertEqual(self.state(self.ann), "withdrawn")
        self.grant(self.ann)
        self.assertTrue(self.user_of(self.ann).active)
        self.assertEqual(self.state(self.ann), "invited")

    def test_the_history_of_the_file_tells_it(self):
        line = self.grant(self.ann)
        line.action_invite_again()
        line.action_revoke_access()
        bodies = " ".join(self.ann.message_ids.mapped("body"))
        for words in ("Access Granted", "sent to alder@", "sent again", "Access Revoked"):
            self.assertIn(words, bodies)

    def test_the_state_is_shown_and_found(self):
        Partner = self.env["res.partner"].with_user(self.agent)

        def check(state):
            self.assertEqual(self.state(self.ann), state)
            for code in ("none", "invited", "active", "withdrawn"):
                found = Partner.search([("rendezvous_portal_state", "=", code)])
                self.assertEqual(self.ann in found, code == state)
            self.assertIn(
                self.ann, Partner.search([("rendezvous_portal_state", "in", [state, "none"])])
            )

        check("none")
        line = self.grant(self.ann)
        check("invited")
        self.log_in(self.user_of(self.ann))
        check("active")
        line.action_revoke_access()
        check("withdrawn")

    def test_staff_is_not_counted_as_portal_accounts(self):
        self.assertEqual(self.state(self.planner.partner_id), "none")
        found = self.env["res.partner"].search([("rendezvous_portal_state", "!=", "none")])
        self.assertNotIn(self.planner.partner_id, found)
        self.assertIn(self.contact, found)

    def test_many_are_invited_at_once(self):
        without = self.env["res.partner"].create({"lastname": "Cedar", "firstname": "C"})
        wizard = self.wizard(self.ann | self.bob | without)
        wizard.action_grant_all()
        self.assertTrue(self.user_of(self.ann) and self.user_of(self.bob))
        self.assertFalse(self.user_of(without))
        with self.assertRaisesRegex(UserError, "Nobody here can be given access"):
            wizard.action_grant_all()

    def check_refused(self, line, words):
        self.assertIn(words, line.problem)
        self.assertFalse(line.can_grant)
        with self.assertRaisesRegex(UserError, words):
            line.action_grant_access()
        self.assertFalse(self.user_of(line.partner_id) - self.citizen)

    def test_a_missing_email_is_refused(self):
        self.ann.email = False
        line = self.line(self.ann)
        self.check_refused(line, "No email")
        line.email = "new@example.com"
        line.action_grant_access()
        self.assertEqual(self.ann.email, "new@example.com")

    def test_an_invalid_email_is_refused(self):
        self.ann.email = "ann at home"
        self.check_refused(self.line(self.ann), "Not an email address")

    def test_the_login_of_another_account_is_refused(self):
        self.grant(self.bob)
        self.ann.email = self.bob.email
        self.check_refused(self.line(self.ann), "Another account has this address")

    def test_the_login_of_a_withdrawn_account_is_refused(self):
        self.grant(self.bob).action_revoke_access()
        self.ann.email = self.bob.email
        self.check_refused(self.line(self.ann), "Another account has this address")

    def test_the_email_of_another_account_is_refused_whatever_its_login(self):
        self.contact.email = "Citizen@Example.com"
        self.ann.email = "citizen@example.com"
        self.check_refused(self.line(self.ann), "Another account has this address")

    def test_one_email_for_two_chosen_contacts_is_refused(self):
        self.ann.email = "Birch@example.com"
        wizard = self.wizard(self.ann | self.bob)
        for line in wizard.user_ids:
            self.check_refused(line, "each account needs its own")

    def test_staff_is_told_so(self):
        line = self.line(self.agent.partner_id, self.administrator)
        self.assertTrue(line.is_internal)
        self.assertFalse(line.can_grant or line.problem)

    def company(self):
        company = self.env["res.partner"].create(
            {"name": "Acme", "is_company": True, "email": "info@acme.example"}
        )
        self.ann.parent_id = company
        return company

    def test_a_company_proposes_its_people(self):
        company = self.company()
        self.env["res.partner"].create(
            {"name": "Depot", "type": "delivery", "parent_id": company.id}
        )
        wizard = self.wizard(company)
        self.assertEqual(wizard.user_ids.partner_id, company | self.ann)
        lines = {line.partner_id: line for line in wizard.user_ids}
        self.check_refused(lines[company], "choose among the people of this company")
        lines[self.ann].action_grant_access()
        self.assertTrue(self.user_of(self.ann))

    def test_a_company_without_people_says_what_to_do(self):
        company = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        self.check_refused(self.line(company), "add one to this company first")

    def test_people_of_a_branch_of_the_company_are_proposed(self):
        company = self.company()
        branch = self.env["res.partner"].create(
            {"name": "Acme North", "is_company": True, "parent_id": company.id}
        )
        self.bob.parent_id = branch
        self.assertIn(self.bob, self.wizard(company).user_ids.partner_id)

    def test_a_person_of_a_company_has_an_account_of_his_own(self):
        company = self.company()
        self.grant(self.ann)
        self.assertEqual(self.user_of(self.ann).partner_id, self.ann)
        self.assertFalse(self.user_of(company))

    def test_only_those_who_manage_contacts_open_it(self):
        with self.assertRaises(UserError):
            self.wizard(self.ann, self.citizen)

    def test_the_wizard_s_view_offers_what_is_possible(self):
        wizard = self.wizard(self.ann)
        with Form(wizard) as form, form.user_ids.edit(0) as line:
            line.profile_id = self.b2b
        line = wizard.user_ids
        line.action_grant_access()
        self.assertEqual(self.ann.rendezvous_profile_id, self.b2b)

    def test_a_sibling_s_contact_is_not_invited(self):
        """The rules of contacts decide who may be invited."""
        self.ann.company_id = self.sibling
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            self.line(self.ann).action_grant_access()
        self.assertFalse(self.user_of(self.ann))
