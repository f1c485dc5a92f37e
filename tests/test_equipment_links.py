import base64
import io
import json
import zipfile

from odoo.tests import new_test_user

from .anonymise_common import AnonymiseCase
from .common import at
from .equipment_common import EquipmentMixin
from .equipment_declaration_common import PNG
from .merge_common import MergeCase


class TestEquipmentMerge(EquipmentMixin, MergeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.create_catalogue()

    def test_equipment_of_both_files_is_kept(self):
        house = self.env["res.partner"].create(
            {"name": "House", "type": "other", "parent_id": self.new.id}
        )
        pieces = self.create_piece(partner_id=self.old.id, serial="1")
        pieces |= self.create_piece(partner_id=self.new.id, serial="2", location_id=house.id)
        pieces |= self.create_piece(partner_id=self.new.id, serial="3", active=False)
        appointment = self.book(at(9), partner=self.new, equipment_id=pieces[1].id)
        kept = self.merge()
        self.assertEqual(len(pieces.exists()), 3)
        self.assertEqual(pieces.partner_id, kept)
        self.assertEqual(pieces.mapped("serial"), ["1", "2", "3"])
        self.assertEqual(pieces[1].place_id, house)
        self.assertEqual(pieces[0].place_id | pieces[2].place_id, kept)
        self.assertEqual(appointment.equipment_id, pieces[1])

    def test_what_names_the_old_file_names_the_new_one(self):
        piece = self.create_piece(installer_id=self.new.id)
        kept = self.merge()
        self.assertEqual(piece.installer_id, kept)


class TestEquipmentAnonymise(EquipmentMixin, AnonymiseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.create_catalogue()
        cls.piece = cls.create_piece(
            partner_id=cls.person.id,
            serial="SN-1",
            image_1920=base64.b64encode(PNG),
            installation_date="2025-03-01",
        )

    def erase(self):
        request = self.env["rendezvous.erasure.request"]._ask(self.person, self.parent)
        request.with_user(self.planner).action_erase()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_an_erased_owner_leaves_a_piece_that_leads_nowhere(self):
        self.piece.message_post(body="Zoé called")
        self.piece.activity_schedule(note="Call Zoé")
        self.env["ir.attachment"].create(
            {"name": "zoe.pdf", "res_model": self.piece._name, "res_id": self.piece.id}
        )
        self.erase()
        piece = self.piece
        self.assertEqual(piece.partner_id, self.parent._anonymous_partner())
        self.assertEqual(piece.place_id, piece.partner_id)
        self.assertFalse(piece.serial or piece.serial_key or piece.image_1920 or piece.active)
        self.assertEqual((piece.brand_id, piece.model), (self.brand, "Hydro"))
        for model, name in (("mail.message", "model"), ("ir.attachment", "res_model")):
            left = self.env[model].search_count(
                [(name, "=", piece._name), ("res_id", "=", piece.id)]
            )
            self.assertFalse(left, model)
        self.assertFalse(piece.activity_ids)

    def test_equipment_of_others_at_an_erased_address_is_cut_from_it(self):
        other = self.create_person("Other", "Otto", parent_id=False)
        theirs = self.create_piece(partner_id=other.id, installer_id=self.person.id, serial="2")
        self.erase()
        self.assertEqual((theirs.partner_id, theirs.serial), (other, "2"))
        self.assertFalse(theirs.installer_id)

    def test_a_past_appointment_leads_to_no_equipment_but_its_date_stays(self):
        appointment = self.past(equipment_id=self.piece.id)
        self.env.flush_all()
        before = self.piece.last_service_date
        self.assertTrue(before)
        self.run_job()
        self.assertTrue(appointment.anonymised_date)
        self.assertFalse(appointment.equipment_id)
        self.assertEqual(self.piece.last_service_date, before)

    def test_who_owns_equipment_keeps_the_file(self):
        self.past()
        self.run_job()
        self.assertEqual(self.person.firstname, "Zoé")

    def test_the_owner_takes_the_equipment_away(self):
        with zipfile.ZipFile(io.BytesIO(self.person._personal_data_zip())) as archive:
            data = json.loads(archive.read("personal-data.json"))
            photo = archive.read(f"documents/equipment-{self.piece.id}.jpg")
        [piece] = data["equipment"]
        self.assertEqual(piece["serial"], "SN-1")
        self.assertEqual(piece["brand"], "Étincelle")
        self.assertTrue(photo)

    def test_another_owner_takes_nothing_of_it_away(self):
        other = new_test_user(self.env, "someone", "base.group_portal").partner_id
        with zipfile.ZipFile(io.BytesIO(other._personal_data_zip())) as archive:
            self.assertEqual(json.loads(archive.read("personal-data.json"))["equipment"], [])
