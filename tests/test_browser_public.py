import tempfile
from datetime import timedelta
from pathlib import Path

from .browser_common import BrowserCase, write_document

HEADING = "//h1[contains(., '%s')]"


class TestBrowserPublic(BrowserCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.document = write_document(Path(folder.name))

    def appointments(self, login="new@example.com"):
        self.env.invalidate_all()
        partner = self.env["res.users"].search([("login", "=", login)]).partner_id
        return self.env["rendezvous.appointment"].search([("partner_id", "=", partner.id)])

    def test_a_visitor_books_signs_up_and_cancels(self):
        self.start_tour("/rendezvous", "rendezvous_public_booking", login=None, timeout=120)
        appointment = self.appointments()
        self.assertEqual(appointment.state, "cancelled")
        self.assertEqual(appointment.cancelled_by, "contact")
        self.assertEqual(len(appointment.answer_ids), 3)

    def test_a_contact_moves_an_appointment(self):
        appointment = self.book()
        start = appointment.start
        self.start_tour("/my/rendezvous", "rendezvous_public_move", login="citizen", timeout=120)
        self.env.invalidate_all()
        self.assertGreater(appointment.start, start)
        self.assertEqual(appointment.state, "confirmed")

    def test_the_map_shows_a_marker_per_location(self):
        self.start_tour(self.service.website_url, "rendezvous_public_map", login=None)

    def test_the_whole_journey_without_scripts(self):
        with self.visitor(scripts=False) as visitor:
            self.choose_and_sign_up(visitor)
            self.fill_in_and_confirm(visitor)
            [appointment] = self.appointments()
            self.assertEqual(appointment.state, "confirmed")
            start = appointment.start
            self.move(visitor, start + timedelta(days=7))
            self.env.invalidate_all()
            self.assertGreater(appointment.start, start)
            self.cancel(visitor)
        self.assertEqual(self.appointments().state, "cancelled")
        self.assertEqual(self.appointments().partner_id.lastname, "Martin")

    def choose_and_sign_up(self, visitor):
        visitor.open("/rendezvous")
        visitor.click("//article//a[contains(., 'Passport request')]")
        visitor.click("(//button[@name='slot'])[2]")
        visitor.find("//form[contains(@class, 'oe_login_form')]")
        visitor.click("//a[contains(@class, 'btn-primary')][contains(., 'Create an account')]")
        visitor.type("//input[@name='firstname']", "Anne")
        visitor.type("//input[@name='lastname']", "Martin")
        visitor.type("//input[@name='login']", "new@example.com")
        visitor.type("//input[@name='password']", "a long secret")
        visitor.type("//input[@name='confirm_password']", "a long secret")
        visitor.click("//button[contains(., 'Sign up')]")
        visitor.find(HEADING % "You chose this time")
        self.assertFalse(self.appointments())
        visitor.click("//button[contains(., 'Continue with this time')]")

    def fill_in_and_confirm(self, visitor):
        confirm = "//button[contains(., 'Confirm the appointment')]"
        visitor.find("//*[contains(., 'This time is kept for you until')]")
        visitor.attach("//input[@type='file']", self.document)
        visitor.click(confirm)
        visitor.find("//*[@role='alert'][contains(., 'Something is missing')]")
        visitor.find("//*[contains(., 'proof.pdf') and contains(., 'is saved')]")
        visitor.click("//label[contains(., 'Identity card')]")
        visitor.type_date("//input[@type='date']", "05041990")
        visitor.click(confirm)
        visitor.find(HEADING % "Your appointment is confirmed")

    def move(self, visitor, start):
        visitor.click("//a[contains(., 'See, move or cancel it')]")
        visitor.click("//a[contains(., 'Move to another time')]")
        visitor.click("//a[@data-week='next']")
        visitor.click(f"//button[contains(@value, '_{start:%Y-%m-%dT}')]")
        visitor.find(HEADING % "Move to this time?")
        visitor.click("//button[contains(., 'Move my appointment')]")
        visitor.find("//*[@role='status'][contains(., 'has moved')]")

    def cancel(self, visitor):
        visitor.click("//summary[contains(., 'Cancel the appointment')]")
        visitor.type("//input[@name='reason']", "Ill")
        visitor.click("//button[contains(., 'Yes, cancel it')]")
        visitor.find("//*[@role='status'][contains(., 'is cancelled')]")

    def test_an_account_is_entered_without_scripts(self):
        with self.visitor(scripts=False) as visitor:
            visitor.open("/web/login?redirect=/my/rendezvous")
            visitor.click("//input[@name='login']")
            visitor.type("//input[@name='login']", "citizen")
            visitor.type("//input[@name='password']", "citizenx")
            visitor.click("//button[contains(., 'Log in')]")
            visitor.find(HEADING % "My appointments")

    def test_no_page_scrolls_sideways_on_a_phone(self):
        self.book()
        held = self.book(1, hold=True)
        with self.visitor("citizen", width=390) as visitor:
            for path in (
                "/rendezvous",
                self.service.website_url,
                f"/rendezvous/appointment/{held.id}",
                "/my/rendezvous",
            ):
                visitor.open(path)
                visitor.find("//main")
                wide = visitor.evaluate(
                    "Math.max(document.documentElement.scrollWidth,"
                    " document.querySelector('#wrapwrap').scrollWidth)"
                )
                self.assertLessEqual(wide, 390, path)
