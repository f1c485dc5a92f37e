from odoo.tests import tagged

from .merge_common import MergeCase


@tagged("post_install", "-at_install")
class TestMergeAccounts(MergeCase):
    """Log-ins and what the contact chose in the portal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mails = cls.env["mail.mail"].search([])

    def new_mails(self):
        return self.env["mail.mail"].search([]) - self.mails

    def test_the_account_of_either_file_is_kept(self):
        user = self.portal_user(self.new, "nadia", email="nadia@example.com")
        kept = self.merge()
        self.assertEqual(kept.user_ids, user)
        self.assertTrue(user.active)
        self.assertEqual(user.login, "nadia")
        self.assertFalse(self.new_mails())

    def test_the_file_of_the_account_stays(self):
        self.portal_user(self.new, "nadia", email="nadia@example.com")
        self.assertEqual(self.merge(), self.new)

    def two_accounts(self):
        first = self.portal_user(
            self.old, "first@example.com", email="first@example.com", lang="en_US"
        )
        second = self.portal_user(self.new, "second@example.com", email="second@example.com")
        for user, day in ((first, "2025-02-01"), (second, "2025-03-01")):
            self.env["res.users.log"].with_user(user).sudo().create({})
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE res_users_log SET create_date = %s WHERE create_uid = %s", [day, user.id]
            )
        self.env.invalidate_all()
        return first, second

    def test_the_account_used_last_is_proposed(self):
        self.two_accounts()
        wizard = self.wizard()
        self.assertEqual(self.line(wizard, "login").side, "right")
        self.assertEqual(wizard.closed_login, "first@example.com")
        self.assertEqual(self.line(wizard, "email").side, "right")

    def test_the_user_chooses_which_log_in_stays(self):
        first, second = self.two_accounts()
        kept = self.merge(login="left")
        self.assertEqual(kept.user_ids, first)
        self.assertEqual(kept, self.old)
        self.assertTrue(first.active)
        self.assertFalse(second.active)

    def test_the_profile_follows_the_account_that_stays(self):
        self.two_accounts()
        b2c, b2b = (
            self.env.ref(f"rendezvous.rendezvous_portal_profile_{name}") for name in ("b2c", "b2b")
        )
        self.old.rendezvous_profile_id = b2c
        self.new.rendezvous_profile_id = b2b
        self.assertFalse(self.line(self.wizard(), "rendezvous_profile_id"))
        self.assertEqual(self.merge(login="left").rendezvous_profile_id, b2c)

    def test_the_other_account_is_archived_away_from_the_file(self):
        first, second = self.two_accounts()
        kept = self.merge()
        self.assertEqual(kept.with_context(active_test=False).user_ids, second)
        self.assertFalse(first.active)
        self.assertFalse(first.partner_id.active)
        self.assertIn("first@example.com", first.login)
        self.assertNotEqual(first.login, "first@example.com")

    def test_its_owner_is_told(self):
        self.two_accounts()
        self.merge()
        mail = self.new_mails()
        self.assertEqual(mail.email_to, "first@example.com")
        self.assertEqual(mail.state, "outgoing")
        self.assertIn("first@example.com", mail.body_html)
        self.assertIn("s•••@example.com", mail.body_html)
        self.assertNotIn("second@example.com", mail.body_html)
        self.assertFalse(mail.recipient_ids)

    def test_an_archived_account_is_not_told_and_not_in_the_way(self):
        first, second = self.two_accounts()
        second.active = False
        kept = self.merge()
        self.assertEqual(kept.with_context(active_test=False).user_ids, first)
        self.assertTrue(first.active)
        self.assertFalse(self.new_mails())

    def test_an_owner_without_address_is_noted(self):
        first = self.portal_user(self.old, "first", email=False)
        first.partner_id.email = False
        self.portal_user(self.new, "second", email="nadia@example.com")
        kept = self.merge(login="right")
        self.assertFalse(self.new_mails())
        self.assertIn("was not told", " ".join(kept.message_ids.mapped("body")))

    def test_a_single_account_is_not_to_choose(self):
        self.portal_user(self.new, "nadia", email="nadia@example.com")
        wizard = self.wizard(login="left")
        self.assertTrue(self.line(wizard, "login").lock_reason)
        self.assertEqual(wizard._merge().user_ids.login, "nadia")

    def test_the_account_keeps_its_establishment(self):
        user = self.portal_user(self.new, "nadia", email="nadia@example.com")
        self.old.company_id = self.child
        kept = self.merge()
        self.assertEqual(user.company_id, self.parent)
        self.assertFalse(kept.company_id)

    def test_the_account_of_a_file_kept_by_an_establishment(self):
        user = self.portal_user(self.new, "nadia", email="nadia@example.com")
        user.write({"company_id": self.child.id, "company_ids": [(4, self.child.id)]})
        (self.old | self.new).company_id = self.child
        kept = self.merge()
        self.assertEqual((kept.company_id, user.company_id), (self.child, self.child))

    def test_what_the_contact_chose_wins_over_staff(self):
        self.new.rendezvous_notify_sms = True
        self.old._choose_preferences(email=True, sms=False)
        wizard = self.wizard(rendezvous_notify_sms="right")
        self.assertTrue(self.line(wizard, "rendezvous_notify_sms").lock_reason)
        chosen = self.old.rendezvous_preferences_date
        kept = wizard._merge()
        self.assertFalse(kept.rendezvous_notify_sms)
        self.assertTrue(kept.rendezvous_notify_email)
        self.assertEqual(kept.rendezvous_preferences_date, chosen)

    def test_the_choice_of_the_file_that_goes_wins_too(self):
        self.new._choose_preferences(email=False, sms=False)
        kept = self.merge()
        self.assertFalse(kept.rendezvous_notify_email or kept.rendezvous_notify_sms)
        self.assertTrue(kept.rendezvous_preferences_date)

    def test_of_two_choices_the_newer_wins(self):
        self.old._choose_preferences(email=True, sms=False)
        self.new._choose_preferences(email=False, sms=True)
        self.old.rendezvous_preferences_date = "2025-01-01"
        kept = self.merge()
        self.assertTrue(kept.rendezvous_notify_sms)
        self.assertFalse(kept.rendezvous_notify_email)

    def test_staff_preferences_are_chosen_like_any_field(self):
        self.old.rendezvous_notify_sms = False
        self.assertFalse(self.merge(rendezvous_notify_sms="left").rendezvous_notify_sms)
