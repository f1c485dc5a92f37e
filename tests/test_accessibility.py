from datetime import timedelta

from odoo import fields

from .axe_common import AxeCase


class TestAccessibility(AxeCase):
    """No violation of WCAG 2.2 AA on any page, on a desk and on a phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.child.partner_id.write({"partner_latitude": 50.43, "partner_longitude": 2.83})
        # Nothing outside this machine is asked.
        cls.env["ir.config_parameter"].set_param("rendezvous.geocode", "")

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
            f"{url}/establishments",
            f"{url}/establishments?sort=distance&position=50.62,3.05",
            f"{url}/establishments?sort=distance&address=Atlantis",
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

    def widget_pages(self):
        # The worst of colours for white words.
        widget = {"company_id": self.child.id, "code": "town-hall", "color": "#ffd400"}
        self.env["rendezvous.widget"].create(widget)
        inside = "/rendezvous/widget/town-hall"
        back = f"{inside}/hold?service={self.service.id}"
        return [inside, f"{inside}{self.service.website_url.removeprefix('/rendezvous')}", back]

    def test_the_widget(self):
        self.assertPagesAccessible(*self.widget_pages())

    def test_the_widget_on_a_phone(self):
        self.assertPagesAccessible(*self.widget_pages(), width=390)

    def test_the_widget_without_a_session(self):
        url = self.widget_pages()[1]
        with self.visitor() as visitor:
            visitor.browser.delete_cookie("session_id", url=self.base_url())
            visitor.open(url)
            visitor.find("//form[@target='_blank']")
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
