from datetime import datetime, time, timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

PLANNING = "/odoo/planning"


@tagged("post_install", "-at_install")
class TestBrowserPlanning(HttpCase):
    """The planning in a browser, on the real clock, in UTC: two technicians, open every day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.company = cls.env["res.company"].create({"name": "Heating company"})
        cls.service = cls.env["rendezvous.service"].create(
            {"name": "Boiler service", "company_id": cls.company.id, "duration": 60, "step": 15}
        )
        cls.tia, cls.tom = cls.env["hr.employee"].create(
            [{"name": name, "company_id": cls.company.id} for name in ("Tia", "Tom")]
        )
        cls.agenda = cls.env["rendezvous.agenda"].create(
            {
                "name": "On the road",
                "company_id": cls.company.id,
                "tz": "UTC",
                "by_sector": True,
                "technician_ids": [Command.set((cls.tia | cls.tom).ids)],
                "service_ids": [Command.set(cls.service.ids)],
                "slot_ids": [
                    Command.create({"weekday": weekday, "hour_from": 8, "hour_to": 18})
                    for weekday in "0123456"
                ],
            }
        )
        cls.env["rendezvous.sector"].create(
            [
                {"code": code, "name": name, "postcodes": codes, "company_id": cls.company.id}
                for code, name, codes in (("N", "North", "62100"), ("S", "South", "62200"))
            ]
        )
        cls.create_contacts()
        new_test_user(
            cls.env,
            "planning",
            groups="rendezvous.group_planner",
            tz="UTC",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def create_contacts(cls):
        cls.petit, cls.roux, cls.moreau = cls.env["res.partner"].create(
            [
                {"lastname": name, "zip": "62100", "company_id": cls.company.id}
                for name in ("Petit", "Roux", "Moreau")
            ]
        )
        for number, contact in enumerate((cls.petit, cls.roux, cls.moreau, cls.company.partner_id)):
            position = {"partner_latitude": 50.9 + number / 50, "partner_longitude": 1.8}
            contact.write(position)

    def plan(self, partner, technician, hour):
        tomorrow = fields.Date.today() + timedelta(days=1)
        return self.env["rendezvous.appointment"]._book(
            self.service,
            datetime.combine(tomorrow, time(hour)),
            self.agenda,
            partner,
            technician=technician,
            online=False,
        )

    def test_a_visit_is_dragged_to_another_technician_where_there_is_time(self):
        visit, other = self.plan(self.petit, self.tom, 12), self.plan(self.roux, self.tia, 9)
        self.start_tour(PLANNING, "rendezvous_planning_move", login="planning")
        self.env.invalidate_all()
        self.assertEqual(visit.technician_id, self.tia)
        self.assertGreater(visit.start, other.stop)

    def test_a_request_is_dragged_onto_a_technician_and_taken_back(self):
        self.plan(self.petit, self.tom, 9)
        request = self.env["rendezvous.request"].create(
            {
                "partner_id": self.moreau.id,
                "service_id": self.service.id,
                "company_id": self.company.id,
            }
        )
        self.start_tour(PLANNING, "rendezvous_planning_request", login="planning")
        self.env.invalidate_all()
        self.assertEqual(request.state, "open")
        made = self.env["rendezvous.appointment"].search([("partner_id", "=", self.moreau.id)])
        self.assertEqual((made.state, made.technician_id), ("cancelled", self.tom))

    def test_several_days_get_a_sector_at_once(self):
        self.start_tour(PLANNING, "rendezvous_give_sectors", login="planning")
        tours = self.env["rendezvous.tour"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(tours), 14)
        self.assertEqual(tours.sector_ids.mapped("name"), ["South"])
