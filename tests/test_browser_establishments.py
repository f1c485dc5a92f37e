from odoo.fields import Command
from odoo.tests import new_test_user

from .browser_common import BrowserCase


class TestBrowserEstablishments(BrowserCase):
    """A parent, Lens and Lille: staff of each, and visitors who look for the nearest."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sibling = cls.env["res.company"].create(
            {"name": "Town hall of Lille", "parent_id": cls.parent.id}
        )
        for company, postcode, city, position in (
            (cls.child, "62300", "Lens", (50.43, 2.83)),
            (cls.sibling, "59000", "Lille", (50.63, 3.06)),
        ):
            company.write({"zip": postcode, "city": city})
            latitude, longitude = position
            company.partner_id.write({"partner_latitude": latitude, "partner_longitude": longitude})
        cls.sibling_agenda = cls.make_agenda("Desk of Lille", cls.sibling, cls.service)
        cls.users = {
            login: new_test_user(
                cls.env,
                login,
                groups=group,
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
                password=login,
            )
            for login, group, company in (
                ("lens_agent", "rendezvous.group_user", cls.child),
                ("lens_planner", "rendezvous.group_planner", cls.child),
                ("lille_agent", "rendezvous.group_user", cls.sibling),
                ("parent_admin", "rendezvous.group_admin", cls.parent),
            )
        }

    @classmethod
    def make_agenda(cls, name, company, services):
        return cls.env["rendezvous.agenda"].create(
            {
                "name": name,
                "company_id": company.id,
                "tz": "Europe/Paris",
                "service_ids": [Command.set(services.ids)],
                "slot_ids": [
                    Command.create({"weekday": day, "hour_from": 9, "hour_to": 18})
                    for day in "0123456"
                ],
            }
        )

    def test_an_agent_of_a_child_books_for_a_contact_that_a_sibling_made(self):
        contact = (
            self.env["res.partner"]
            .with_user(self.users["lille_agent"])
            .create({"lastname": "Lefèvre", "firstname": "Noëlle", "phone": "+33612345678"})
        )
        self.service.question_ids.unlink()
        self.agenda.contact_field_ids = [
            Command.create({"field": name, "required": True}) for name in ("city", "reason")
        ]
        self.start_tour("/odoo/appointments", "rendezvous_shared_contact", login="lens_agent")
        appointment = contact.sudo().rendezvous_appointment_ids
        self.assertEqual((appointment.company_id, appointment.state), (self.child, "confirmed"))
        self.assertEqual((appointment.reason, contact.city), ("Renewal", "Lens"))

    def test_the_parent_publishes_a_service_and_a_child_offers_it(self):
        service = self.env["rendezvous.service"].create(
            {"name": "Wedding file", "company_id": self.parent.id}
        )
        url = "/odoo/action-rendezvous.rendezvous_service_action?view_type=list"
        self.start_tour(url, "rendezvous_publish_service", login="parent_admin")
        self.env.invalidate_all()
        self.assertTrue(service.is_published)
        self.assertFalse(service._first_available())
        url = f"/odoo/action-rendezvous.rendezvous_agenda_action_configuration/{self.agenda.id}"
        self.start_tour(url, "rendezvous_offer_service", login="lens_planner")
        self.env.invalidate_all()
        self.assertEqual(service.agenda_ids, self.agenda)
        with self.visitor() as visitor:
            visitor.open("/rendezvous")
            visitor.click("//article//a[contains(., 'Wedding file')]")
            visitor.find("//button[@name='slot']")

    def find_the_nearest(self, visitor):
        visitor.open("/rendezvous")
        visitor.click("//article//a[contains(., 'Passport request')]")
        visitor.type("//input[@name='address']", "59000")
        visitor.click("//button[contains(., 'Find the nearest')]")
        visitor.find("//ol/li[1]//h2[contains(., 'Lille')]")

    def test_a_visitor_finds_the_nearest_establishment_without_scripts(self):
        with self.visitor(scripts=False) as visitor:
            self.find_the_nearest(visitor)
            visitor.click("//ol/li[1]//h2/a")
            visitor.find("//h3[contains(., 'Lille')]")
            visitor.click("(//button[@name='slot'])[1]")
            visitor.find("//form[contains(@class, 'oe_login_form')]")

    def test_a_visitor_gives_his_position(self):
        with self.visitor(width=390) as visitor:
            visitor.command(
                "Browser.grantPermissions", permissions=["geolocation"], origin=self.base_url()
            )
            visitor.command(
                "Emulation.setGeolocationOverride", latitude=50.62, longitude=3.05, accuracy=10
            )
            visitor.open(f"{self.service.website_url}/establishments")
            visitor.click("//button[contains(., 'Use my position')]")
            visitor.find("//ol/li[1]//h2[contains(., 'Lille')]")
            visitor.find("//p[contains(., '1.3 km away')]")
            # Hidden until its script has started: what is hidden is not scrolled to.
            visitor.find(
                "//*[contains(@class, 'o_rendezvous_map')][not(contains(@class, 'd-none'))]"
            )
            visitor.evaluate("document.querySelector('.o_rendezvous_map').scrollIntoView()")
            visitor.find("//*[contains(@class, 'leaflet-marker-icon')]")
            width = visitor.evaluate("document.scrollingElement.scrollWidth")
            self.assertLessEqual(width, 390)

    def test_a_visitor_who_gives_no_position_is_told_what_to_do(self):
        with self.visitor() as visitor:
            visitor.command(
                "Browser.setPermission",
                permission={"name": "geolocation"},
                setting="denied",
                origin=self.base_url(),
            )
            visitor.open(f"{self.service.website_url}/establishments")
            visitor.click("//button[contains(., 'Use my position')]")
            visitor.find(
                "//p[@role='status'][contains(., 'did not give')][not(contains(@class, 'd-none'))]"
            )

    def test_the_parent_looks_at_its_establishments(self):
        self.start_tour("/odoo/establishments", "rendezvous_establishments", login="parent_admin")
