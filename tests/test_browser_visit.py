from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .axe_common import AxeCase
from .equipment_common import EquipmentMixin

HEADING = "//h1[contains(., '%s')]"
OPTION = "//a[contains(@class, 'o_rendezvous_option')][contains(., '%s')]"
DAYS = 14
WIDTH = (
    "Math.max(document.documentElement.scrollWidth,"
    " document.querySelector('#wrapwrap').scrollWidth)"
)


class BrowserVisitCase(EquipmentMixin, AxeCase):
    """A technician tours the north each day from tomorrow on, for a browser whose clock runs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.citizen.partner_id
        cls.contact.write({"company_id": cls.parent.id, "street": "1 Sea Street"})
        cls.contact.write({"zip": "62100", "city": "Calais"})
        cls.create_catalogue()
        cls.sector = cls.env["rendezvous.sector"].create(
            {"code": "N", "name": "North", "postcodes": "62100", "company_id": cls.parent.id}
        )
        cls.visit = cls.env["rendezvous.service"].create(
            {"name": "Boiler service", "company_id": cls.parent.id, "duration": 60, "lead_min": 24}
        )
        cls.create_road()
        cls.visit.is_published = True

    @classmethod
    def create_road(cls):
        technician = cls.env["hr.employee"].create({"name": "Tom", "company_id": cls.child.id})
        spans = [(day, *span) for day in "0123456" for span in ((8, 12), (13.5, 17.5))]
        hours = [
            {"weekday": day, "hour_from": start, "hour_to": stop} for day, start, stop in spans
        ]
        cls.env["rendezvous.technician.hours"].create(
            [{"employee_id": technician.id, **vals} for vals in hours]
        )
        cls.road = cls.env["rendezvous.agenda"].create(
            {
                "name": "On the road",
                "company_id": cls.child.id,
                "tz": "Europe/Paris",
                "booking_mode": "window",
                "open_weekdays": "0,1,2,3,4,5,6",
                "technician_ids": [Command.set(technician.ids)],
                "service_ids": [Command.set(cls.visit.ids)],
                "slot_ids": [Command.create(vals) for vals in hours],
            }
        )
        today = fields.Date.today()
        days = [(technician.id, today + timedelta(days=number)) for number in range(DAYS)]
        for tour in cls.env["rendezvous.tour"]._for_days(days).values():
            tour.sector_ids = cls.sector

    def appointments(self):
        self.env.invalidate_all()
        return self.env["rendezvous.appointment"].search([("partner_id", "=", self.contact.id)])

    def choose_half_day(self, visitor):
        visitor.find(HEADING % "Choose a half-day")
        visitor.click("(//section//button[@name='slot'])[2]")

    def confirm(self, visitor):
        visitor.find("//*[contains(., 'between')]")
        visitor.click("//button[contains(., 'Confirm the appointment')]")
        visitor.find(HEADING % "Your appointment is confirmed")


class TestBrowserVisit(BrowserVisitCase):
    def test_a_customer_with_equipment_books_on_a_desktop(self):
        piece = self.create_piece(serial="S1")
        with self.visitor("citizen") as visitor:
            visitor.open(self.visit.website_url)
            visitor.click(OPTION % "Hydro")
            visitor.click("//a[contains(., 'Continue with this service')]")
            visitor.click(OPTION % "1 Sea Street")
            self.choose_half_day(visitor)
            self.confirm(visitor)
        appointment = self.appointments()
        self.assertEqual((appointment.state, appointment.equipment_id), ("confirmed", piece))
        self.assertEqual(appointment.location_id, self.contact)

    def test_a_visitor_without_equipment_books_on_a_phone_at_a_new_address(self):
        with self.visitor(width=390) as visitor:
            visitor.open(self.visit.website_url)
            visitor.type("//input[@name='postcode']", "62100")
            visitor.click("//button[contains(., 'See the free half-days')]")
            self.choose_half_day(visitor)
            visitor.type("//input[@name='login']", "citizen")
            visitor.type("//input[@name='password']", "citizenx")
            visitor.click("//button[contains(., 'Log in')]")
            visitor.click(OPTION % "Without equipment")
            visitor.click("//a[contains(., 'Continue with this service')]")
            self.add_address(visitor)
            visitor.find("//h2[contains(., 'You chose this half-day')]")
            visitor.click("//button[contains(., 'Continue with this half-day')]")
            self.confirm(visitor)
        appointment = self.appointments()
        self.assertEqual((appointment.state, appointment.location_id.type), ("confirmed", "other"))

    def add_address(self, visitor):
        visitor.type("//input[@name='street']", "5 Quay")
        visitor.click("//button[contains(., 'Use this address')]")
        visitor.find("//*[@role='alert'][contains(., 'Type the town.')]")
        visitor.type("//input[@name='city']", "Calais")
        visitor.click("//button[contains(., 'Use this address')]")

    def test_equipment_is_declared_and_a_visit_booked_without_scripts(self):
        self.visit.needs_equipment = True
        with self.visitor("citizen", scripts=False) as visitor:
            visitor.open(self.visit.website_url)
            visitor.click(OPTION % "Declare equipment")
            for name in ("category", "brand"):
                visitor.focus(f"//select[@name='{name}']")
                visitor.press("ArrowDown", "ArrowDown", 40)
            visitor.type("//input[@name='model']", "Hydro")
            visitor.click("//form[contains(@action, 'equipment')]//button[@type='submit']")
            visitor.click("//a[contains(., 'Continue with this service')]")
            visitor.click(OPTION % "1 Sea Street")
            self.choose_half_day(visitor)
            self.confirm(visitor)
            visitor.click("//a[contains(., 'See, move or cancel it')]")
            visitor.click("//a[contains(., 'Move to another time')]")
            visitor.click("(//section//button[@name='slot'])[4]")
            visitor.click("//button[contains(., 'Move my appointment')]")
            visitor.find("//*[@role='status'][contains(., 'has moved')]")
        self.assertEqual(self.appointments().equipment_id.model, "Hydro")


class TestVisitAccessibility(BrowserVisitCase):
    def test_pages_of_a_visit(self):
        piece = self.create_piece(serial="S1")
        far = {"parent_id": self.contact.id, "type": "other", "zip": "75001", "city": "Paris"}
        address = self.env["res.partner"].create({**far, "company_id": self.parent.id})
        url, chosen = self.visit.website_url, f"equipment={piece.id}"
        first = self.visit._first_available()[self.road.id]
        code = self.env["rendezvous.page"]._slot_code(first)
        left = self.env["rendezvous.request"]._leave(self.contact, self.visit, address, "Soon")
        self.visitor_pages = [url, f"{url}?postcode=62100", f"{url}?postcode=75001"]
        self.own_pages = [
            url,
            f"{url}?{chosen}",
            f"{url}?{chosen}&step=address",
            f"{url}?{chosen}&address={self.contact.id}",
            f"{url}?{chosen}&address={self.contact.id}&slot={code}",
            f"{url}?{chosen}&address={self.contact.id}&taken={code}",
            f"{url}?{chosen}&address={address.id}",
            f"/rendezvous/request/{left.id}",
            "/my/rendezvous",
        ]
        for width in (1280, 390):
            self.check(self.visitor_pages, None, width)
            self.check(self.own_pages, "citizen", width)

    def check(self, paths, login, width):
        with self.visitor(login, width=width) as visitor:
            for path in paths:
                visitor.open(path)
                self.assertAccessible(visitor, path)
                if width < 600:
                    self.assertLessEqual(visitor.evaluate(WIDTH), width, path)
