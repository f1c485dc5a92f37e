from datetime import timedelta
from urllib.parse import urlsplit

from freezegun import freeze_time
from lxml import html

from odoo.fields import Command

from .common import NOW, at
from .public_common import PublicCase

MARIE = {"lastname": "de la Tour", "firstname": "Marie Anne", "email": "Marie@Example.com"}


class TestSignupOfKnown(PublicCase):
    """Sign-up with the address of a file or of an account."""

    def setUp(self):
        super().setUp()
        self.back = f"/rendezvous/hold?service={self.service.id}&slot={self.code(at(9))}"

    def known(self, **values):
        values = {**MARIE, "company_id": self.parent.id, **values}
        return self.env["res.partner"].create(values)

    def sign_up(self, **values):
        self.log_in(False)
        data = {
            "firstname": "Marie Anne",
            "lastname": "de la Tour",
            "login": "marie@example.com",
            "password": "secret marie",
            "confirm_password": "secret marie",
            "redirect": self.back,
            **values,
        }
        return self.post("/web/signup", data)

    def mails(self, address="marie@example.com"):
        return self.env["mail.mail"].search([("email_to", "=", address)], order="id")

    def link(self, address="marie@example.com"):
        """Return the path of the link in the only message to the address."""
        [mail] = self.mails(address)
        [url] = html.fromstring(mail.body_html).xpath("//a[contains(@href, '/web/')]/@href")
        parts = urlsplit(url)
        return f"{parts.path}?{parts.query}"

    def accounts(self, address="marie@example.com"):
        Users = self.env["res.users"].with_context(active_test=False)
        return Users.search([("login", "=ilike", address)])

    def follow(self, path, **values):
        """Open the link, choose a password, and return the answer."""
        tree = self.page(path)
        fields = {
            field.get("name"): field.get("value") or ""
            for field in tree.xpath("//form//input[@name]")
        }
        secret = {"password": "secret marie", "confirm_password": "secret marie"}
        return self.post("/web/signup", {**fields, **secret, **values})

    def answer(self, **values):
        """Sign up and return the words of the page that follows."""
        response = self.sign_up(**values)
        self.assertTrue(response.headers["Location"].endswith("/rendezvous/account/sent"))
        words = self.words(self.page("/rendezvous/account/sent"))
        self.assertIn("/web/login", self.get("/my").headers["Location"], "nobody is logged in")
        return words

    def test_a_known_address_is_written_to_and_nobody_logged_in(self):
        contact = self.known()
        self.assertIn("We wrote to you", self.answer())
        self.assertFalse(self.accounts())
        self.assertEqual(self.mails().email_to, "marie@example.com")
        self.assertFalse(self.mails().res_id, "staff does not read the link")
        self.assertIn("a link to open the account was sent", contact.message_ids[0].body)

    def merged(self, **values):
        """Return a file that took in the one of Marie's former address."""
        contact = self.known(email="new@example.com", **values)
        self.env["rendezvous.merged.contact"].create(
            {"old_id": 1, "partner_id": contact.id, "email": "marie@example.com"}
        )
        return contact

    def test_the_address_of_a_merged_file_leads_to_the_kept_one(self):
        contact = self.merged()
        self.assertIn("We wrote to you", self.answer())
        self.assertFalse(self.mails(), "a former address proves nothing")
        self.follow(self.link("new@example.com"))
        self.assertEqual(self.accounts("new@example.com").partner_id, contact)
        self.assertFalse(self.accounts())

    def test_a_file_merged_in_another_organisation_is_none_of_ours(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.merged(company_id=elsewhere.id)
        self.sign_up()
        self.assertTrue(self.accounts())
        self.assertFalse(self.mails("new@example.com"))

    def test_the_page_shows_nothing_of_the_file(self):
        self.known(phone="+33612345678", birthdate_date="1980-02-03", lastname="Secret")
        words = self.answer()
        for secret in ("612", "1980", "Secret"):
            self.assertNotIn(secret, words)

    def test_the_page_says_the_same_for_a_file_an_account_and_a_closed_one(self):
        self.known()
        words = {self.answer().replace("marie@example.com", "X")}
        self.citizen.login = "citizen@example.com"
        words.add(self.answer(login="citizen@example.com").replace("citizen@example.com", "X"))
        self.other_citizen.write({"login": "other@example.com", "active": False})
        words.add(self.answer(login="other@example.com").replace("other@example.com", "X"))
        self.assertEqual(len(words), 1)

    def test_the_link_opens_the_account_on_the_file(self):
        contact = self.known()
        count = self.env["res.partner"].search_count([])
        self.answer()
        response = self.follow(self.link())
        self.assertIn(self.back, response.headers["Location"])
        [user] = self.accounts()
        self.assertEqual(user.partner_id, contact)
        self.assertEqual((contact.lastname, contact.firstname), ("de la Tour", "Marie Anne"))
        self.assertEqual(contact.company_id, self.parent)
        self.assertEqual(self.env["res.partner"].search_count([]), count)
        self.assertEqual(contact.rendezvous_profile_id.name, "B2C")

    def test_the_chosen_time_is_there_after_the_link(self):
        self.known()
        self.answer()
        location = self.follow(self.link()).headers["Location"]
        self.assertIn(
            "You chose this time",
            self.words(self.page(urlsplit(location).path + "?" + urlsplit(location).query)),
        )

    def test_the_link_on_the_website_of_a_child_leaves_the_contact_at_the_parent(self):
        contact = self.known()
        self.website.company_id = self.child
        self.answer()
        self.follow(self.link())
        self.assertEqual(contact.company_id, self.parent)
        self.assertEqual(contact.user_ids.company_id, self.parent)

    def test_the_link_proves_its_own_address_and_no_other(self):
        contact = self.known()
        self.answer()
        self.follow(self.link(), login="victim@example.com", email="victim@example.com")
        self.assertEqual(contact.user_ids.login, "marie@example.com")
        self.assertEqual(contact.email_normalized, "marie@example.com")

    def test_the_link_works_once(self):
        self.known()
        self.answer()
        path = self.link()
        self.follow(path)
        self.log_in(False)
        self.assertIn("Invalid signup token", self.words(self.page(path), "//body"))

    def test_the_link_leads_to_pages_of_ours_only(self):
        self.known()
        for number, back in enumerate(
            ("https://evil.example/", "//evil.example/my", "/web?x=/my", "/my@evil.example")
        ):
            with self.subTest(back=back), freeze_time(NOW + timedelta(hours=number + 1)):
                self.sign_up(redirect=back)
                self.assertNotIn("redirect", self.mails()[-1].body_html)

    def test_one_message_in_five_minutes(self):
        self.known()
        self.answer()
        self.answer()
        self.assertEqual(len(self.mails()), 1)
        with freeze_time(NOW + timedelta(minutes=6)):
            self.answer()
        self.assertEqual(len(self.mails()), 2)

    def test_a_wrong_password_is_told_before_anything_else(self):
        self.known()
        response = self.sign_up(confirm_password="other")
        self.assertIn("Passwords do not match", response.text)
        self.assertFalse(self.mails())

    def test_an_account_in_use_is_told_to_log_in(self):
        self.citizen.login = "citizen@example.com"
        self.env["res.users.log"].with_user(self.citizen).sudo().create({})
        self.answer(login="Citizen@Example.com")
        self.assertIn("/web/login", self.link("citizen@example.com"))
        self.assertEqual(len(self.accounts("citizen@example.com")), 1)

    def test_an_invited_contact_gets_his_link_again(self):
        contact = self.known()
        self.env["res.users"].with_context(no_reset_password=True)._create_user_from_template(
            {"login": "marie@example.com", "partner_id": contact.id}
        )
        self.answer()
        self.assertIn(self.back, self.follow(self.link()).headers["Location"])
        self.assertEqual(len(self.accounts()), 1)

    def test_a_withdrawn_account_stays_so(self):
        self.citizen.write({"login": "citizen@example.com", "active": False})
        self.answer(login="citizen@example.com")
        [mail] = self.mails("citizen@example.com")
        self.assertIn("has been closed", mail.body_html)
        self.assertNotIn("/web/", mail.body_html)
        self.assertFalse(self.citizen.active)

    def test_an_address_that_an_account_has_taken_does_not_lock_its_owner_out(self):
        contact = self.known()
        self.other_citizen.partner_id.email = "marie@example.com"
        self.answer()
        self.follow(self.link())
        self.assertEqual(contact.user_ids.login, "marie@example.com")

    def chosen(self, **values):
        Partner = self.env["res.partner"]
        typed = {"lastname": "de la Tour", "firstname": "Marie Anne", **values}
        return Partner._contact_to_attach("marie@example.com", typed, self.website)

    def test_of_several_the_same_names_come_first(self):
        wanted = self.known(lastname="Dé la Tour", firstname="Marie-Anne")
        busy = self.known(lastname="Other")
        self.book(at(9), partner=busy)
        self.assertEqual(self.chosen(), wanted)

    def test_of_several_the_latest_appointment_comes_next(self):
        late, early = self.known(lastname="A"), self.known(lastname="B")
        self.known(lastname="C")
        self.book(at(11), partner=late)
        self.book(at(9), partner=early)
        self.assertEqual(self.chosen(), late)

    def test_of_several_the_newest_comes_last(self):
        self.known(lastname="A")
        newest = self.known(lastname="B")
        self.assertEqual(self.chosen(), newest)

    def test_who_is_no_person_of_the_organisation_is_not_attached(self):
        foreign = self.env["res.company"].create({"name": "Foreign"})
        self.known(company_id=foreign.id)
        self.known(is_company=True)
        self.known(active=False)
        self.known(type="delivery")
        self.assertFalse(self.chosen())
        self.assertFalse(self.mails())

    def test_contacts_of_an_establishment_or_of_nobody_are_attached(self):
        for company in (self.child, self.env["res.company"]):
            contact = self.known(company_id=company.id)
            self.assertEqual(self.chosen(), contact)

    def test_a_contact_kept_by_an_establishment_stays_there(self):
        contact = self.known(company_id=self.child.id)
        self.answer()
        self.follow(self.link())
        self.assertEqual(contact.company_id, self.child)
        self.assertTrue(contact.user_ids)

    def test_who_has_an_account_is_not_attached_twice(self):
        contact = self.known()
        self.env["res.users"].create(
            {
                "login": "elsewhere",
                "partner_id": contact.id,
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        self.assertFalse(self.chosen())

    def test_an_unknown_address_makes_its_account_at_once(self):
        self.assertIn(self.back, self.sign_up().headers["Location"])
        self.assertTrue(self.accounts())
