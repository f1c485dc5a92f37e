from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from .axe_common import AxeCase

PHONE = {"login": "tech", "width": 390}


class TestBrowserDay(AxeCase):
    """A technician's day on a phone of 390 px."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        user = new_test_user(
            cls.env,
            "tech",
            groups="rendezvous.group_user",
            lang="en_US",
            company_id=cls.child.id,
            company_ids=[Command.set(cls.child.ids)],
        )
        employee = cls.env["hr.employee"].create(
            {"name": "Tess", "company_id": cls.child.id, "user_id": user.id}
        )
        cls.road = cls.env["rendezvous.agenda"].create(
            {
                "name": "On the road",
                "company_id": cls.child.id,
                "tz": cls.zone_at_noon(),
                "booking_mode": "window",
                "technician_ids": [Command.set(employee.ids)],
                "service_ids": [Command.set(cls.service.ids)],
            }
        )
        home = {"street": "1 quay", "city": "Calais", "phone": "+33 3 21 00 00 01"}
        home |= {"partner_latitude": 50.95, "partner_longitude": 1.86}
        cls.visits = cls.env["rendezvous.appointment"].create(
            [
                {
                    "service_id": cls.service.id,
                    "agenda_id": cls.road.id,
                    "technician_id": employee.id,
                    "partner_id": cls.env["res.partner"].create({"lastname": name, **home}).id,
                    "start": cls.minutes_from_now(minutes),
                    "stop": cls.minutes_from_now(minutes + 4),
                    "forced": True,
                }
                for name, minutes in (("Anna", -20), ("Bruno", -10))
            ]
        )

    @classmethod
    def minutes_from_now(cls, minutes):
        return fields.Datetime.now() + timedelta(minutes=minutes)

    @classmethod
    def zone_at_noon(cls):
        """Return a zone where it is about noon, so that the day does not end meanwhile."""
        return f"Etc/GMT{fields.Datetime.now().hour - 12:+d}"

    def card(self, name):
        return f"//article[contains(., '{name}')]"

    def make_visits(self, **options):
        """Start and finish one visit, with a note; nobody is there at the other."""
        with self.visitor(**PHONE, **options) as visitor:
            visitor.open("/rendezvous/day")
            anna, bruno = self.card("Anna"), self.card("Bruno")
            visitor.click(f"{anna}//button[@value='start']")
            visitor.find(f"{anna}[contains(., 'Under way')]")
            visitor.click(f"{anna}//button[@value='finish']")
            visitor.find(f"{anna}[contains(., 'Finished')]")
            visitor.click(f"{anna}//summary[contains(., 'Add a note')]")
            visitor.type(f"{anna}//textarea", "Filter changed")
            visitor.click(f"{anna}//button[contains(., 'Save the note')]")
            visitor.find(f"{anna}//dd[contains(., 'Filter changed')]")
            visitor.click(f"{bruno}//button[@value='no_show']")
            visitor.find(f"{bruno}//button[@value='no_show'][@aria-pressed='true']")
        self.env.invalidate_all()
        anna, bruno = self.visits
        self.assertTrue(anna.started_at and anna.finished_at)
        self.assertEqual((anna.state, anna.attendance), ("done", "attended"))
        self.assertIn("Filter changed", anna.note)
        self.assertEqual((bruno.state, bruno.attendance), ("done", "no_show"))

    def test_a_technician_records_his_day(self):
        self.make_visits()

    def test_without_scripts(self):
        self.make_visits(scripts=False)

    def test_the_day_is_accessible_and_keeps_what_is_typed_without_network(self):
        with self.visitor(**PHONE) as visitor:
            for path in ("/rendezvous/day", "/rendezvous/day/2020-01-01"):
                visitor.open(path)
                self.assertAccessible(visitor, path)
            visitor.open("/rendezvous/day")
            overflow = "document.documentElement.scrollWidth > window.innerWidth"
            self.assertFalse(visitor.evaluate(overflow))
            anna = self.card("Anna")
            visitor.click(f"{anna}//summary[contains(., 'Add a note')]")
            visitor.type(f"{anna}//textarea", "Filter changed")
            visitor.evaluate("window.fetch = () => Promise.reject(new TypeError('offline')); 1")
            visitor.click(f"{anna}//button[contains(., 'Save the note')]")
            visitor.find(f"{anna}//*[@role='alert'][contains(., 'Nothing was saved')]")
            typed = "document.querySelector('article textarea').value"
            self.assertEqual(visitor.evaluate(typed), "Filter changed")
            self.assertAccessible(visitor, "without network")
