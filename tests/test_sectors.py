from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import RendezvousCase


class SectorCase(RendezvousCase):
    """Two sectors of the parent; contacts are made by ``live_in``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Sector = cls.env["rendezvous.sector"]
        cls.north = cls.create_sector("N", "62100, 62200-62299")
        cls.south = cls.create_sector("S", "62300-62399")

    @classmethod
    def create_sector(cls, code, postcodes, company=None, **values):
        return cls.Sector.create(
            {
                "code": code,
                "name": f"Sector {code}",
                "postcodes": postcodes,
                "company_id": (company or cls.parent).id,
                **values,
            }
        )

    def live_in(self, postcode, **values):
        values = {"company_id": self.parent.id, **values}
        partner = self.env["res.partner"].create({"name": "Marie", "zip": postcode, **values})
        partner.flush_recordset()
        return partner

    def stranded(self, postcode, **values):
        """Return a contact whose sector nobody has filled in yet."""
        partner = self.live_in(postcode, **values)
        self.env.cr.execute(
            "UPDATE res_partner SET rendezvous_sector_id = NULL WHERE id = %s", [partner.id]
        )
        partner.invalidate_recordset()
        return partner


@tagged("post_install", "-at_install")
class TestSectors(SectorCase):
    """What a sector may hold, and who shares its postcodes."""

    def test_unreadable_postcodes_are_refused_with_the_way_out(self):
        for postcodes, words in {
            "62100 62200": "put a comma",
            "62200-6229": "as many digits",
            "62299-62200": "smaller code first",
            "AD100-AD200": "one by one",
            "62100, ?": "“\\?” is no postcode",
        }.items():
            with self.subTest(postcodes=postcodes), self.assertRaisesRegex(ValidationError, words):
                self.north.postcodes = postcodes

    def test_the_code_is_unique_in_an_organisation(self):
        other = self.env["res.company"].create({"name": "Other organisation"})
        self.create_sector("N", "1", company=other)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.create_sector("N", "1")

    def test_an_establishment_owns_no_sector(self):
        with self.assertRaisesRegex(ValidationError, "belongs to the organisation"):
            self.create_sector("X", "1", company=self.child)

    def test_overlaps_are_reported_on_both_sides_and_not_refused(self):
        both = self.create_sector("B", "62290-62310")
        self.assertEqual(
            both.overlap_warning,
            "62290-62299: also in N Sector N\n62300-62310: also in S Sector S",
        )
        self.assertIn("B Sector B", self.north.overlap_warning)
        found = self.Sector.search([("has_overlap", "=", True)])
        self.assertEqual(found & (self.north | self.south | both), self.north | self.south | both)
        both.active = False
        self.assertFalse(self.north.has_overlap)
        self.assertIn(self.north, self.Sector.search([("has_overlap", "=", False)]))

    def test_other_organisations_overlap_nothing(self):
        other = self.env["res.company"].create({"name": "Other organisation"})
        self.assertFalse(self.create_sector("B", "62100", company=other).overlap_warning)

    def test_the_form_warns_while_one_types(self):
        with Form(self.Sector.with_user(self.administrator)) as form:
            form.code, form.name = "T", "Typed"
            form.postcodes = "62100"
            self.assertIn("N Sector N", form.overlap_warning)

    def test_a_long_list_of_shared_codes_is_cut(self):
        codes = ", ".join(f"62{n}" for n in range(301, 321, 2))
        self.assertIn("and 5 more", self.create_sector("B", codes).overlap_warning)

    def test_the_sector_of_a_postcode(self):
        self.assertEqual(self.Sector._sector_of("62 250", self.child), self.north)
        self.assertFalse(self.Sector._sector_of("99999", self.child))
        self.assertFalse(self.Sector._sector_of(False, self.child))
        mine = self.Sector.with_user(self.agent)
        self.assertEqual(mine._sector_of("62100", self.child), self.north)

    def test_the_first_code_wins_where_sectors_overlap(self):
        first = self.create_sector("A", "62100")
        self.assertEqual(self.Sector._sector_of("62100", self.parent), first)

    def test_a_change_of_sectors_is_seen_at_once(self):
        self.assertEqual(self.Sector._sector_of("62100", self.parent), self.north)
        self.north.postcodes = "62200"
        self.assertFalse(self.Sector._sector_of("62100", self.parent))
        self.south.active = False
        self.assertFalse(self.Sector._sector_of("62300", self.parent))
        self.north.unlink()
        self.assertFalse(self.Sector._sector_of("62200", self.parent))


@tagged("post_install", "-at_install")
class TestSectorsOfContacts(SectorCase):
    """The postcode gives the sector, unless somebody has chosen it."""

    def test_a_new_contact_gets_its_sector(self):
        self.assertEqual(self.live_in("62250").rendezvous_sector_id, self.north)
        self.assertFalse(self.live_in("99999").rendezvous_sector_id)

    def test_a_contact_of_an_establishment_gets_the_parent_s(self):
        partner = self.live_in("62250", company_id=self.child.id)
        self.assertEqual(partner.rendezvous_sector_id, self.north)

    def test_who_moves_changes_sector(self):
        partner = self.live_in("62250")
        partner.zip = "62300"
        self.assertEqual(partner.rendezvous_sector_id, self.south)
        partner.zip = False
        self.assertFalse(partner.rendezvous_sector_id)

    def test_an_address_taken_from_the_parent_contact_counts(self):
        firm = self.live_in("62250", is_company=True)
        person = self.live_in(False, parent_id=firm.id)
        self.assertEqual(person.rendezvous_sector_id, self.north)
        firm.zip = "62300"
        self.assertEqual(person.rendezvous_sector_id, self.south)

    def test_what_is_set_by_hand_stays(self):
        partner = self.live_in("62250")
        self.assertFalse(partner.rendezvous_sector_manual)
        partner.with_user(self.agent).rendezvous_sector_id = self.south
        self.assertTrue(partner.rendezvous_sector_manual)
        partner.zip = "62100"
        self.assertEqual(partner.rendezvous_sector_id, self.south)

    def test_a_contact_created_with_a_sector_keeps_it(self):
        partner = self.live_in("62250", rendezvous_sector_id=self.south.id)
        self.assertTrue(partner.rendezvous_sector_manual)
        self.assertEqual(partner.rendezvous_sector_id, self.south)

    def test_emptied_or_unticked_it_follows_the_postcode_again(self):
        for change in ({"rendezvous_sector_id": False}, {"rendezvous_sector_manual": False}):
            partner = self.live_in("62250", rendezvous_sector_id=self.south.id)
            partner.write(change)
            self.assertFalse(partner.rendezvous_sector_manual)
            self.assertEqual(partner.rendezvous_sector_id, self.north)

    def test_a_contact_who_changes_his_own_address_changes_sector(self):
        self.contact.sudo().write({"zip": "62100", "company_id": self.parent.id})
        self.contact.with_user(self.citizen).sudo().zip = "62300"
        self.assertEqual(self.contact.rendezvous_sector_id, self.south)

    def test_the_form_shows_the_sector_of_the_postcode_and_takes_no_choice_from_it(self):
        self.administrator.group_ids += self.env.ref("base.group_partner_manager")
        with Form(self.env["res.partner"].with_user(self.administrator)) as form:
            form.lastname = "Marie"
            form.zip = "62250"
            self.assertEqual(form.rendezvous_sector_id, self.north)
        self.assertFalse(form.record.rendezvous_sector_manual)
        with Form(form.record) as form:
            form.rendezvous_sector_manual = True
            form.rendezvous_sector_id = self.south
        self.assertEqual(form.record.rendezvous_sector_id, self.south)


@tagged("post_install", "-at_install")
class TestRefresh(SectorCase):
    """*Refresh contacts* fills the sector of those who follow their postcode."""

    def refresh(self, sectors=None, user=None):
        sectors = sectors or self.north | self.south
        action = sectors.with_user(user or self.administrator).action_refresh_contacts()
        return action["params"]["message"]

    def test_it_fills_and_says_how_many(self):
        one, other = self.stranded("62250"), self.stranded(" 62 300")
        self.assertEqual(self.refresh(), "2 contacts changed sector.")
        self.assertEqual(one.rendezvous_sector_id, self.north)
        self.assertEqual(other.rendezvous_sector_id, self.south)
        self.assertIn("right sector already", self.refresh())

    def test_a_contact_whose_postcode_left_the_sector_is_let_go(self):
        partner = self.live_in("62250")
        self.north.postcodes = "62100"
        self.assertEqual(self.refresh(self.north), "1 contact changed sector.")
        self.assertFalse(partner.rendezvous_sector_id)

    def test_it_never_touches_what_was_set_by_hand(self):
        partner = self.live_in("62250", rendezvous_sector_id=self.south.id)
        self.refresh()
        self.assertEqual(partner.rendezvous_sector_id, self.south)

    def test_only_the_chosen_sectors_are_refreshed(self):
        one, other = self.stranded("62250"), self.stranded("62300")
        self.refresh(self.north)
        self.assertEqual(one.rendezvous_sector_id, self.north)
        self.assertFalse(other.rendezvous_sector_id)

    def test_contacts_of_other_organisations_are_left_alone(self):
        other = self.env["res.company"].create({"name": "Other organisation"})
        theirs = self.create_sector("T", "62250", company=other)
        partner = self.live_in("62250", company_id=other.id)
        shared = self.live_in("1", company_id=False)
        shared.write({"zip": "62250", "rendezvous_sector_id": theirs.id})
        shared.flush_recordset()
        self.env.cr.execute(
            "UPDATE res_partner SET rendezvous_sector_manual = FALSE WHERE id = %s", [shared.id]
        )
        shared.invalidate_recordset()
        self.refresh()
        self.assertEqual((partner | shared).rendezvous_sector_id, theirs)

    def test_the_number_of_statements_does_not_depend_on_the_contacts(self):
        def count():
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.refresh()
            return self.env.cr.sql_log_count - before

        self.refresh()
        self.stranded("62250")
        few = count()
        for number in range(20):
            self.stranded(f"622{number:02}")
        self.assertEqual(count(), few)

    def test_who_may_not_change_sectors_refreshes_nothing(self):
        for user in (self.agent, self.planner):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                self.refresh(user=user)

    def test_the_action_is_in_the_menu_of_the_list(self):
        action = self.env.ref("rendezvous.rendezvous_sector_refresh_action")
        self.assertEqual(action.binding_model_id.model, "rendezvous.sector")
        context = {"active_model": "rendezvous.sector", "active_ids": self.north.ids}
        partner = self.stranded("62250")
        action.with_user(self.administrator).with_context(**context).run()
        self.assertEqual(partner.rendezvous_sector_id, self.north)


@tagged("post_install", "-at_install")
class TestSectorMap(SectorCase):
    def test_the_located_contacts_in_the_colours_of_their_sectors(self):
        place = {"partner_latitude": 50.4, "partner_longitude": 2.8}
        located = self.live_in("62250", **place)
        self.live_in("62250")
        self.live_in("99999", **place)
        drawn = self.Sector.with_user(self.agent).get_map((self.north | self.south).ids)
        self.assertEqual([found["id"] for found in drawn["places"]], located.ids)
        self.assertEqual(drawn["places"][0]["sector_id"], self.north.id)
        self.assertEqual(
            [found["id"] for found in drawn["sectors"]], [self.north.id, self.south.id]
        )
        self.assertFalse(drawn["cut"])
