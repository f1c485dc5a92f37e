from odoo.tests import HttpCase, tagged

from .merge_common import MergeCase


@tagged("post_install", "-at_install")
class TestMergeLinks(MergeCase):
    """Whatever named the old file leads to the new one."""

    def third(self):
        return self.env["res.partner"].create(
            {"lastname": "Petit", "firstname": "Nadja", "email": "nadja@example.com"}
        )

    def test_the_old_number_leads_to_the_surviving_file(self):
        old_id, kept = self.new.id, self.merge()
        surviving = self.env["res.partner"]._rendezvous_surviving
        self.assertEqual(surviving(old_id), kept)
        self.assertEqual(surviving(kept.id), kept)
        self.assertFalse(surviving(old_id + 10_000))
        self.assertFalse(surviving(False))

    def test_a_chain_of_merges_leads_to_the_last_file(self):
        ids = (self.new | self.old).ids
        last = self.third()
        self.date(last, "2024-01-01")
        self.merge()
        self.merge(self.old, last)
        for old_id in ids:
            self.assertEqual(self.env["res.partner"]._rendezvous_surviving(old_id), last)

    def test_the_email_of_the_old_file_finds_the_surviving_one(self):
        self.old.email = "old@example.com"
        kept = self.merge(email="left")
        find = self.env["res.partner"].with_user(self.agent)._rendezvous_by_email
        self.assertEqual(find("Nadia <NADIA@example.com>"), kept)
        self.assertEqual(find("old@example.com"), kept)
        self.assertFalse(find("nobody@example.com"))
        self.assertFalse(find(""))

    def test_the_dropped_email_of_the_file_that_stays_finds_it_too(self):
        self.old.email = "old@example.com"
        kept = self.merge(email="right")
        self.assertEqual(kept, self.old)
        self.assertEqual(self.env["res.partner"]._rendezvous_by_email("old@example.com"), kept)

    def test_a_living_contact_wins_over_a_former_address(self):
        self.old.email = "old@example.com"
        self.merge(email="right")
        other = self.env["res.partner"].create({"name": "Other", "email": "old@example.com"})
        self.assertEqual(self.env["res.partner"]._rendezvous_by_email("old@example.com"), other)

    def test_a_former_address_reveals_no_file_of_others(self):
        (self.old | self.new).company_id = self.child
        self.merge(email="left")
        find = self.env["res.partner"].with_user(self.sibling_planner)._rendezvous_by_email
        self.assertFalse(find("nadia@example.com"))

    def test_odoos_own_merge_is_remembered_too(self):
        old_id = self.new.id
        merge = self.env["base.partner.merge.automatic.wizard"]
        merge._merge((self.old | self.new).ids, self.old)
        self.assertEqual(self.env["res.partner"]._rendezvous_surviving(old_id), self.old)
        self.assertEqual(
            self.env["res.partner"]._rendezvous_by_email("nadia@example.com"), self.old
        )

    def test_an_invitation_to_the_old_file_opens_the_surviving_one(self):
        self.new.signup_prepare()
        token = self.new._generate_signup_token()
        kept = self.merge()
        self.assertEqual(self.env["res.partner"]._get_partner_from_token(token), kept)
        info = self.env["res.partner"]._signup_retrieve_info(token)
        self.assertEqual(info["name"], kept.name)

    def test_the_invitation_of_the_account_that_stays_is_good(self):
        user = self.portal_user(self.new, "nadia", email="nadia@example.com")
        self.date(self.old, "2020-01-01")
        self.new.signup_prepare()
        token = self.new._generate_signup_token()
        kept = self.merge()
        partner = self.env["res.partner"]._signup_retrieve_partner(token)
        self.assertEqual((partner, partner.user_ids), (kept, user))

    def test_the_invitation_of_the_other_account_opens_nothing(self):
        self.portal_user(self.old, "first", email="first@example.com")
        self.portal_user(self.new, "second", email="second@example.com")
        self.new.signup_prepare()
        token = self.new._generate_signup_token()
        self.merge(login="left")
        self.assertFalse(self.env["res.partner"]._get_partner_from_token(token))

    def test_a_forgotten_password_asked_for_by_the_old_address(self):
        user = self.portal_user(self.new, "nadia@example.com", email="nadia@example.com")
        self.old.email = "old@example.com"
        self.merge(email="right")
        self.env["res.users"].sudo().reset_password("old@example.com")
        self.assertEqual(user.partner_id.signup_type, "reset")

    def test_who_reads_the_file_opens_it_by_its_old_number(self):
        (self.old | self.new).company_id = self.child
        old_id, kept = self.new.id, self.merge()
        partners = self.env["res.partner"]
        self.assertEqual(partners.with_user(self.agent).rendezvous_surviving_id(old_id), kept.id)
        self.assertFalse(partners.with_user(self.sibling_planner).rendezvous_surviving_id(old_id))


@tagged("post_install", "-at_install")
class TestMergeLinksHttp(MergeCase, HttpCase):
    def test_the_link_of_a_mail_opens_the_surviving_file(self):
        old_id, kept = self.new.id, self.merge()
        self.env["res.users"].search([("login", "=", "agent")]).password = "agent"
        self.authenticate("agent", "agent")
        response = self.url_open(
            f"/mail/view?model=res.partner&res_id={old_id}", allow_redirects=False
        )
        self.assertIn(f"/odoo/res.partner/{kept.id}", response.headers["Location"])
