from odoo.fields import Command

from .common import at
from .public_common import PublicCase

# The agendas, the services, the pager, and one question to the core for each card.
CATALOGUE_QUERIES = 14


class TestPublicCatalogue(PublicCase):
    def setUp(self):
        super().setUp()
        self.add_openings(self.create_agenda("Sibling counter", self.sibling), weekdays="2")
        self.child.partner_id.zip = "62100"
        self.sibling.partner_id.zip = "59000"

    def names(self, query="", user=False):
        self.log_in(user)
        tree = self.page(f"/rendezvous{query}")
        return [self.words(card, ".") for card in tree.xpath("//article//h2")]

    def make(self, name, **values):
        return self.service.create(
            {"name": name, "company_id": self.parent.id, "is_published": True, **values}
        )

    def test_a_published_service_is_shown_with_its_first_free_time(self):
        card = self.words(self.page("/rendezvous"), "//article")
        self.assertIn("Passport", card)
        self.assertIn("Monday, January 5, 2026 at 9:00", card.replace("\u202f", " "))
        self.assertIn("Child", card)

    def test_an_unpublished_service_is_not_shown(self):
        self.service.is_published = False
        self.assertEqual(self.names(), [])

    def test_a_service_for_staff_is_shown_to_nobody(self):
        self.service.audience = "staff"
        self.assertEqual(self.names(user=self.citizen), [])

    def test_a_service_for_registered_contacts_is_shown_once_signed_in(self):
        self.service.audience = "registered"
        self.assertEqual(self.names(), [])
        self.assertEqual(self.names(user=self.citizen), ["Passport"])

    def test_another_organisation_s_service_is_not_shown(self):
        stranger = self.env["res.company"].create({"name": "Stranger"})
        self.make("Elsewhere", company_id=stranger.id)
        self.assertEqual(self.names(), ["Passport"])

    def test_search_looks_in_name_and_description(self):
        self.make("Wedding", description="Bring a witness")
        self.assertEqual(self.names("?search=witness"), ["Wedding"])

    def test_an_establishment_narrows_services_and_first_free_times(self):
        self.make("Elsewhere")
        query = f"?establishment={self.sibling.id}"
        self.assertEqual(self.names(query), ["Passport"])
        card = self.words(self.page(f"/rendezvous{query}"), "//article")
        self.assertIn("Wednesday, January 7", card)

    def test_the_first_figures_of_a_postcode_find_the_establishment(self):
        card = self.words(self.page("/rendezvous?postcode=59"), "//article")
        self.assertIn("Sibling", card)
        self.assertNotIn("Child", card)

    def test_a_postcode_looks_at_the_location_of_the_agenda(self):
        place = self.env["res.partner"].create({"name": "Annex", "zip": "80000"})
        self.agenda.location_ids = [Command.link(place.id)]
        self.assertEqual(self.names("?postcode=80000"), ["Passport"])
        self.assertEqual(self.names("?postcode=62100"), [])

    def test_nothing_found_says_what_to_do_next(self):
        words = self.words(self.page("/rendezvous?postcode=99999"))
        self.assertIn("No establishment near this postcode", words)
        self.assertIn("Show all services", words)

    def test_a_child_s_own_website_shows_this_child_only(self):
        self.website.company_id = self.sibling
        self.make("Not offered here")
        self.assertEqual(self.names(), ["Passport"])
        self.assertNotIn("Child", self.words(self.page("/rendezvous"), "//article"))

    def test_a_full_service_says_that_nothing_is_free(self):
        self.service.lead_max = 1
        self.assertIn("No free time online", self.words(self.page("/rendezvous"), "//article"))

    def test_ten_services_make_two_pages(self):
        for number in range(10):
            self.make(f"Service {number}")
        self.assertEqual(len(self.names()), 9)
        self.assertEqual(len(self.names("/page/2")), 2)

    def test_the_catalogue_costs_the_same_for_one_agenda_and_for_twenty(self):
        page = self.env["rendezvous.page"].sudo()
        self.assertCost(CATALOGUE_QUERIES, page._catalogue, self.add_twenty_agendas)

    def test_a_visitor_finds_the_way_to_the_service(self):
        [url] = self.page("/rendezvous").xpath("//article//a/@href")
        [week, *_others] = self.page(url).xpath("//article//a/@href")
        self.assertIn(self.code(at(9)), self.codes(self.page(week)))
