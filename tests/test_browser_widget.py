import tempfile
import time
from pathlib import Path

from .browser_common import write_document
from .widget_common import Site, WidgetBrowserCase

HEADING = "//h1[contains(., '%s')]"
SERVICE = "//article//a[contains(., 'Passport request')]"
TIME = "(//button[@name='slot'])[2]"
# Who spoke to the page: the frame's origin, and what it said.
TOLD = "window.heard.filter(([, data]) => data.type === 'rendezvous:height').length"


class TestBrowserWidget(WidgetBrowserCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.document = write_document(Path(folder.name))

    def appointments(self):
        self.env.invalidate_all()
        return self.citizen.partner_id.rendezvous_appointment_ids

    def log_in(self, visitor):
        visitor.type("//input[@name='login']", "citizen")
        visitor.type("//input[@name='password']", "citizenx")
        visitor.click("//button[contains(., 'Log in')]")

    def fill_in(self, visitor):
        visitor.click("//button[contains(., 'Continue with this time')]")
        visitor.attach("//input[@type='file']", self.document)
        visitor.click("//label[contains(., 'Identity card')]")
        visitor.type_date("//input[@type='date']", "05041990")
        visitor.click("//button[contains(., 'Confirm the appointment')]")
        visitor.find(HEADING % "Your appointment is confirmed")

    def test_on_another_site_the_log_in_opens_a_new_tab(self):
        with self.site() as site, self.visitor() as visitor:
            self.go(visitor, site.elsewhere)
            visitor.click(SERVICE)
            visitor.find("//*[contains(., 'opens in a new tab')]")
            visitor.click(TIME)
            visitor.find("//*[@role='status'][contains(., 'Go on in the new tab')]")
            tab = self.new_tab(visitor)
            self.log_in(tab)
            tab.find(HEADING % "You chose this time")
            self.fill_in(tab)
        self.assertEqual(self.appointments().state, "confirmed")

    def test_on_a_site_nearby_the_whole_flow_is_in_the_frame(self):
        with self.site() as site, self.visitor() as visitor:
            self.go(visitor, site.nearby)
            visitor.click(SERVICE)
            visitor.click(TIME)
            self.log_in(visitor)
            visitor.find(HEADING % "You chose this time")
            self.fill_in(visitor)
            self.assertEqual(visitor.evaluate("location.href"), f"{site.nearby}/")
            self.assertEqual(len(self.tabs(visitor)), 1)
        self.assertEqual(self.appointments().state, "confirmed")

    def test_without_scripts_the_new_tab_opens_as_well(self):
        address = f"{self.base_url()}/rendezvous/widget/town-hall"
        frame = f'<iframe title="Booking" width="1200" height="2000" src="{address}"></iframe>'
        with self.site_of(frame) as site, self.visitor(scripts=False) as visitor:
            self.allow(site.elsewhere)
            self.go(visitor, site.elsewhere)
            visitor.click(SERVICE)
            visitor.click(TIME)
            tab = self.new_tab(visitor)
            self.log_in(tab)
            tab.find(HEADING % "You chose this time")

    def test_the_height_follows_the_content(self):
        with self.site() as site, self.visitor() as visitor:
            self.go(visitor, site.elsewhere)
            visitor.find(SERVICE)
            first = self.settle(visitor)
            # As high as the content: nothing is scrolled inside.
            self.assertEqual(first, self.inside(visitor, "document.documentElement.scrollHeight"))
            visitor.click(SERVICE)
            visitor.find(TIME)
            second = self.settle(visitor)
            self.assertNotEqual(first, second)
            visitor.click("//summary[contains(., 'more')]")
            self.assertGreater(self.settle(visitor), second)

    def test_a_content_as_high_as_its_frame_does_not_grow_forever(self):
        with self.site() as site, self.visitor() as visitor:
            self.go(visitor, site.elsewhere)
            visitor.find(SERVICE)
            self.settle(visitor)
            self.inside(
                visitor, "document.querySelector('main').style.height = 'calc(100vh + 50px)'"
            )
            height = self.settle(visitor)
            self.assertLess(height, 3000)
            self.assertLess(visitor.evaluate(TOLD), 20)

    def test_the_page_turns_to_the_top_of_the_frame(self):
        with self.site() as site, self.visitor() as visitor:
            self.go(visitor, site.elsewhere)
            visitor.find(SERVICE)
            visitor.evaluate("document.body.style.padding = '2000px 0'")
            visitor.click(SERVICE)
            visitor.evaluate("window.scrollTo(0, document.body.scrollHeight)")
            visitor.find(TIME)
            top = "Math.abs(document.querySelector('iframe').getBoundingClientRect().top) < 5"
            self.wait_for(visitor, top)

    def test_a_site_that_is_not_configured_sees_nothing(self):
        with self.site(origins="https://town.example") as site, self.visitor() as visitor:
            for address in (site.elsewhere, site.nearby):
                self.go(visitor, address)
                time.sleep(2)
                self.assertNotOnPage(visitor, SERVICE)
                self.assertEqual(visitor.evaluate("window.heard"), [])
            # Whoever comes here anyway finds a way to the page itself.
            self.wait_for(visitor, "document.querySelector('main a').offsetHeight")
            self.allow(site.elsewhere)
            self.go(visitor, site.elsewhere)
            visitor.find(SERVICE)

    def test_the_back_office_is_shown_on_no_site(self):
        pages = ["/odoo", "/web/login", "/my/rendezvous", "/rendezvous"]
        frames = "".join(
            f'<iframe title="x" src="{self.base_url()}{path}"></iframe>' for path in pages
        )
        with self.site_of(frames) as site, self.visitor("admin") as visitor:
            self.allow(f"{site.elsewhere}\n{site.nearby}")
            for address in (site.elsewhere, site.nearby):
                self.go(visitor, address)
                time.sleep(2)
                self.assertNotOnPage(visitor, "//main[.//form or .//article]")
                self.assertNotOnPage(visitor, "//body[contains(@class, 'o_web_client')]")

    def test_the_frame_answers_only_to_the_configured_site(self):
        # As if a browser had let the frame in where it is not allowed.
        pages = {
            "https://town.example": [],
            "http://localhost:*": ["rendezvous:page", "rendezvous:height"],
        }
        script = "/rendezvous/static/src/widget/rendezvous_frame.js"
        for origins, answers in pages.items():
            code = (
                f"<script src='{self.base_url()}{script}' data-origins='[\"{origins}\"]'></script>"
            )
            inner = Site(f"<div id='wrapwrap' style='height: 500px'></div>{code}")
            self.addCleanup(inner.close)
            outer = Site(f"<iframe title='x' src='{inner.nearby}'></iframe>")
            self.addCleanup(outer.close)
            with self.subTest(origins=origins), self.visitor() as visitor:
                self.go(visitor, outer.elsewhere)
                greet = "document.querySelector('iframe').contentWindow.postMessage"
                visitor.evaluate(f"{greet}({{type: 'rendezvous:hello'}}, '*')")
                time.sleep(1)
                heard = visitor.evaluate("window.heard.map(([, data]) => data.type)")
                self.assertEqual(heard, answers)

    def test_the_page_believes_only_its_frame(self):
        with self.site() as site, self.visitor() as visitor:
            self.go(visitor, site.elsewhere)
            visitor.find(SERVICE)
            height = self.settle(visitor)
            visitor.evaluate("window.postMessage({type: 'rendezvous:height', height: 5000}, '*')")
            time.sleep(0.5)
            self.assertEqual(self.height(visitor), height)

    def test_the_button_opens_a_dialog_for_the_keyboard_as_well(self):
        with self.site(mode="button", button_label="Book now") as site, self.visitor() as visitor:
            self.go(visitor, site.elsewhere)
            self.assertEqual(visitor.evaluate("document.querySelectorAll('iframe').length"), 0)
            visitor.focus("//button[contains(., 'Book now')]")
            visitor.press("\r", "Enter", 13)
            visitor.find(SERVICE)
            self.assertTrue(visitor.evaluate("document.querySelector('dialog').matches(':modal')"))
            self.assertEqual(
                visitor.evaluate("document.querySelector('dialog').ariaLabel"),
                "Book an appointment",
            )
            visitor.focus("//dialog//button")
            visitor.press("Escape", "Escape", 27)
            self.assertShut(visitor)
            # From inside the frame as well.
            visitor.press("\r", "Enter", 13)
            self.wait_for(visitor, "document.querySelector('dialog').open")
            self.settle(visitor)
            visitor.focus("//input[@name='search']")
            visitor.press("Escape", "Escape", 27)
            self.assertShut(visitor)

    def assertShut(self, visitor):
        self.wait_for(visitor, "!document.querySelector('dialog').open")
        focused = visitor.evaluate("document.activeElement.textContent")
        self.assertEqual(focused, "Book now")

    def test_the_snippet_in_the_back_office(self):
        url = f"/odoo/action-rendezvous.rendezvous_widget_action/{self.widget.id}"
        self.env.ref("base.user_admin").write(
            {"company_ids": [(4, self.parent.id), (4, self.child.id)], "company_id": self.child.id}
        )
        with self.visitor("admin") as visitor:
            visitor.open(url)
            visitor.find(
                "//*[contains(@class, 'o_rendezvous_snippet')][contains(., 'rendezvous_widget.js')]"
            )
            visitor.find("//button[contains(@class, 'o_btn_text_copy')]")
            # The preview runs the lines themselves.
            visitor.find(SERVICE)

    def test_the_demonstration_shows_it_from_another_origin(self):
        self.widget.write({"code": "rochebrune", "origins": "http://localhost:*"})
        self.env["rendezvous.widget"].create(
            {
                "company_id": self.parent.id,
                "code": "valombre",
                "origins": "http://localhost:*",
                "title": "Every town hall",
            }
        )
        self.env.flush_all()
        page = "/rendezvous/static/demo/town_site.html"
        with self.visitor() as visitor:
            self.go(visitor, self.base_url().replace("127.0.0.1", "localhost") + page)
            visitor.find(SERVICE)
            visitor.click("//button[contains(., 'Book in any town hall')]")
            visitor.find(HEADING % "Every town hall")
