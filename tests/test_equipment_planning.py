from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged, users

from ..availability import to_instant
from .common import at
from .equipment_common import EquipmentMixin
from .test_requests import RequestCase


@tagged("post_install", "-at_install")
class TestEquipmentPlanning(EquipmentMixin, RequestCase):
    """The piece of equipment comes along, whatever screen staff plans in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.create_catalogue()
        cls.piece = cls.create_piece(partner_id=cls.north.id, location_id=cls.north.id)

    def test_a_request_hands_its_equipment_on(self):
        self.request.equipment_id = self.piece
        self.assertEqual(self.plan_at(at(9)).equipment_id, self.piece)

    @users("agent")
    def test_find_a_slot_goes_where_the_piece_is(self):
        search = Form(self.env["rendezvous.find.slot"])
        search.partner_id = self.north.with_env(self.env)
        search.service_id = self.visit.with_env(self.env)
        search.equipment_id = self.piece.with_env(self.env)
        self.assertEqual(search.location_id, self.north)
        wizard = search.save()
        offer = wizard._find().offers[0]
        wizard.choice = {
            "start": fields.Datetime.to_string(to_instant(offer.insertion.start)),
            "agenda_id": offer.agenda_id,
            "technician_id": offer.technician_id,
        }
        wizard.action_book()
        self.assertEqual(self.piece.appointment_ids.service_id, self.visit)

    @users("agent")
    def test_the_picker_takes_a_piece_of_the_contact(self):
        wizard = self.env["rendezvous.booking"].create(
            {
                "partner_id": self.north.id,
                "service_id": self.visit.id,
                "slot_agenda_id": self.road.id,
                "start": at(10),
                "equipment_id": self.piece.id,
            }
        )
        wizard.action_book()
        self.assertEqual(self.piece.appointment_ids.start, at(10))

    def test_a_piece_of_somebody_else_is_refused(self):
        with self.assertRaises(ValidationError):
            self.plan(at(9), self.south, equipment_id=self.piece.id)
