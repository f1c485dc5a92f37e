from .common import at
from .public_common import PublicCase


class TestPublicSignup(PublicCase):
    def sign_up(self, **values):
        self.log_in(False)
        data = {
            "firstname": "Marie Anne",
            "lastname": "de la Tour",
            "login": "marie@example.com",
            "password": "secret marie",
            "confirm_password": "secret marie",
            **values,
        }
        response = self.post("/web/signup", data)
        user = self.env["res.users"].search([("login", "=", "marie@example.com")])
        return response, user

    def test_sign_up_is_free_once_the_addon_is_installed(self):
        self.assertEqual(self.website.auth_signup_uninvited, "b2c")
        self.assertEqual(self.env["website"].new({"name": "New"}).auth_signup_uninvited, "b2c")

    def test_surname_and_first_name_are_kept_apart(self):
        _response, user = self.sign_up()
        self.assertEqual(user.partner_id.firstname, "Marie Anne")
        self.assertEqual(user.partner_id.lastname, "de la Tour")
        self.assertEqual(user.partner_id.email, "marie@example.com")

    def test_a_contact_created_online_belongs_to_the_parent(self):
        self.website.company_id = self.child
        _response, user = self.sign_up()
        self.assertEqual(user.partner_id.company_id, self.parent)
        self.assertEqual(user.company_id, self.parent)
        self.assertTrue(user.partner_id.with_user(self.planner).has_access("read"))
        self.assertTrue(user.partner_id.with_user(self.sibling_planner).has_access("read"))

    def test_sign_up_comes_back_to_the_chosen_time(self):
        back = f"/rendezvous/hold?service={self.service.id}&slot={self.code(at(9))}"
        response, user = self.sign_up(redirect=back)
        self.assertTrue(user)
        self.assertIn(back, response.headers["Location"])

    def test_the_log_in_page_of_a_choice_proposes_an_account(self):
        self.log_in(False)
        tree = self.page(f"/web/login?redirect=/rendezvous/hold?service={self.service.id}")
        [link] = tree.xpath(
            "//a[contains(@class, 'btn-primary')][contains(@href, '/web/signup')]/@href"
        )
        self.assertIn("rendezvous", link)

    def test_a_single_name_field_still_signs_up(self):
        _response, user = self.sign_up(firstname="", lastname="", name="Tour Marie")
        self.assertTrue(user.partner_id.name)

    def test_a_self_made_account_has_the_default_profile(self):
        _response, user = self.sign_up()
        profile = self.env.ref("rendezvous.rendezvous_portal_profile_b2c")
        self.assertEqual(user.partner_id.rendezvous_profile_id, profile)
