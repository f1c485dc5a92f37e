import re

from lxml import html

from odoo.fields import Command
from odoo.tools import mute_logger

from .common import MONDAY, at
from .public_common import PublicCase

SITE = "https://www.child.example"


class WidgetCase(PublicCase):
    """The widget of the child, allowed on one site, in a browser that may have a session."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.widget = cls.env["rendezvous.widget"].create(
            {"company_id": cls.child.id, "code": "town-hall", "origins": SITE}
        )
        cls.inside = "/rendezvous/widget/town-hall"
        # What only the sibling offers.
        cls.theirs = cls.env["rendezvous.service"].create(
            {"name": "Wedding", "company_id": cls.parent.id, "is_published": True}
        )
        agenda = cls.create_agenda(
            "Theirs", cls.sibling, capacity=1, service_ids=[Command.set(cls.theirs.ids)]
        )
        cls.add_openings(agenda)

    def week(self, **kwargs):
        path = f"{self.inside}/service/{self.env['ir.http']._slug(self.service)}?week={MONDAY}"
        return html.fromstring(self.url_open(path, **kwargs).content)

    def forget_session(self):
        """Do as a browser that keeps no cookie for a frame."""
        self.opener.cookies.pop("session_id", None)

    def services(self, tree):
        return [link.text for link in tree.xpath("//article//a")]


class TestWidgetPages(WidgetCase):
    def test_only_our_pages_are_in_the_frame(self):
        tree = self.page(self.inside)
        self.assertTrue(tree.xpath("//main"))
        for path in ("//header[@id='top']", "//footer", "//nav[contains(@class, 'navbar')]"):
            self.assertFalse(tree.xpath(path), path)
        self.assertTrue(self.page("/rendezvous").xpath("//header[@id='top']"))

    def test_an_establishment_shows_only_its_services(self):
        self.assertEqual(self.services(self.page(self.inside)), ["Passport"])

    def test_the_parent_shows_those_of_all(self):
        for path in ("/rendezvous/widget", f"/rendezvous/widget/{self.parent.id}"):
            with self.subTest(path=path):
                self.assertCountEqual(self.services(self.page(path)), ["Passport", "Wedding"])

    def test_an_establishment_without_settings_has_a_widget(self):
        slug = self.env["ir.http"]._slug(self.sibling)
        for path in (self.sibling.id, slug):
            tree = self.page(f"/rendezvous/widget/{path}")
            self.assertEqual(self.services(tree), ["Wedding"])

    def test_an_establishment_of_others_has_none_here(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env["rendezvous.widget"].create({"company_id": other.id, "code": "other"})
        for code in (other.id, "other", "nobody", "0"):
            with mute_logger("odoo.http"):
                self.assertEqual(self.get(f"/rendezvous/widget/{code}").status_code, 404)

    def test_another_establishment_s_service_is_not_in_the_frame(self):
        slug = self.env["ir.http"]._slug(self.theirs)
        with mute_logger("odoo.http"):
            self.assertEqual(self.get(f"{self.inside}/service/{slug}").status_code, 404)
            self.assertEqual(self.get(f"/rendezvous/service/{slug}").status_code, 200)

    def test_another_establishment_s_time_is_not_taken_in_the_frame(self):
        self.service.agenda_ids |= self.create_agenda("Also", self.sibling, capacity=1)
        self.log_in()
        agenda = self.service.agenda_ids - self.agenda
        data = {"service": self.service.id, "slot": self.code(at(9), agenda)}
        self.post(f"{self.inside}/hold", data)
        self.assertFalse(self.service.appointment_ids)

    def test_chosen_services_only(self):
        other = self.service.copy({"name": "Census", "is_published": True})
        self.agenda.service_ids |= other
        self.assertCountEqual(self.services(self.page(self.inside)), ["Census", "Passport"])
        self.widget.service_ids = other
        self.assertEqual(self.services(self.page(self.inside)), ["Census"])
        self.assertIn("Passport", self.services(self.page("/rendezvous")))
        with mute_logger("odoo.http"):
            slug = self.env["ir.http"]._slug(self.service)
            self.assertEqual(self.get(f"{self.inside}/service/{slug}").status_code, 404)

    def test_links_stay_inside(self):
        for tree in (self.page(self.inside), self.week(), self.page(f"{self.inside}?search=x")):
            found = tree.xpath("//main//a/@href | //main//form/@action")
            leaving = [
                path
                for path in found
                if path.startswith("/") and not path.startswith(f"{self.inside}")
            ]
            self.assertTrue(found)
            self.assertEqual(leaving, [])

    def test_links_elsewhere_are_as_they_were(self):
        tree = self.page(self.week_url())
        self.assertFalse(re.search("widget", " ".join(tree.xpath("//main//@href"))))

    def test_another_service_of_the_list_stays_inside(self):
        response = self.get(f"{self.inside}/service?service={self.service.id}")
        self.assertIn(f"{self.inside}/service/passport-", response.headers["Location"])

    def test_the_whole_flow_inside_with_a_session(self):
        self.log_in()
        [form] = self.week().xpath("//form[contains(@class, 'o_rendezvous_choose')]")
        self.assertEqual(form.get("action"), f"{self.inside}/hold")
        self.assertIsNone(form.get("target"))
        data = {"service": self.service.id, "slot": self.code(at(9))}
        held = self.post(f"{self.inside}/hold", data)
        appointment = self.service.appointment_ids
        file = f"{self.inside}/appointment/{appointment.id}"
        self.assertURLEqual(held.headers["Location"], file)
        [action] = self.page(file).xpath("//form[contains(@class, 'o_rendezvous_once')]/@action")
        self.assertEqual(action, file)
        done = self.post(file)
        self.assertURLEqual(done.headers["Location"], f"{file}/confirmed")
        tree = self.page(f"{file}/confirmed")
        self.assertIn("is confirmed", self.words(tree))
        # The portal is shown in no frame.
        [mine] = tree.xpath(f"//a[@href='/my/rendezvous/{appointment.id}']")
        self.assertEqual(mine.get("target"), "_blank")

    def test_giving_the_time_back_stays_inside(self):
        self.log_in()
        appointment = self.hold()
        response = self.post(f"{self.inside}/appointment/{appointment.id}/release")
        self.assertIn(f"{self.inside}/service/", response.headers["Location"])

    def test_a_time_just_lost_stays_inside(self):
        self.log_in()
        self.book(at(9), partner=self.other_citizen.partner_id)
        data = {"service": self.service.id, "slot": self.code(at(9))}
        response = self.post(f"{self.inside}/hold", data)
        self.assertIn(f"{self.inside}/service/", response.headers["Location"])
        self.assertIn("taken=", response.headers["Location"])

    def test_a_cancelled_appointment_leads_back_inside(self):
        self.log_in()
        appointment = self.book(at(9))
        appointment._cancel_by_contact()
        response = self.get(f"{self.inside}/appointment/{appointment.id}/confirmed")
        self.assertURLEqual(response.headers["Location"], self.inside)

    def test_log_in_inside_comes_back_inside(self):
        self.log_in(False)
        self.page(self.inside)
        data = {"service": self.service.id, "slot": self.code(at(9))}
        response = self.post(f"{self.inside}/hold", data)
        self.assertIn(
            "redirect=%2Frendezvous%2Fwidget%2Ftown-hall%2Fhold", response.headers["Location"]
        )
        tree = self.page(response.headers["Location"])
        self.assertFalse(tree.xpath("//header[@id='top']"))
        self.assertIn("One more step to keep your time", self.words(tree))

    def test_without_a_session_the_time_opens_a_new_tab(self):
        self.page(self.inside)
        self.forget_session()
        [form] = self.week().xpath("//form[contains(@class, 'o_rendezvous_choose')]")
        self.assertEqual(form.get("target"), "_blank")
        self.assertEqual(form.get("method"), "get")
        self.assertEqual(form.get("action"), "/rendezvous/hold")
        self.assertFalse(form.xpath(".//input[@name='csrf_token']"))
        self.assertIn("opens in a new tab", self.words(form, "."))
        [service] = form.xpath(".//input[@name='service']/@value")
        slot = form.xpath(".//button[@name='slot']/@value")[0]
        self.forget_session()
        response = self.get(f"/rendezvous/hold?service={service}&slot={slot}")
        self.assertIn("/web/login?redirect=%2Frendezvous%2Fhold", response.headers["Location"])

    def test_outside_of_a_frame_no_new_tab(self):
        self.forget_session()
        [form] = self.page(self.week_url()).xpath("//form[contains(@class, 'o_rendezvous_choose')]")
        self.assertIsNone(form.get("target"))

    def test_the_language_is_the_widget_s(self):
        french = self.env["res.lang"]._activate_lang("fr_FR")
        self.website.language_ids |= french
        self.widget.lang_id = french
        tree = self.page(self.inside)
        self.assertEqual(tree.get("lang"), "fr-FR")
        self.assertEqual(self.page("/rendezvous").get("lang"), "en-US")


class TestWidgetLook(WidgetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.widget.write(
            {"color": "#8A3B12", "title": "Child town hall", "introduction": "We expect you."}
        )

    def assertLooksLikeTheChild(self, tree):
        self.assertIn("--o-rendezvous-accent: #8a3b12;", "".join(tree.xpath("//head/style/text()")))
        self.assertEqual(tree.xpath("//h1")[0].text, "Child town hall")
        self.assertIn("We expect you.", self.words(tree))

    def test_colour_and_words_of_the_widget(self):
        self.assertLooksLikeTheChild(self.page(self.inside))

    def test_the_page_of_the_parent_keeps_its_own(self):
        tree = self.page("/rendezvous")
        self.assertNotIn("--o-rendezvous-accent", "".join(tree.xpath("//head/style/text()")))
        self.assertEqual(tree.xpath("//h1")[0].text, "Book an appointment")

    def test_the_child_s_own_website_shows_its_services_in_its_look(self):
        self.website.company_id = self.child
        tree = self.page("/rendezvous")
        self.assertLooksLikeTheChild(tree)
        self.assertEqual(self.services(tree), ["Passport"])
        self.assertTrue(tree.xpath("//header[@id='top']"))

    def test_siblings_are_set_up_independently(self):
        self.widget.create({"company_id": self.sibling.id, "code": "sib", "color": "#123456"})
        style = "".join(self.page("/rendezvous/widget/sib").xpath("//head/style/text()"))
        self.assertIn("#123456", style)
        self.assertLooksLikeTheChild(self.page(self.inside))


class TestFrames(WidgetCase):
    """Who may show which page: what the headers say."""

    def frames(self, path, **kwargs):
        """Return the sites that may show the page, and the older header."""
        headers = self.get(path, **kwargs).headers
        found = re.search("frame-ancestors ([^;]*)", headers.get("Content-Security-Policy", ""))
        return found and found[1], headers.get("X-Frame-Options")

    def test_the_configured_sites_only(self):
        self.widget.origins = f"{SITE}\nhttps://school.child.example:8443"
        sites = f"'self' {SITE} https://school.child.example:8443"
        slug = self.env["ir.http"]._slug(self.service)
        for path in ("", f"/service/{slug}", f"/hold?service={self.service.id}", "/page/2"):
            with self.subTest(path=path):
                self.assertEqual(self.frames(self.inside + path), (sites, None))

    def test_without_settings_no_other_site(self):
        self.assertEqual(self.frames(f"/rendezvous/widget/{self.sibling.id}"), ("'self'", None))

    def test_a_site_of_the_sibling_is_refused(self):
        self.assertNotIn(SITE, self.frames("/rendezvous/widget")[0])

    def test_nothing_else_is_shown_anywhere(self):
        self.log_in()
        appointment = self.book(at(9))
        for path in (
            "/rendezvous",
            self.week_url(),
            "/",
            "/my",
            "/my/rendezvous",
            f"/my/rendezvous/{appointment.id}",
            f"/rendezvous/appointment/{appointment.id}/confirmed",
        ):
            with self.subTest(path=path):
                self.assertEqual(self.frames(path), ("'self'", "SAMEORIGIN"))

    def test_no_page_of_the_back_office(self):
        self.planner.password = "planner"
        self.authenticate("planner", "planner")
        for path in ("/odoo", "/web", "/odoo/action-rendezvous.rendezvous_appointment_action"):
            with self.subTest(path=path):
                sites, older = self.frames(path)
                self.assertEqual((sites, older.upper()), ("'none'", "DENY"))

    def test_log_in_only_on_the_way_back_to_the_frame(self):
        for page in ("login", "signup", "reset_password"):
            with self.subTest(page=page):
                path = f"/web/{page}?redirect=/rendezvous/widget/town-hall/hold"
                self.assertEqual(self.frames(path), (f"'self' {SITE}", None))
                for other in (
                    "",
                    "?redirect=/odoo",
                    "?redirect=/odoo%3F/rendezvous/widget/town-hall",
                ):
                    self.assertEqual(self.frames(f"/web/{page}{other}"), ("'self'", "SAMEORIGIN"))

    @mute_logger("odoo.http")
    def test_an_error_inside_is_shown_inside(self):
        self.assertEqual(self.frames(f"{self.inside}/service/none-0"), (f"'self' {SITE}", None))

    def test_answers_that_are_no_page_are_left_alone(self):
        response = self.get("/web/static/img/spin.png")
        self.assertNotIn("X-Frame-Options", response.headers)
