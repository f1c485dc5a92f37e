import json
import os
from datetime import timedelta
from pathlib import Path

from odoo import fields

from .browser_common import BrowserCase

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The page around ours is the website's: of it, only what names the page.
PAGE_RULES = ["document-title", "html-has-lang", "html-lang-valid"]
CHECK = """
(async () => {
    const ours = await axe.run(document.querySelector("main"), {runOnly: %(tags)s});
    const page = await axe.run(document, {runOnly: {type: "rule", values: %(rules)s}});
    return [...ours.violations, ...page.violations].map(
        (v) => v.id + ": " + v.nodes.map((node) => node.html.slice(0, 200)).join(" | ")
    );
})()
"""


class TestAccessibility(BrowserCase):
    """No violation of WCAG 2.2 AA on any page, on a desk and on a phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        path = os.environ.get("RENDEZVOUS_AXE_JS")
        if not path:
            raise AssertionError("RENDEZVOUS_AXE_JS names no script to check with: use dev/test")
        cls.axe = Path(path).read_text()

    def assertAccessible(self, visitor, path):
        visitor.find("//main")
        visitor.evaluate(self.axe)
        code = CHECK % {"tags": json.dumps(TAGS), "rules": json.dumps(PAGE_RULES)}
        self.assertEqual(visitor.evaluate(code), [], path)

    def assertPagesAccessible(self, *paths, login=None, **options):
        with self.visitor(login, **options) as visitor:
            for path in paths:
                visitor.open(path)
                self.assertAccessible(visitor, path)

    def public_pages(self):
        first = self.first()
        code = self.env["rendezvous.page"]._slot_code(first)
        url = self.service.website_url
        return [
            "/rendezvous",
            "/rendezvous?search=nothing+of+the+kind",
            url,
            f"{url}?week={first.start.date() + timedelta(days=90)}",
            f"{url}?taken={code}",
            "/rendezvous/account/sent",
        ]

    def own_pages(self):
        appointment = self.book()
        code = self.env["rendezvous.page"]._slot_code(self.first())
        mine = f"/my/rendezvous/{appointment.id}"
        return [
            f"/rendezvous/hold?service={self.service.id}&slot={code}",
            f"/rendezvous/appointment/{appointment.id}/confirmed",
            "/my/rendezvous",
            "/my/rendezvous?when=past",
            "/my/rendezvous/preferences",
            "/my/rendezvous/preferences?message=saved",
            mine,
            f"{mine}?message=moved",
            f"{mine}?message=cancelled",
            f"{mine}/move",
            f"{mine}/move?slot={code}",
        ]

    def test_public_pages(self):
        self.assertPagesAccessible(*self.public_pages())

    def test_public_pages_on_a_phone(self):
        self.assertPagesAccessible(*self.public_pages(), width=390)

    def test_pages_of_the_contact(self):
        self.assertPagesAccessible(*self.own_pages(), login="citizen")

    def test_pages_of_the_contact_on_a_phone(self):
        self.assertPagesAccessible(*self.own_pages(), login="citizen", width=390)

    def test_too_late_to_change(self):
        self.service.write({"cancel_limit": 9000, "move_limit": 9000})
        url = f"/my/rendezvous/{self.book().id}?message=late"
        self.assertPagesAccessible(url, login="citizen")

    def test_the_file_and_its_errors(self):
        url = f"/rendezvous/appointment/{self.book(hold=True).id}"
        with self.visitor("citizen") as visitor:
            visitor.open(url)
            self.assertAccessible(visitor, url)
            visitor.click("//button[contains(., 'Confirm the appointment')]")
            visitor.find("//*[@role='alert'][contains(., 'Something is missing')]")
            self.assertAccessible(visitor, "errors")

    def test_the_file_after_its_time(self):
        appointment = self.book(hold=True)
        appointment.hold_until = fields.Datetime.now() - timedelta(minutes=1)
        url = f"/rendezvous/appointment/{appointment.id}"
        self.assertPagesAccessible(url, f"{url}?taken=1", login="citizen")

    def test_cancelling(self):
        url = f"/my/rendezvous/{self.book().id}"
        with self.visitor("citizen") as visitor:
            visitor.open(url)
            visitor.click("//summary[contains(., 'Cancel the appointment')]")
            self.assertAccessible(visitor, url)

    def test_what_a_profile_refuses_and_shows(self):
        company = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        colleague = company.create({"name": "Colleague", "parent_id": company.id})
        b2b = self.env.ref("rendezvous.rendezvous_portal_profile_b2b")
        profile = b2b.copy({"name": "By phone", "can_book": False})
        self.citizen.partner_id.write(
            {"parent_id": company.id, "rendezvous_profile_id": profile.id}
        )
        theirs = self.book(partner=colleague)
        code = self.env["rendezvous.page"]._slot_code(self.first())
        refused = f"/rendezvous/hold?service={self.service.id}&slot={code}"
        for width in (1280, 390):
            self.assertPagesAccessible(
                refused,
                "/my/rendezvous",
                f"/my/rendezvous/{theirs.id}",
                login="citizen",
                width=width,
            )
