from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users

from ..exceptions import SlotTaken
from .common import MONDAY, at
from .road_common import RoadCase


class RequestCase(RoadCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.request = cls.create_request()

    @classmethod
    def create_request(cls, **values):
        return cls.env["rendezvous.request"].create(
            {
                "partner_id": cls.north.id,
                "service_id": cls.visit.id,
                "company_id": cls.parent.id,
                **values,
            }
        )

    def plan_at(self, moment, technician=None, **options):
        start = fields.Datetime.to_string(moment)
        request = self.request.with_env(self.env)
        number = request.action_plan_at(start, (technician or self.tom).id, **options)
        return self.env["rendezvous.appointment"].browse(number)


@tagged("post_install", "-at_install")
class TestRequests(RequestCase):
    def test_the_address_gives_the_sector(self):
        self.assertEqual(self.request.location_id, self.north)
        self.assertEqual(self.request.sector_id, self.sector_north)
        self.request.location_id = self.south
        self.assertEqual(self.request.sector_id, self.sector_south)

    def test_an_address_outside_every_sector_has_none(self):
        self.assertFalse(self.create_request(partner_id=self.nowhere.id).sector_id)

    def test_another_contact_brings_his_own_address(self):
        self.request.partner_id = self.south
        self.assertEqual(self.request.location_id, self.south)

    def test_another_address_of_the_contact_stays(self):
        house = self.env["res.partner"].create(
            {"name": "House", "type": "other", "parent_id": self.north.id, "zip": "62200"}
        )
        request = self.create_request(location_id=house.id)
        self.env.add_to_compute(request._fields["location_id"], request)
        self.assertEqual(request.location_id, house)

    def test_a_sector_of_another_organisation_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        sector = self.env["rendezvous.sector"].create(
            {"code": "X", "name": "X", "company_id": other.id}
        )
        with self.assertRaises(ValidationError):
            self.request.sector_id = sector

    def test_a_contact_leaves_one_for_the_whole_organisation(self):
        request = self.env["rendezvous.request"]._leave(
            self.nowhere, self.visit, self.nowhere, "Please", date_from=MONDAY
        )
        self.assertEqual((request.origin, request.state), ("online", "open"))
        self.assertEqual(request.company_id, self.parent)
        self.assertEqual((request.note, request.date_from), ("Please", MONDAY))

    def test_it_is_late_once_its_last_day_is_over(self):
        today = fields.Date.today()
        self.request.date_until = today
        self.assertFalse(self.request.is_late)
        self.request.date_until = today - timedelta(days=1)
        self.assertTrue(self.request.is_late)
        self.request.action_close("No")
        self.assertFalse(self.request.is_late)

    @users("agent")
    def test_planning_books_at_the_address_and_closes_it(self):
        self.request.location_id = self.south
        visit = self.plan_at(at(9))
        self.assertEqual((visit.start, visit.technician_id), (at(9), self.tom))
        self.assertEqual(visit.location_id, self.south)
        self.assertEqual(self.request.state, "planned")
        self.assertEqual(self.request.appointment_id, visit)
        self.assertEqual(self.tour_of().sector_ids, self.sector_south)

    @users("agent")
    def test_the_appointment_is_about_its_equipment(self):
        values = {"partner_id": self.north.id, "company_id": self.parent.id, "model": "B1"}
        boiler = self.env["rendezvous.equipment"].sudo().create(values)
        self.request.equipment_id = boiler
        self.assertEqual(self.plan_at(at(9)).equipment_id, boiler)

    @users("agent")
    def test_a_taken_time_is_refused_with_the_nearest_ones(self):
        self.plan(at(9), self.south)
        with self.assertRaises(SlotTaken) as refusal:
            self.plan_at(at(9))
        self.assertTrue(refusal.exception.alternatives)
        self.assertEqual(self.request.state, "open")

    @users("outside")
    def test_the_group_books_over_another_one(self):
        self.plan(at(9), self.south)
        self.assertTrue(self.plan_at(at(9), forced=True).forced)

    @users("agent")
    def test_the_others_do_not_book_over_another_one(self):
        self.plan(at(9), self.south)
        with self.assertRaises(AccessError):
            self.plan_at(at(9), forced=True)

    @users("agent")
    def test_a_technician_who_does_not_do_the_service_is_refused(self):
        with self.assertRaisesRegex(UserError, "does not do"):
            self.plan_at(at(9), self.technician)

    @users("agent")
    def test_it_is_planned_once(self):
        self.plan_at(at(9))
        with self.assertRaisesRegex(UserError, "not to plan any more"):
            self.plan_at(at(10))

    @users("agent")
    def test_it_is_open_again_when_the_appointment_is_cancelled(self):
        self.plan_at(at(9)).action_cancel("Ill")
        self.assertEqual(self.request.state, "open")
        self.assertFalse(self.request.appointment_id)
        self.assertTrue(self.plan_at(at(9)))

    @users("agent")
    def test_planned_by_mistake_is_undone(self):
        visit = self.plan_at(at(9))
        self.request.with_env(self.env).action_undo_plan()
        self.assertEqual((visit.state, self.request.state), ("cancelled", "open"))

    @users("agent")
    def test_find_a_slot_plans_it_at_its_address(self):
        self.request.location_id = self.south
        action = self.request.with_env(self.env).action_plan()
        search = self.env["rendezvous.find.slot"].with_context(**action["context"]).create({})
        self.assertEqual(search.location_id, self.south)
        query = {"partner_id": self.north.id, "service_id": self.visit.id, "weeks": 4}
        query |= {"location_id": self.south.id, "order": "best"}
        search.choice = search.get_proposals(query)["proposals"][0]
        search.with_context(rendezvous_request_id=False).action_book()
        self.assertEqual(self.request.state, "planned")
        self.assertEqual(self.request.appointment_id.location_id, self.south)

    @users("agent")
    def test_off_the_road_the_picker_plans_it(self):
        self.request.service_id = self.service
        context = self.request.with_env(self.env).action_plan()["context"]
        wizard = self.env["rendezvous.booking"].with_context(**context).create({})
        wizard.write({"start": at(10), "slot_agenda_id": self.agenda.id})
        wizard.with_context(rendezvous_request_id=False).action_book()
        self.assertEqual(self.request.state, "planned")
        self.assertEqual(self.request.appointment_id.agenda_id, self.agenda)

    @users("agent")
    def test_closing_keeps_the_reason_and_opens_again(self):
        request = self.request.with_env(self.env)
        wizard = self.env["rendezvous.request.close"]
        context = request.action_open_close()["context"]
        wizard.with_context(**context).create({"reason": "Repaired"}).action_close()
        self.assertEqual((request.state, request.close_reason), ("closed", "Repaired"))
        with self.assertRaises(UserError):
            request.action_plan()
        request.action_reopen()
        self.assertEqual((request.state, request.close_reason), ("open", False))

    @users("sibling")
    def test_a_request_of_another_establishment_is_not_taken_by_its_number(self):
        self.request.company_id = self.child
        Appointment = self.env["rendezvous.appointment"].with_context(
            rendezvous_request_id=self.request.id
        )
        with self.assertRaises(AccessError):
            Appointment._book(self.visit, at(9), self.road, self.north, online=False)
