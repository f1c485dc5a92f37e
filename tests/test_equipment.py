from datetime import date

from psycopg2 import IntegrityError
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, RedirectWarning, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .access_common import AccessMixin
from .common import at
from .equipment_common import EquipmentCase

# As they may contacts: every establishment of the organisation; administrators delete.
EQUIPMENT = {
    "agent": "rwc",
    "planner": "rwc",
    "child_admin": "rwcd",
    "sibling_planner": "rwc",
    "parent_agent": "rwc",
    "administrator": "rwcd",
    "citizen": "r",
}


class TestEquipment(EquipmentCase):
    def test_category_and_brand_come_from_the_product(self):
        product = self.env["product.product"].create(
            {
                "name": "Hydro 24",
                "categ_id": self.category.id,
                "product_brand_id": self.brand.id,
            }
        )
        piece = self.create_piece(product_id=product.id, categ_id=False, brand_id=False)
        self.assertFalse(piece.brand_id)  # said so
        with Form(self.env["rendezvous.equipment"].with_user(self.agent)) as form:
            form.partner_id = self.contact
            form.product_id = product
            self.assertEqual((form.categ_id, form.brand_id), (self.category, self.brand))
        self.assertEqual(form.record.company_id.id, self.parent.id)

    def test_a_product_leaves_another_brand_alone(self):
        product = self.env["product.product"].create(
            {"name": "Hydro 24", "product_brand_id": self.brand.id}
        )
        piece = self.create_piece(brand_id=False, other_brand="Mine")
        piece.product_id = product
        self.assertFalse(piece.brand_id)

    def test_two_brands_are_refused(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.create_piece(other_brand="Mine")

    def test_a_brand_of_the_list_replaces_the_other_one(self):
        piece = self.create_piece(brand_id=False, other_brand="Mine")
        with Form(piece) as form:
            form.brand_id = self.brand
        self.assertFalse(piece.other_brand)

    def test_it_is_installed_at_the_owners_unless_said_otherwise(self):
        piece = self.create_piece()
        self.assertEqual(piece.place_id, self.contact)
        house = self.env["res.partner"].create(
            {"name": "House", "type": "other", "parent_id": self.contact.id}
        )
        piece.location_id = house
        self.assertEqual(piece.place_id, house)

    def test_an_address_of_someone_else_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "is no address of"):
            self.create_piece(location_id=self.other_citizen.partner_id.id)

    def test_the_sector_is_that_of_the_place(self):
        sector = self.env["rendezvous.sector"].create(
            {"name": "North", "code": "N", "postcodes": "62100", "company_id": self.parent.id}
        )
        house = self.env["res.partner"].create(
            {"name": "House", "parent_id": self.contact.id, "company_id": self.parent.id}
        )
        house.zip = "62100"
        piece = self.create_piece(location_id=house.id)
        self.assertEqual(piece.sector_id, sector)
        found = self.env["rendezvous.equipment"].search([("sector_id", "=", sector.id)])
        self.assertEqual(found, piece)
        groups = found._read_group([("id", "=", piece.id)], ["sector_id"], ["__count"])
        self.assertEqual(groups, [(sector, 1)])

    def test_an_establishment_owns_no_equipment(self):
        with self.assertRaisesRegex(ValidationError, "not to Child"):
            self.create_piece(company_id=self.child.id)

    def test_a_contact_of_another_organisation_owns_none_here(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.env["res.partner"].create({"name": "S", "company_id": other.id})
        with self.assertRaisesRegex(ValidationError, "a contact of Other"):
            self.create_piece(partner_id=stranger.id)

    def test_a_contact_kept_by_an_establishment_owns_some(self):
        kept = self.env["res.partner"].create({"name": "Kept", "company_id": self.child.id})
        self.assertTrue(self.create_piece(partner_id=kept.id))

    def test_a_warranty_ends_after_the_installation(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.create_piece(installation_date="2026-01-02", warranty_end="2026-01-01")

    def test_the_last_day_of_the_warranty_counts(self):
        covered = self.create_piece(warranty_end="2026-01-02")
        over = self.create_piece(warranty_end="2026-01-01")
        none = self.create_piece()
        self.assertTrue(covered.is_under_warranty)
        self.assertFalse(over.is_under_warranty or none.is_under_warranty)
        pieces = covered | over | none
        domain = [("id", "in", pieces.ids)]
        self.assertEqual(
            pieces.search([*domain, ("is_under_warranty", "=", True)]),
            covered,
        )

    def test_a_declared_piece_is_accepted(self):
        piece = self.create_piece(state="declared")
        self.assertTrue(piece.is_declared)
        piece.with_user(self.agent).action_accept()
        self.assertFalse(piece.is_declared)
        self.assertEqual(piece.state, "service")

    def test_who_corrects_a_declared_piece_has_checked_it(self):
        piece = self.create_piece(state="declared")
        piece.with_user(self.agent).model = "Hydro 2"
        self.assertEqual((piece.state, piece.model), ("service", "Hydro 2"))

    def test_a_note_about_a_declared_piece_checks_nothing(self):
        piece = self.create_piece(state="declared")
        piece.with_user(self.agent).warranty_end = date(2027, 1, 1)
        self.assertTrue(piece.is_declared)

    def test_a_piece_with_interventions_is_archived_not_deleted(self):
        piece = self.create_piece()
        self.book(at(9), equipment_id=piece.id)
        with self.assertRaises(RedirectWarning):
            piece.with_user(self.administrator).unlink()

    def test_an_appointment_is_about_equipment_of_its_contact(self):
        piece = self.create_piece()
        with self.assertRaisesRegex(ValidationError, "is not of"):
            self.book(at(9), partner=self.other_citizen.partner_id, equipment_id=piece.id)

    def test_an_employee_books_for_equipment_of_the_company(self):
        company = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        self.contact.parent_id = company
        piece = self.create_piece(partner_id=company.id)
        self.assertTrue(self.book(at(9), equipment_id=piece.id))

    def test_the_contact_shows_how_much_he_has(self):
        piece = self.create_piece()
        contact = self.contact.with_user(self.agent)
        self.assertEqual(contact.rendezvous_equipment_count, 1)
        action = contact.action_view_rendezvous_equipment()
        self.assertEqual(piece.search(action["domain"]), piece)

    def test_interventions_are_counted(self):
        piece = self.create_piece()
        self.book(at(9), equipment_id=piece.id)
        self.assertEqual(piece.with_user(self.agent).appointment_count, 1)
        action = piece.with_user(self.agent).action_view_appointments()
        self.assertEqual(len(self.env["rendezvous.appointment"].search(action["domain"])), 1)

    def test_it_is_found_by_serial_number_however_written(self):
        piece = self.create_piece(serial="SN 12-34")
        for words in ("SN 12-34", "sn1234", "Étincelle", "Hydro"):
            found = self.env["rendezvous.equipment"].name_search(words)
            self.assertIn(piece.id, dict(found), words)


class TestEquipmentIdentity(EquipmentCase):
    def assertKnown(self, **values):
        with (
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
            mute_logger("odoo.sql_db"),
        ):
            self.create_piece(**values)

    def test_a_serial_number_is_on_file_once_per_brand(self):
        self.create_piece(serial="SN 12-34")
        for serial in ("SN 12-34", "sn1234", " SN.1234 "):
            self.assertKnown(serial=serial)
        self.create_piece(serial="SN1234", brand_id=self.hidden_brand.id)
        self.create_piece(serial="SN1235")

    def test_a_brand_written_by_hand_counts_as_the_same(self):
        self.create_piece(serial="1234")
        self.assertKnown(serial="1234", brand_id=False, other_brand="  ETINCELLE")

    def test_without_brand_or_number_nothing_is_compared(self):
        for values in ({"serial": False}, {"serial": "--"}, {"serial": "1", "brand_id": False}):
            self.create_piece(**values)
            self.create_piece(**values)

    def test_an_archived_piece_keeps_its_number(self):
        self.create_piece(serial="1234").active = False
        self.assertKnown(serial="1234")

    def test_another_organisation_has_its_own_numbers(self):
        self.create_piece(serial="1234")
        other = self.env["res.company"].create({"name": "Other"})
        self.assertTrue(self.create_piece(serial="1234", company_id=other.id))

    def test_a_brand_renamed_as_another_is_compared_anew(self):
        self.create_piece(serial="1234")
        self.create_piece(serial="1234", brand_id=self.hidden_brand.id)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.hidden_brand.name = "Etincelle"
            self.env.flush_all()

    def test_the_message_says_what_to_do(self):
        message = self.env.registry["rendezvous.equipment"]._serial_unique.get_error_message
        self.assertIn("look it up by its number", message(self.env["rendezvous.equipment"], None))


class TestEquipmentAccess(AccessMixin, EquipmentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.piece = cls.create_piece(serial="1")

    def test_equipment(self):
        values = {
            "partner_id": self.contact.id,
            "company_id": self.parent.id,
            "brand_id": self.brand.id,
        }
        self.check(self.piece, EQUIPMENT, values, {"model": "Changed"})

    def test_equipment_of_a_contact_that_an_establishment_keeps(self):
        kept = self.env["res.partner"].create({"name": "Kept", "company_id": self.child.id})
        self.piece.partner_id = kept
        self.env.flush_all()
        for role, sees in (("agent", True), ("parent_agent", True), ("sibling_planner", False)):
            with self.subTest(role=role):
                self.assertEqual(self.found(self.piece.with_user(getattr(self, role))), sees)

    def test_equipment_of_another_organisation(self):
        other = self.env["res.company"].create({"name": "Other"})
        piece = self.create_piece(company_id=other.id)
        for role in ("agent", "administrator"):
            self.assertFalse(self.found(piece.with_user(getattr(self, role))), role)

    def test_the_profile_decides_whether_the_owner_sees_it(self):
        profile = self.env.ref("rendezvous.rendezvous_portal_profile_b2c").copy(
            {"name": "Custom", "is_default": False, "can_see_equipment": False}
        )
        self.contact.rendezvous_profile_id = profile
        self.assertFalse(self.found(self.piece.with_user(self.citizen)))
        profile.can_see_equipment = True
        self.env.flush_all()
        self.assertTrue(self.found(self.piece.with_user(self.citizen)))

    def test_colleagues_do_not_see_it(self):
        company = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        (self.contact | self.other_citizen.partner_id).parent_id = company
        self.other_citizen.partner_id.rendezvous_profile_id = self.env.ref(
            "rendezvous.rendezvous_portal_profile_b2b"
        )
        self.assertFalse(self.found(self.piece.with_user(self.other_citizen)))

    def test_the_owner_does_not_read_what_staff_plans(self):
        with self.assertRaises(AccessError):
            self.piece.with_user(self.citizen).read(["invited_date"])
