from unittest.mock import patch

from .common import MONDAY, at
from .public_common import PublicCase

# Agendas, services, companies, places, and one question to the core.
NEAREST_QUERIES = 16


class TestPublicNearest(PublicCase):
    """The first availability of each establishment: Child on Monday, Sibling on Wednesday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.their_agenda = cls.create_agenda("Theirs", cls.sibling)
        cls.add_openings(cls.their_agenda, weekdays="2")
        cls.locate(cls.child, "62300", "Lens", 50.43, 2.83)
        cls.locate(cls.sibling, "59000", "Lille", 50.63, 3.06)
        cls.env["ir.config_parameter"].set_param("rendezvous.geocode", "")
        cls.url = f"{cls.service.website_url}/establishments"

    @classmethod
    def locate(cls, company, postcode, city, latitude, longitude):
        company.partner_id.write({"zip": postcode, "city": city})
        company.partner_id.write({"partner_latitude": latitude, "partner_longitude": longitude})

    def names(self, query=""):
        tree = self.page(self.url + query)
        return [self.words(title, ".") for title in tree.xpath("//article//h2")]

    def distances(self, query):
        path = "//p[contains(@class, 'o_rendezvous_distance')]"
        return [self.words(node, ".") for node in self.page(self.url + query).xpath(path)]

    def test_each_establishment_with_its_first_free_time_the_earliest_first(self):
        cards = self.page(self.url).xpath("//article")
        words = [self.words(card, ".").replace("\u202f", " ") for card in cards]
        self.assertIn("Child 62300 Lens First free time Monday, January 5, 2026 at 9:00", words[0])
        self.assertIn("Sibling", words[1])
        self.assertIn("Wednesday, January 7", words[1])

    def test_one_question_to_the_core_for_all(self):
        Service = type(self.env["rendezvous.service"])
        asked = []
        genuine = Service._first_available

        def spy(service, *args, **kwargs):
            asked.append(kwargs)
            return genuine(service, *args, **kwargs)

        with patch.object(Service, "_first_available", spy):
            self.env["rendezvous.page"].sudo()._nearest_page(self.service.sudo())
        self.assertEqual(len(asked), 1)

    def test_nearest_first_from_a_position(self):
        query = "?sort=distance&position=50.62,3.05"
        self.assertEqual(self.names(query), ["Sibling", "Child"])
        self.assertEqual(self.distances(query), ["1.3 km away", "26 km away"])

    def test_a_known_position_may_still_be_sorted_by_date(self):
        self.assertEqual(self.names("?sort=date&position=50.62,3.05"), ["Child", "Sibling"])

    def test_nearest_first_from_a_postcode_or_a_town(self):
        for address in ("59000", "Lille", "lille", "3 rue Basse 59000 Lille", "59000 Lille"):
            with self.subTest(address=address):
                self.assertEqual(self.names(f"?sort=distance&address={address}")[0], "Sibling")

    def test_an_unknown_address_is_said_and_the_page_goes_on_by_date(self):
        tree = self.page(f"{self.url}?sort=distance&address=Atlantis")
        self.assertIn("not known here", self.words(tree, "//*[@role='alert']"))
        self.assertEqual(self.names("?sort=distance&address=Atlantis"), ["Child", "Sibling"])
        [typed] = tree.xpath("//input[@name='address']/@value")
        self.assertEqual(typed, "Atlantis")

    def test_nothing_is_needed_and_nonsense_is_harmless(self):
        for query in ("", "?sort=distance", "?sort=%27&position=a,b", "?position=999,0"):
            with self.subTest(query=query):
                self.assertEqual(self.names(query), ["Child", "Sibling"])

    def test_an_address_elsewhere_is_asked_of_the_geocoder_where_that_is_set(self):
        self.env["ir.config_parameter"].set_param("rendezvous.geocode", "True")
        geocoder = type(self.env["base.geocoder"])
        with patch.object(geocoder, "geo_find", return_value=(50.64, 3.07)) as asked:
            self.assertEqual(self.names("?sort=distance&address=Roubaix")[0], "Sibling")
            self.names("?sort=distance&address=Roubaix")
        self.assertEqual(asked.call_count, 1)
        with patch.object(geocoder, "geo_find", side_effect=OSError):
            self.assertEqual(self.names("?sort=distance&address=Tourcoing")[0], "Child")

    def test_who_has_nothing_free_comes_last_however_near(self):
        self.their_agenda.slot_ids.unlink()
        query = "?sort=distance&position=50.62,3.05"
        self.assertEqual(self.names(query), ["Child", "Sibling"])
        self.assertIn("No free time online", self.words(self.page(self.url), "(//article)[2]"))

    def test_an_establishment_without_coordinates_is_at_its_first_location(self):
        self.sibling.partner_id.write({"partner_latitude": 0, "partner_longitude": 0})
        self.assertEqual(len(self.distances("?sort=distance&position=50.62,3.05")), 1)
        place = self.env["res.partner"].create({"name": "Annex", "is_company": True})
        place.write({"partner_latitude": 50.63, "partner_longitude": 3.06})
        self.their_agenda.location_ids = place
        self.assertEqual(self.names("?sort=distance&position=50.62,3.05")[0], "Sibling")

    def test_an_establishment_leads_to_its_own_week(self):
        [first, second] = self.page(self.url).xpath("//article//h2/a/@href")
        self.assertEqual(len(self.codes(self.page(first))), 30)
        self.assertIn(f"establishment={self.sibling.id}", second)
        wednesday = self.code(at(9, day=MONDAY.replace(day=7)), self.their_agenda)
        self.assertEqual(self.codes(self.page(second))[0], wednesday)

    def test_the_map_shows_the_establishments(self):
        [markers] = self.page(self.url).xpath("//@data-markers")
        for told in ("50.43", "Lille", "Monday"):
            self.assertIn(told, markers)

    def test_twelve_to_a_page(self):
        for number in range(13):
            company = self.env["res.company"].create(
                {"name": f"Branch {number}", "parent_id": self.parent.id}
            )
            self.add_openings(self.create_agenda(f"Desk {number}", company))
        self.assertEqual(len(self.names()), 12)
        self.assertEqual(len(self.names("/page/2")), 3)

    def test_another_organisation_and_an_unpublished_agenda_do_not_show(self):
        self.their_agenda.is_published = False
        self.assertEqual(self.names(), ["Child"])

    def test_an_establishments_own_site_shows_itself_alone(self):
        self.website.company_id = self.sibling
        self.assertEqual(self.names(), ["Sibling"])

    def test_the_catalogue_leads_there_where_there_is_a_choice(self):
        [url] = self.page("/rendezvous").xpath("//article//a/@href")
        self.assertEqual(url, self.url)
        self.their_agenda.is_published = False
        [url] = self.page("/rendezvous").xpath("//article//a/@href")
        self.assertEqual(url, self.service.website_url)

    def test_the_page_costs_the_same_for_two_establishments_and_for_twelve(self):
        page = self.env["rendezvous.page"].sudo()
        self.assertCost(
            NEAREST_QUERIES,
            lambda: page._nearest_page(self.service.sudo(), position="50.62,3.05"),
            self.add_ten_establishments,
        )

    def add_ten_establishments(self):
        for number in range(10):
            company = self.env["res.company"].create(
                {"name": f"Branch {number}", "parent_id": self.parent.id}
            )
            self.add_openings(self.create_agenda(f"Desk {number}", company))
