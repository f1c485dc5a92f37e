from urllib.parse import urlsplit

from lxml import html

from .browser_common import BrowserCase

HEADING = "//h1[contains(., '%s')]"


class PortalJourney(BrowserCase):
    def invite(self, **values):
        """Return a citizen invited by staff, and the path of the link sent to him."""
        partner = self.env["res.partner"].create(
            {
                "lastname": "Noel",
                "firstname": "Jean Luc",
                "email": "jean@example.com",
                "phone": "+33612345678",
                "company_id": self.parent.id,
                **values,
            }
        )
        line = self.env["portal.wizard"].create({"partner_ids": partner.ids}).user_ids
        line.action_grant_access()
        self.env.flush_all()
        parts = urlsplit(partner._get_signup_url())
        return partner, f"{parts.path}?{parts.query}"

    def choose_password(self, visitor):
        visitor.type("//input[@name='password']", "a long secret")
        visitor.type("//input[@name='confirm_password']", "a long secret")
        visitor.click("//button[contains(., 'Sign up')]")


class TestBrowserPortal(PortalJourney):
    def edit_preferences(self, **options):
        """An invited citizen logs in and edits preferences."""
        partner, link = self.invite()
        with self.visitor(**options) as visitor:
            visitor.open(link)
            self.choose_password(visitor)
            visitor.click("//main//a[@href='/my/rendezvous/preferences']")
            visitor.find(HEADING % "Notifications")
            visitor.click("//label[contains(., 'By email')]")
            visitor.click("//button[contains(., 'Save my choice')]")
            visitor.find("//*[@role='status'][contains(., 'Your choice is saved')]")
            visitor.click("//a[contains(., 'Change my details')]")
            visitor.find("//input[@name='lastname']")
            visitor.type("//input[@name='firstname']", "Marie")
            visitor.click("//button[@id='save_address']")
            visitor.find(HEADING % "Notifications")
        self.env.invalidate_all()
        self.assertTrue(partner.rendezvous_preferences_date)
        self.assertFalse(partner.rendezvous_notify_email)
        self.assertTrue(partner.rendezvous_notify_sms)
        self.assertEqual(partner.rendezvous_portal_state, "active")
        self.assertEqual(partner.lastname, "Noel")
        self.assertIn("Marie", partner.firstname)

    def test_an_invited_citizen_edits_preferences(self):
        self.edit_preferences()

    def test_an_invited_citizen_edits_preferences_without_scripts(self):
        self.edit_preferences(scripts=False)

    def test_a_known_visitor_finishes_sign_up_by_the_link(self):
        partner = self.env["res.partner"].create(
            {"lastname": "Martin", "firstname": "Anne", "email": "anne@example.com"}
        )
        with self.visitor(scripts=False) as visitor:
            visitor.open(self.service.website_url)
            visitor.click("(//button[@name='slot'])[2]")
            visitor.click("//a[contains(@class, 'btn-primary')][contains(., 'Create an account')]")
            visitor.type("//input[@name='firstname']", "Anne")
            visitor.type("//input[@name='lastname']", "Martin")
            visitor.type("//input[@name='login']", "anne@example.com")
            self.choose_password(visitor)
            visitor.find(HEADING % "We wrote to you")
            visitor.open(self.sent_link("anne@example.com"))
            self.choose_password(visitor)
            visitor.find(HEADING % "You chose this time")
            visitor.click("//button[contains(., 'Continue with this time')]")
            visitor.find("//*[contains(., 'This time is kept for you until')]")
        self.env.invalidate_all()
        self.assertEqual(partner.user_ids.login, "anne@example.com")

    def sent_link(self, address):
        self.env.invalidate_all()
        [mail] = self.env["mail.mail"].search([("email_to", "=", address)])
        [url] = html.fromstring(mail.body_html).xpath("//a[contains(@href, '/web/signup')]/@href")
        parts = urlsplit(url)
        return f"{parts.path}?{parts.query}"

    def test_no_new_page_scrolls_sideways_on_a_phone(self):
        with self.visitor("citizen", width=390) as visitor:
            for path in ("/my", "/my/rendezvous/preferences", "/my/account"):
                visitor.open(path)
                visitor.find("//main")
                wide = visitor.evaluate(
                    "Math.max(document.documentElement.scrollWidth,"
                    " document.querySelector('#wrapwrap').scrollWidth)"
                )
                self.assertLessEqual(wide, 390, path)
