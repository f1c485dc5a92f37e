from .common import at
from .public_common import PublicCase

KEYS = {"start", "stop", "agenda_id", "location_id"}


class TestPublicApi(PublicCase):
    def ask(self, name, status=200, **query):
        query.setdefault("service", self.service.id)
        if name == "slots":
            query = {"start": "2026-01-05T00:00:00Z", "stop": "2026-01-06T00:00:00Z", **query}
        words = "&".join(f"{key}={value}" for key, value in query.items())
        response = self.get(f"/rendezvous/api/{name}?{words}")
        self.assertEqual(response.status_code, status)
        return response.json()

    def test_slots_are_times_and_ids_only(self):
        self.book(at(9), partner=self.other_citizen.partner_id)
        slots = self.ask("slots")["slots"]
        self.assertEqual(len(slots), 5)
        self.assertEqual(set().union(*slots), KEYS)
        self.assertEqual(slots[0]["start"], "2026-01-05T08:30:00Z")
        self.assertEqual(slots[0]["agenda_id"], self.agenda.id)

    def test_first_is_one_slot_per_agenda(self):
        other = self.create_agenda("Sibling counter", self.sibling)
        self.add_openings(other, weekdays="2")
        first = self.ask("first")["first"]
        self.assertEqual([slot["agenda_id"] for slot in first], [self.agenda.id, other.id])
        self.assertEqual(set().union(*first), KEYS)

    def test_one_agenda_can_be_asked_for(self):
        other = self.create_agenda("Sibling counter", self.sibling)
        self.add_openings(other)
        slots = self.ask("slots", agenda=other.id)["slots"]
        self.assertEqual({slot["agenda_id"] for slot in slots}, {other.id})

    def test_bad_questions_get_a_sentence(self):
        for query in (
            {"start": "soon"},
            {"start": ""},
            {"stop": "2026-01-04"},
            {"stop": "2026-04-05"},
            {"service": "x"},
            {"service": 0},
            {"agenda": 999999999},
        ):
            self.assertIn("“", self.ask("slots", 400, **query)["error"], query)

    def test_a_hidden_service_is_not_answered_for(self):
        for values in ({"is_published": False}, {"audience": "staff"}, {"audience": "registered"}):
            self.service.write({"is_published": True, "audience": "public", **values})
            self.ask("slots", 400)
            self.ask("first", 400)

    def test_a_child_s_website_answers_for_itself_only(self):
        self.website.company_id = self.sibling
        other = self.create_agenda("Sibling counter", self.sibling)
        self.add_openings(other)
        slots = self.ask("slots")["slots"]
        self.assertEqual({slot["agenda_id"] for slot in slots}, {other.id})
        self.ask("slots", 400, agenda=self.agenda.id)

    def test_the_past_is_never_first(self):
        self.assertEqual(self.ask("first", after="2020-01-01T00:00:00Z"), self.ask("first"))
