from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import at
from .merge_common import MergeCase


@tagged("post_install", "-at_install")
class TestMerge(MergeCase):
    """Two files compared, one tick per line, one file left."""

    def test_a_sector_set_by_hand_stays_by_hand(self):
        north, south = self.env["rendezvous.sector"].create(
            [
                {"code": code, "name": code, "company_id": self.parent.id, "postcodes": postcodes}
                for code, postcodes in (("N", "62100"), ("S", "38500"))
            ]
        )
        (self.old | self.new).company_id = self.parent
        self.old.zip = self.new.zip = "38500"
        self.new.rendezvous_sector_id = north
        kept = self.merge(rendezvous_sector_id="right")
        self.assertEqual(kept.rendezvous_sector_id, north)
        self.assertTrue(kept.rendezvous_sector_manual)
        self.assertNotEqual(kept.rendezvous_sector_id, south)

    def test_one_file_is_left(self):
        kept = self.merge()
        self.assertEqual(kept, self.old)
        self.assertFalse(self.new.exists())

    def test_each_filled_field_is_one_line(self):
        names = self.wizard().line_ids.mapped("name")
        self.assertLessEqual({"lastname", "firstname", "email", "phone"}, set(names))
        self.assertEqual(len(names), len(set(names)))
        self.assertNotIn("birthdate_date", names)

    def test_lines_say_what_is_equal(self):
        wizard = self.wizard()
        self.assertTrue(self.line(wizard, "lastname").is_equal)
        self.assertFalse(self.line(wizard, "firstname").is_equal)
        self.assertFalse(self.line(wizard, "email").is_equal)

    def test_the_same_number_written_otherwise_is_equal(self):
        self.old.country_id = self.new.country_id = self.env.ref("base.fr")
        self.new.phone = "06 12 34 56 78"
        self.assertTrue(self.line(self.wizard(), "phone").is_equal)

    def test_filled_beats_empty(self):
        kept = self.merge()
        self.assertEqual(kept.email, "nadia@example.com")
        self.assertEqual(kept.phone_sanitized, "+33612345678")

    def test_the_newer_file_wins_the_rest(self):
        self.assertEqual(self.merge().firstname, "Nadía")

    def test_a_tick_chooses_the_value(self):
        self.new.birthdate_date = "1980-01-02"
        self.old.birthdate_date = "1980-02-01"
        kept = self.merge(firstname="left", birthdate_date="left", email="left")
        self.assertEqual(kept.firstname, "Nadia")
        self.assertEqual(str(kept.birthdate_date), "1980-02-01")
        self.assertFalse(kept.email)

    def test_the_address_begins_whole_on_one_side(self):
        self.old.write({"street": "1 Old Street", "zip": "62000", "street2": "Door B"})
        self.new.write({"street": "2 New Street", "zip": "62300", "city": "Lens"})
        self.date(self.old, "2025-01-01")
        self.date(self.new, "2025-06-01")
        kept = self.merge()
        self.assertEqual((kept.street, kept.zip), ("2 New Street", "62300"))
        self.assertFalse(kept.street2)

    def test_the_position_follows_the_address(self):
        place = {"partner_latitude": 50.4, "partner_longitude": 2.8}
        self.new.write({"street": "2 New Street", **place})
        self.old.write({"street": "1 Old Street", "partner_latitude": 48, "partner_longitude": 2})
        kept = self.merge(street="right")
        self.assertEqual((kept.partner_latitude, kept.partner_longitude), (50.4, 2.8))

    def test_a_mixed_address_is_on_no_map(self):
        self.old.write({"street": "1", "city": "Lens"})
        self.old.write({"partner_latitude": 48, "partner_longitude": 2})
        self.new.write({"street": "2", "city": "Arras"})
        kept = self.merge(street="right", city="left")
        self.assertEqual((kept.street, kept.city, kept.partner_latitude), ("2", "Lens", 0))

    def test_boxes_are_not_ticked_by_the_other_file(self):
        self.new.is_published = True
        self.old.rendezvous_notify_sms = False
        kept = self.merge(rendezvous_notify_sms="left")
        self.assertFalse(kept.rendezvous_notify_sms)
        self.assertFalse(kept.is_published)

    def test_the_picture_counts_both_sides(self):
        self.book(at(9), partner=self.old)
        self.book(at(10), partner=self.new)
        self.book(at(11), partner=self.new)
        self.new.message_post(body="Called")
        picture = {kind["name"]: kind for kind in self.wizard().picture}
        counted = picture["rendezvous.appointment"]
        self.assertEqual((counted["left"], counted["right"]), (1, 2))
        messages = picture["mail.message"]
        self.assertGreater(messages["right"], messages["left"])

    def test_the_picture_counts_accounts_documents_and_followers(self):
        self.portal_user(self.new, "nadia")
        self.env["ir.attachment"].create(
            {"name": "Proof", "res_model": "res.partner", "res_id": self.new.id, "raw": b"x"}
        )
        self.new.message_subscribe(self.agent.partner_id.ids)
        picture = {kind["name"]: kind["right"] for kind in self.wizard().picture}
        self.assertEqual(picture["res.users"], 1)
        self.assertEqual(picture["ir.attachment"], 1)
        self.assertEqual(picture["mail.followers"], 1)

    def test_the_picture_does_not_count_what_the_user_may_not_read(self):
        theirs = self.create_agenda("Theirs", self.sibling, capacity=1)
        self.add_openings(theirs)
        self.book(at(9), agenda=theirs, partner=self.new)
        picture = {kind["name"]: kind for kind in self.wizard().picture or []}
        self.assertNotIn("rendezvous.appointment", picture)
        self.assertEqual(self.merge().rendezvous_appointment_ids.agenda_id, theirs)

    def test_choosing_contacts_one_after_the_other_fills_the_lines(self):
        with Form(self.env["rendezvous.merge"].with_user(self.agent)) as form:
            form.left_id = self.old
            self.assertFalse(form.is_ready)
            form.right_id = self.new
            self.assertTrue(form.is_ready)
            names = [line["name"] for line in form.line_ids._records]
        self.assertIn("email", names)

    def test_ticks_made_in_the_form_are_obeyed(self):
        action = (self.old | self.new).with_user(self.agent).action_rendezvous_merge()
        wizards = self.env["rendezvous.merge"].with_user(self.agent)
        form = Form(wizards.with_context(**action["context"]))
        wizard = form.save()
        self.line(wizard, "firstname").side = "left"
        wizard.action_merge()
        self.assertEqual(self.old.firstname, "Nadia")

    def test_from_a_file_the_other_is_still_to_choose(self):
        context = self.old.action_rendezvous_merge()["context"]
        self.assertEqual(context["default_left_id"], self.old.id)
        self.assertFalse(context["default_right_id"])

    def test_three_contacts_are_too_many(self):
        with self.assertRaisesRegex(UserError, "two by two"):
            (self.old | self.new | self.contact).action_rendezvous_merge()

    def test_the_action_is_in_the_menu_of_contacts(self):
        action = self.env.ref("rendezvous.rendezvous_merge_action_contacts")
        self.assertEqual(action.binding_model_id.model, "res.partner")
        result = (
            action.with_user(self.agent)
            .with_context(
                active_model="res.partner",
                active_id=self.old.id,
                active_ids=[self.old.id, self.new.id],
            )
            .run()
        )
        self.assertEqual(result["context"]["default_right_id"], self.new.id)

    def test_afterwards_the_surviving_file_is_shown(self):
        action = self.wizard().action_merge()["params"]
        self.assertEqual(action["next"]["res_id"], self.old.id)
        self.assertIn("Nadía", action["message"])

    def test_the_history_tells_what_was_dropped(self):
        number = self.new.id
        kept = self.merge(firstname="left")
        body = kept.message_ids[:1].body
        self.assertIn(str(number), body)
        self.assertRegex(body, "First name.*Nadia.*Nadía")
        self.assertEqual(kept.message_ids[:1].author_id, self.agent.partner_id)

    def test_the_history_escapes_values(self):
        self.new.function = "<script>alert(1)</script>"
        self.old.function = "Baker"
        self.assertNotIn("<script>", self.merge().message_ids[:1].body)

    def test_organisations_are_merged_by_their_name(self):
        one, two = self.env["res.partner"].create(
            [{"name": "Bakery", "is_company": True}, {"name": "Bakery Petit", "is_company": True}]
        )
        self.assertEqual(self.merge(one, two, name="right").name, "Bakery Petit")

    def test_the_organisation_of_the_filled_side_is_kept(self):
        firm = self.env["res.partner"].create(
            {"name": "Bakery", "is_company": True, "street": "3 Firm Street"}
        )
        self.new.parent_id = firm
        self.old.street = "1 Old Street"
        kept = self.merge(street="left")
        self.assertEqual(kept.parent_id, firm)
        self.assertEqual(kept.street, "1 Old Street")
        self.assertEqual(kept.commercial_partner_id, firm)

    def test_the_picture_of_the_person_is_kept(self):
        png = (
            b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
            b"awAAAABJRU5ErkJggg=="
        )
        self.new.image_1920 = png
        self.assertEqual(self.merge().image_1920, png)

    def test_tags_of_both_are_kept(self):
        tags = self.env["res.partner.category"].create([{"name": "A"}, {"name": "B"}])
        self.old.category_id, self.new.category_id = tags[0], [Command.set(tags.ids)]
        self.assertEqual(self.merge().category_id, tags)
