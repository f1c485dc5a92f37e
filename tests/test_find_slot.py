from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exceptions import SlotTaken
from .common import MONDAY, at
from .find_slot_common import FindSlotCase


@tagged("post_install", "-at_install")
class TestFindSlot(FindSlotCase):
    """What is proposed to staff, in which order, with which reason."""

    def test_a_day_beside_a_neighbour_costs_less_than_a_trip_of_its_own(self):
        self.plan(at(8), self.neighbour, self.tia)
        best = self.proposals()[0]
        self.assertEqual((best["technician"], best["start"]), ("Tia", "2026-01-05 08:00:00"))
        self.assertEqual(best["km"], "0")

    def test_each_technician_and_day_is_proposed_once(self):
        found = self.proposals(weeks=1, limit=100)
        days = [(proposal["technician"], proposal["day"]) for proposal in found]
        self.assertEqual(len(days), len(set(days)))
        # Two technicians, this Friday and Monday to Thursday.
        self.assertEqual(len(days), 10)

    def test_more_are_found_than_shown(self):
        answer = self.ask(weeks=4, limit=10)
        self.assertEqual(len(answer["proposals"]), 10)
        self.assertEqual(answer["total"], 40)

    def test_sixty_days_at_most_are_looked_at(self):
        found = self.proposals(weeks=50, limit=200, order="earliest")
        self.assertLess(max(proposal["start"] for proposal in found), "2026-03-04")

    def test_the_period_begins_on_the_day_asked_for_and_never_in_the_past(self):
        tuesday = MONDAY + timedelta(days=1)
        first = self.proposals(date_from=str(tuesday), order="earliest")[0]
        self.assertEqual(first["start"], "2026-01-06 07:00:00")
        first = self.proposals(date_from="2025-12-01", order="earliest")[0]
        self.assertEqual(first["start"], "2026-01-02 08:00:00")

    def test_a_sector_that_is_open_comes_first_at_equal_cost(self):
        self.give(self.sector_north, technician=self.tia)
        self.give(self.sector_south, technician=self.tom)
        found = self.proposals(date_from=str(MONDAY), weeks=1, order="nearest")
        self.assertEqual(found[0]["technician"], "Tia")
        self.assertIn("sector North open", found[0]["reason"])
        self.assertIn("day of South: it takes North instead", found[-1]["reason"])

    def test_the_order_asked_for_is_kept(self):
        tuesday = MONDAY + timedelta(days=1)
        self.plan(at(9, day=tuesday), self.neighbour, self.tia)
        monday = {"date_from": str(MONDAY), "weeks": 1}
        self.assertEqual(self.proposals(order="nearest", **monday)[0]["km"], "0")
        self.assertIn("2026-01-05", self.proposals(order="earliest", **monday)[0]["start"])

    def test_the_time_between_two_visits_is_named(self):
        self.plan(at(8), self.neighbour, self.tia)
        self.plan(at(11), self.neighbour, self.tia)
        self.assertEqual(
            self.reasons(order="nearest")[0],
            "On the way, between 9:00 AM and 11:00 AM, sector North open",
        )

    def test_the_time_before_or_after_the_only_visit_is_named(self):
        self.plan(at(8), self.neighbour, self.tia)
        reasons = self.reasons(technician_id=self.tia.id, order="nearest")
        self.assertIn("On the way, after the visit that ends at 9:00 AM", reasons[0])
        self.plan(at(16, 30), self.neighbour, self.tom)
        reasons = self.reasons(technician_id=self.tom.id, order="earliest", date_from=str(MONDAY))
        self.assertIn("before the visit of 4:30 PM", reasons[0])

    def test_the_first_visit_of_a_day_says_how_far_it_is(self):
        self.assertEqual(
            self.reasons()[0],
            "First visit of the day, 7 km from the departure, day without sector: it takes North",
        )

    def test_the_reason_is_told_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.wizard = self.wizard.with_context(lang="fr_FR")
        self.assertIn("lundi 5 janvier 2026", self.proposals(date_from=str(MONDAY))[0]["day"])

    def test_a_road_that_does_not_fit_is_not_proposed(self):
        """Between two visits an hour and a half apart, the far end is an hour's drive away."""
        self.set_speed(20)
        self.plan(at(8), self.south, self.tia)
        self.plan(at(10, 30), self.south, self.tia)
        starts = [p["start"] for p in self.proposals(technician_id=self.tia.id, limit=100)]
        monday = [start for start in starts if start.startswith("2026-01-05")]
        self.assertTrue(monday)
        self.assertNotIn("2026-01-05 08", [start[:13] for start in monday])
        self.set_speed(200)
        found = self.proposals(technician_id=self.tia.id, limit=100, order="earliest")
        self.assertIn("2026-01-05 08", [proposal["start"][:13] for proposal in found])

    def test_locked_tours_are_proposed_only_when_asked_for_and_say_so(self):
        for technician in (self.tom, self.tia):
            self.give(self.sector_north, technician=technician, is_locked=True)
        monday = {"date_from": str(MONDAY), "weeks": 1, "order": "earliest"}
        self.assertNotIn("2026-01-05", self.proposals(**monday)[0]["start"])
        first = self.proposals(with_locked=True, **monday)[0]
        self.assertIn("2026-01-05", first["start"])
        self.assertTrue(first["is_locked"])
        self.assertIn("locked tour", first["reason"])

    def test_who_does_not_do_the_service_is_not_proposed(self):
        other = self.visit.copy({"name": "Other"})
        self.tia.rendezvous_service_ids = [Command.set(other.ids)]
        self.assertEqual({p["technician"] for p in self.proposals(limit=100)}, {"Tom"})

    def test_an_unknown_address_goes_by_date_and_load(self):
        self.plan(at(8), self.north, self.tom)
        answer = self.ask(location_id=self.nowhere.id, date_from=str(MONDAY))
        self.assertIn("go by date and load", " ".join(answer["notes"]))
        self.assertIn("outside every sector", " ".join(answer["notes"]))
        best = answer["proposals"][0]
        self.assertEqual((best["technician"], best["km"]), ("Tia", ""))
        self.assertEqual(best["reason"], "First visit of the day")

    def test_an_address_without_position_is_where_its_town_is(self):
        lost = self.north.copy({"lastname": "Lost", "zip": "62100"})
        lost.write({"partner_latitude": 0, "partner_longitude": 0})
        answer = self.ask(location_id=lost.id)
        self.assertIn("its town is used instead", " ".join(answer["notes"]))
        self.assertEqual(answer["proposals"][0]["km"], self.proposals()[0]["km"])

    def test_a_neighbour_without_position_is_said(self):
        self.plan(at(8), self.nowhere, self.tia)
        for reason in self.reasons(technician_id=self.tia.id, limit=100, order="earliest"):
            if "ends at" in reason:
                self.assertIn("a place beside it is not on the map", reason)
                return
        self.fail("nothing was proposed after the visit")

    def test_distances_as_the_crow_flies_are_said(self):
        self.assertIn("Distances as the crow flies, times 1.3.", self.ask()["notes"])

    def test_without_a_service_or_an_address_nothing_is_asked(self):
        self.assertEqual(self.ask(service_id=False)["total"], 0)
        self.assertEqual(self.ask(location_id=False)["total"], 0)

    def test_agendas_off_the_road_are_not_proposed(self):
        self.agenda.service_ids += self.visit
        self.assertEqual({p["agenda"] for p in self.proposals(limit=100)}, {"On the road"})

    def test_a_proposal_is_booked_in_one_click(self):
        proposal = self.proposals()[0]
        search = self.choose(proposal)
        action = search.with_user(self.agent).action_book()
        self.assertEqual(action["tag"], "display_notification")
        appointment = self.booked()
        self.assertEqual(str(appointment.start), proposal["start"])
        self.assertEqual(appointment.technician_id.id, proposal["technician_id"])
        self.assertEqual(appointment.location_id, self.north)
        self.assertEqual(appointment.tour_id.sector_ids, self.sector_north)
        self.assertEqual(appointment.note, "Bring a ladder")

    def test_a_time_that_was_taken_is_explained_and_books_nothing(self):
        proposal = self.proposals()[0]
        start = self.choose(proposal)._read_choice()["start"]
        who = self.env["hr.employee"].browse(proposal["technician_id"])
        self.plan(start, self.neighbour, who)
        search = self.choose(proposal)
        action = search.with_user(self.agent).action_book()
        self.assertEqual((action["res_model"], action["res_id"]), (search._name, search.id))
        self.assertIn("someone was quicker", search.refusal)
        self.assertFalse(self.booked())
        again = self.proposals()
        self.assertNotIn(
            (proposal["start"], proposal["technician_id"]),
            [(p["start"], p["technician_id"]) for p in again],
        )

    def test_a_race_lost_in_the_database_is_explained(self):
        search = self.choose(self.proposals()[0])
        appointments = self.env.registry["rendezvous.appointment"]
        with patch.object(appointments, "_book", side_effect=SlotTaken("Too late")):
            search.with_user(self.agent).action_book()
        self.assertIn("someone was quicker", search.refusal)

    def test_a_road_that_fits_no_more_is_refused_though_the_time_is_free(self):
        self.set_speed(20)
        self.plan(at(8), self.neighbour, self.tia)
        proposal = self.proposals(technician_id=self.tia.id, order="nearest")[0]
        self.assertEqual(proposal["start"], "2026-01-05 08:00:00")
        self.plan(at(10, 15), self.south, self.tia)
        search = self.choose(proposal)
        search.with_user(self.agent).action_book()
        self.assertIn("no longer possible", search.refusal)
        self.assertFalse(self.booked())

    def test_what_the_agenda_must_know_of_the_contact_is_asked_for_first(self):
        self.road.contact_field_ids = [Command.create({"field": "phone", "required": True})]
        search = self.choose(self.proposals()[0])
        with self.assertRaisesRegex(UserError, "Phone"):
            search.with_user(self.agent).action_book()
        self.north.phone = "+33321000000"
        search.with_user(self.agent).action_book()
        self.assertTrue(self.booked())

    def test_booking_without_a_choice_or_a_contact_is_explained(self):
        search = self.choose(None)
        with self.assertRaisesRegex(UserError, "Choose one"):
            search.action_book()
        search.partner_id = False
        with self.assertRaisesRegex(UserError, "Contact"):
            search.action_book()

    def test_one_week_at_least_is_looked_at(self):
        with self.assertRaises(ValidationError):
            self.choose(None).weeks = 0

    def test_the_sibling_establishment_sees_nothing_of_this_one(self):
        self.wizard = self.wizard.with_user(self.sibling_planner)
        self.assertEqual(self.ask()["total"], 0)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_an_agent_of_the_sibling_does_not_book_here(self):
        proposal = self.proposals()[0]
        search = self.wizard.with_user(self.sibling_planner).create(
            {
                "partner_id": self.contact.id,
                "service_id": self.visit.id,
                "location_id": self.contact.id,
                "choice": proposal,
            }
        )
        search.action_book()
        self.assertFalse(self.booked(self.contact))
        self.assertTrue(search.refusal)

    def test_the_parent_sees_every_establishment(self):
        self.administrator.company_ids += self.child
        self.wizard = self.wizard.with_user(self.administrator).with_context(
            allowed_company_ids=(self.parent | self.child).ids
        )
        self.assertTrue(self.ask()["total"])

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_portal_and_public_may_not_look(self):
        for user in (self.citizen, self.env.ref("base.public_user")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.wizard.with_user(user).get_proposals({"service_id": self.visit.id})

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_a_search_is_read_by_its_owner_only(self):
        mine = self.wizard.with_user(self.agent).create({"partner_id": self.north.id})
        with self.assertRaises(AccessError):
            mine.with_user(self.planner).read(["partner_id"])

    def test_fifty_technicians_cost_as_many_statements_as_five(self):
        self.ask()  # what Odoo keeps for everyone
        counts = {}
        for technicians in (5, 45):
            staff = self.env["hr.employee"].create(
                [{"name": f"T{n}", "company_id": self.child.id} for n in range(technicians)]
            )
            for technician in staff:
                self.add_hours(technician, 8, 12)
            self.road.technician_ids += staff
            for n, technician in enumerate(staff):
                self.plan(at(8 + n % 3), self.neighbour, technician)
            for weeks in (1, 8):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.ask(weeks=weeks)
                counts[technicians, weeks] = self.env.cr.sql_log_count - before
        self.assertEqual(len(set(counts.values())), 1, counts)
