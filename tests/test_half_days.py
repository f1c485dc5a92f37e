from datetime import timedelta

from odoo.fields import Command

from .common import MONDAY, at
from .visit_common import VisitCase

TUESDAY = MONDAY + timedelta(days=1)
# The first free half-day, the free ones, those that open; what the contact has and lacks;
# the price.
HALF_DAY_QUERIES = 38


class TestHalfDays(VisitCase):
    def calendar(self, sector=None, day=MONDAY):
        page = self.env["rendezvous.page"].with_context(rendezvous_company_id=self.parent.id).sudo()
        agendas = page._road_agendas(self.visit)
        return page._half_days(self.visit, agendas, sector or self.sector_north, day)

    def day(self, day, calendar=None):
        calendar = calendar or self.calendar()
        words = self.env["rendezvous.page"]._day_words(day)
        days = [cell for week in calendar["weeks"] for cell in week["days"]]
        return next(cell for cell in days if cell["words"] == words)

    def test_four_weeks_are_shown(self):
        self.assertEqual([len(week["days"]) for week in self.calendar()["weeks"]], [5] * 4)

    def test_half_days_are_named_with_their_hours(self):
        words = [
            half_day["label"].replace("\u202f", " ") for half_day in self.day(MONDAY)["half_days"]
        ]
        self.assertEqual(words, ["Morning 8:00 AM – 12:00 PM", "Afternoon 1:30 PM – 5:30 PM"])

    def test_a_half_day_that_is_full_stands_beside_the_free_one(self):
        self.fill(at(8))
        day = self.day(MONDAY)
        self.assertEqual(day["state"], "free")
        self.assertEqual([bool(h["code"]) for h in day["half_days"]], [False, True])

    def test_a_day_with_both_full_is_full(self):
        self.fill(at(8), at(13, 30))
        self.assertEqual(self.day(MONDAY)["state"], "full")

    def test_a_day_whose_tour_goes_elsewhere_is_closed(self):
        self.give(self.sector_south, day=TUESDAY)
        self.assertEqual(self.day(TUESDAY)["state"], "closed")

    def test_a_locked_day_is_closed(self):
        self.tour.is_locked = True
        self.env.flush_all()
        self.assertEqual(self.day(MONDAY)["state"], "closed")

    def test_past_and_later_days_say_so(self):
        before = self.calendar(day=MONDAY - timedelta(days=7))
        self.assertEqual(self.day(MONDAY - timedelta(days=4), before)["state"], "past")
        self.visit.lead_max = 7
        self.assertEqual(self.day(MONDAY + timedelta(days=14))["state"], "later")

    def test_a_week_that_says_one_thing_says_it_once(self):
        states = [week["state"] for week in self.calendar()["weeks"]]
        self.assertEqual(states, ["", "closed", "closed", "closed"])

    def test_a_saturday_opens_a_column(self):
        saturday = MONDAY + timedelta(days=5)
        self.add_openings(self.road, 8, 12, weekdays="5")
        self.add_hours(self.tom, 8, 12, weekdays="5")
        self.give(self.sector_north, day=saturday)
        self.assertEqual(self.calendar()["columns"], [0, 1, 2, 3, 4, 5])

    def test_two_technicians_make_one_button(self):
        self.give(self.sector_north, technician=self.tia)
        self.assertEqual(len(self.day(MONDAY)["half_days"]), 2)

    def test_a_half_day_too_short_for_the_service_is_closed(self):
        self.tom.technician_hours_ids.filtered(lambda h: h.hour_from == 8).hour_to = 8.5
        self.env.flush_all()
        self.assertEqual([h["name"] for h in self.day(MONDAY)["half_days"]], ["Afternoon"])

    def test_without_day_it_begins_with_the_first_free_half_day(self):
        later = MONDAY + timedelta(days=35)
        self.give(self.sector_south, day=later)
        calendar = self.calendar(self.sector_south, day=None)
        self.assertEqual(calendar["monday"], later)

    def test_weeks_are_turned_up_to_the_horizon(self):
        calendar = self.calendar()
        self.assertEqual(calendar["next_week"], MONDAY + timedelta(weeks=4))
        last = self.calendar(day=MONDAY + timedelta(weeks=8))
        self.assertFalse(last["next_week"])
        self.assertEqual(last["previous_week"], MONDAY + timedelta(weeks=4))

    def test_exact_times_on_the_road_are_shown_as_times(self):
        self.road.booking_mode = "exact"
        self.env.flush_all()
        day = self.day(MONDAY)
        self.assertEqual(day["state"], "free")
        self.assertEqual({h["name"] for h in day["half_days"]}, {""})

    def test_why_nothing_is_free(self):
        south = self.calendar(self.sector_south)["nothing"]
        self.assertIn("No tour goes to the sector South", south)
        self.fill(at(8), at(13, 30))
        self.assertIn("are taken for the next 60 days", self.calendar()["nothing"])
        self.road.is_published = False
        self.env.flush_all()
        self.assertIn("not booked online", self.calendar()["nothing"])

    def test_the_page_costs_the_same_however_many_technicians_and_tours(self):
        page = self.env["rendezvous.page"].with_user(self.citizen)
        page = page.with_context(rendezvous_company_id=self.parent.id).sudo()
        query = {"equipment": "none", "address": str(self.contact.id)}

        def build():
            return page._visit_page(self.visit, self.contact, query)

        self.assertCost(HALF_DAY_QUERIES, build, self.add_twenty_technicians)

    def add_twenty_technicians(self):
        for number in range(20):
            technician = self.create_technician(f"T{number}", self.child)
            self.road.technician_ids = [Command.link(technician.id)]
            self.add_hours(technician, 8, 12)
            for day in range(5):
                self.give(
                    self.sector_north, technician=technician, day=MONDAY + timedelta(days=day)
                )


class TestVisitApi(VisitCase):
    def ask(self, name, **query):
        query = {"service": self.visit.id, **query}
        if name == "slots":
            query = {"start": "2026-01-05T00:00:00Z", "stop": "2026-01-06T00:00:00Z", **query}
        words = "&".join(f"{key}={value}" for key, value in query.items())
        return self.get(f"/rendezvous/api/{name}?{words}")

    def test_half_days_of_a_postcode(self):
        for name in ("slots", "first"):
            [first, *_others] = self.ask(name, postcode="62100").json()[name]
            self.assertEqual(first["start"], "2026-01-05T07:00:00Z")
            self.assertEqual(first["stop"], "2026-01-05T11:00:00Z")
            self.assertEqual(set(first), {"start", "stop", "agenda_id", "location_id"})

    def test_a_postcode_of_another_sector_has_none(self):
        for name in ("slots", "first"):
            self.assertEqual(self.ask(name, postcode="62200").json(), {name: []})

    def test_a_postcode_outside_every_sector_is_told(self):
        for name in ("slots", "first"):
            answer = self.ask(name, postcode="75001").json()
            self.assertEqual(answer[name], [])
            self.assertIn("75001", answer["message"])

    def test_nonsense_is_refused(self):
        for postcode in ("", "9" * 13):
            self.assertEqual(self.ask("first", postcode=postcode).status_code, 400)

    def test_without_postcode_any_sector_counts(self):
        self.assertEqual(len(self.ask("slots").json()["slots"]), 2)
