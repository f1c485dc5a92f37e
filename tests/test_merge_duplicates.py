from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .merge_common import MergeCase


@tagged("post_install", "-at_install")
class TestMergeDuplicates(MergeCase):
    """Which contacts are suggested as one person."""

    def person(self, lastname="Martin", firstname="Zoé", **values):
        return self.env["res.partner"].create(
            {"lastname": lastname, "firstname": firstname, **values}
        )

    def pairs(self, user=None):
        """Return the pairs as the user finds them in a fresh list."""
        duplicates = self.env["rendezvous.duplicate"].with_user(user or self.agent)
        duplicates.action_open()
        return duplicates.search([])

    def pair(self, one, two, user=None):
        both = one | two
        return self.pairs(user).filtered(lambda pair: pair.left_id | pair.right_id == both)

    def test_names_alike_without_accents(self):
        pair = self.pair(self.old, self.new)
        self.assertEqual(pair.reasons, "Names")
        self.assertTrue(pair.same_name)

    def test_names_alike_whatever_their_order_capitals_and_hyphens(self):
        one = self.person("LE GOFF", "Jean-Pierre")
        two = self.person("Jean Pierre", "Le Goff")
        self.assertTrue(self.pair(one, two).same_name)

    def test_letters_that_are_written_in_two_ways(self):
        self.assertTrue(self.pair(self.person("Cœur"), self.person("Coeur")).same_name)

    def test_a_single_word_is_not_a_name(self):
        one, two = self.env["res.partner"].create([{"lastname": "Info"}, {"lastname": "Info"}])
        self.assertFalse(self.pair(one, two))

    def test_same_email(self):
        one = self.person(email="zoe@example.com")
        two = self.person("Other", "Name", email="Zoe <ZOE@example.com>")
        self.assertEqual(self.pair(one, two).reasons, "Email")

    def test_same_phone(self):
        france = self.env.ref("base.fr").id
        one = self.person(phone="+33 6 98 76 54 32", country_id=france)
        two = self.person("Other", "Name", phone="06.98.76.54.32", country_id=france)
        self.assertEqual(self.pair(one, two).reasons, "Phone")

    def test_names_with_birth_date(self):
        one = self.person(birthdate_date="1980-01-02")
        two = self.person(firstname="Zoe", birthdate_date="1980-01-02")
        self.assertEqual(self.pair(one, two).reasons, "Names and birth date")

    def test_same_names_born_on_two_days_are_two_persons(self):
        one = self.person(birthdate_date="1980-01-02")
        two = self.person(birthdate_date="2010-01-02")
        self.assertFalse(self.pair(one, two))

    def test_the_likeliest_come_first(self):
        mail = {"email": "zoe@example.com", "birthdate_date": "1980-01-02"}
        one, two = self.person(**mail), self.person(**mail)
        pairs = self.pairs()
        self.assertEqual(pairs[0], self.pair(one, two))
        self.assertEqual(pairs[0].reasons, "Names and birth date · Email")

    def test_a_summary_tells_them_apart(self):
        one, two = self.person(city="Lens", email="zoe@example.com"), self.person()
        pair = self.pair(one, two)
        self.assertEqual(pair.left_summary, "zoe@example.com · Lens")
        self.assertFalse(pair.right_summary)

    def test_what_would_be_refused_is_not_suggested(self):
        phone = {"phone": "+33321000000"}
        firm = self.env["res.partner"].create({"name": "Bakery", "is_company": True, **phone})
        worker = self.person(parent_id=firm.id, **phone)
        self.assertFalse(self.pair(firm, worker))
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        double = self.person(parent_id=other.id)
        self.assertFalse(self.pair(worker, double))

    def test_colleagues_are_not_suggested(self):
        self.planner.email = self.agent.email = "office@example.com"
        self.assertFalse(self.pair(self.planner.partner_id, self.agent.partner_id))

    def test_archived_contacts_are_not_suggested(self):
        self.new.active = False
        self.assertFalse(self.pair(self.old, self.new))

    def test_contacts_of_unrelated_companies_are_not_suggested(self):
        self.old.company_id = self.child
        self.new.company_id = self.env["res.company"].create({"name": "Stranger"})
        self.pairs()
        both = [("left_id", "=", self.old.id), ("right_id", "=", self.new.id)]
        self.assertFalse(self.env["rendezvous.duplicate"].search(both))

    def test_a_planner_sees_the_pairs_of_which_he_reads_both(self):
        self.new.company_id = self.child
        self.assertTrue(self.pair(self.old, self.new, self.planner))
        self.assertFalse(self.pair(self.old, self.new, self.sibling_planner))

    def test_a_crowd_is_paired_in_a_row(self):
        crowd = self.env["res.partner"]
        for number in range(60):
            crowd |= self.person(f"Worker{number}", phone="+33321000000")
        pairs = self.pairs().filtered("same_phone")
        self.assertEqual(len(pairs), 49)

    def test_the_list_keeps_its_lines_when_found_again(self):
        before = self.pair(self.old, self.new)
        self.assertEqual(self.pair(self.old, self.new), before)
        self.new.write({"lastname": "Other"})
        self.assertFalse(self.pair(self.old, self.new))

    def test_a_line_opens_the_comparison(self):
        action = self.pair(self.old, self.new).action_compare()
        self.assertEqual(action["res_model"], "rendezvous.merge")
        sides = {action["context"][f"default_{side}_id"] for side in ("left", "right")}
        self.assertEqual(sides, {self.old.id, self.new.id})

    def test_a_merged_pair_leaves_the_list(self):
        pair = self.pair(self.old, self.new)
        self.merge()
        self.assertFalse(pair.exists())

    def test_a_dismissed_pair_stays_dismissed(self):
        self.pair(self.old, self.new).action_dismiss()
        self.assertFalse(self.pair(self.old, self.new))
        self.assertFalse(self.pair(self.old, self.new, self.planner))

    def test_a_dismissed_pair_may_be_suggested_again(self):
        self.pair(self.old, self.new).action_dismiss()
        dismissed = self.env["rendezvous.duplicate.dismissed"].with_user(self.agent)
        dismissed.search([]).action_suggest_again()
        self.assertTrue(self.pair(self.old, self.new))

    def test_a_pair_is_dismissed_once(self):
        dismissed = self.env["rendezvous.duplicate.dismissed"]
        first = dismissed._dismiss(self.old, self.new)
        self.assertEqual(dismissed._dismiss(self.new, self.old), first)
        for values in ((self.old, self.new), (self.new, self.old)):
            left, right = values
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                dismissed.create({"left_id": left.id, "right_id": right.id})

    def test_a_judgement_survives_the_merge_of_one_of_the_two(self):
        double = self.person("Petit", "Nadia")
        dismissed = self.env["rendezvous.duplicate.dismissed"]
        dismissed._dismiss(self.new, double)
        self.merge()
        self.assertFalse(self.pair(self.old, double))

    def test_two_judgements_become_one(self):
        double = self.person("Petit", "Nadia")
        dismissed = self.env["rendezvous.duplicate.dismissed"]
        for partner in self.old | self.new:
            dismissed._dismiss(partner, double)
        kept = self.merge()
        self.assertEqual(
            dismissed.search([]).left_id | dismissed.search([]).right_id, kept | double
        )

    def test_the_list_is_found_in_one_statement(self):
        self.pairs()
        self.env.flush_all()
        with self.assertQueryCount(2):
            self.env["rendezvous.duplicate"]._refresh()

    def test_odoos_own_merge_is_left_to_administrators(self):
        action = self.env.ref("base.action_partner_merge")
        self.assertEqual(action.group_ids, self.env.ref("base.group_erp_manager"))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_who_may_read_and_change_the_lists(self):
        """Child user, sibling, parent, portal and public; the pair belongs to the child."""
        (self.old | self.new).company_id = self.child
        pair = self.pair(self.old, self.new)
        dismissed = self.env["rendezvous.duplicate.dismissed"]._dismiss(self.old, self.new)
        third = self.person(company_id=self.child.id)
        old_id = third.id
        self.merge(self.old, third)
        merged = self.env["rendezvous.merged.contact"].search([("old_id", "=", old_id)])
        roles = {
            self.agent: True,
            self.planner: True,
            self.sibling_planner: False,
            self.citizen: False,
            self.env.ref("base.public_user"): False,
        }
        for user, allowed in roles.items():
            for record in (pair, dismissed, merged):
                with self.subTest(user=user.login, model=record._name):
                    mine = record.with_user(user)
                    self.assertEqual(mine.has_access("read"), allowed)
                    self.assertFalse(mine.has_access("write"))
        self.assertTrue(dismissed.with_user(self.agent).has_access("unlink"))
        with self.assertRaises(AccessError):
            merged.with_user(self.agent).unlink()
        with self.assertRaises(AccessError):
            pair.with_user(self.planner).unlink()
        dismissed.unlink()
        theirs = self.env["rendezvous.duplicate.dismissed"].with_user(self.sibling_planner)
        with self.assertRaises(AccessError):
            theirs._dismiss(self.old, self.new)

    def test_the_parent_reads_the_pairs_of_shared_contacts(self):
        self.assertTrue(self.pair(self.old, self.new, self.administrator))
