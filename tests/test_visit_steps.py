from urllib.parse import parse_qs, urlsplit

from odoo.fields import Command

from .common import at
from .visit_common import HOLD, VisitCase


class TestVisitorSteps(VisitCase):
    def setUp(self):
        super().setUp()
        self.log_in(False)

    def test_a_visitor_is_asked_for_a_postcode_alone(self):
        tree = self.step()
        inputs = tree.xpath("//main//input[not(@type='hidden')]/@name")
        self.assertEqual(inputs, ["postcode"])
        self.assertFalse(self.codes(tree))

    def test_a_postcode_shows_the_half_days_of_its_sector(self):
        self.assertEqual(
            self.codes(self.step(postcode="62100"))[1:],
            [self.half_day(), self.half_day(13, 30)],
        )
        self.assertIn("Sector North", self.words(self.step(postcode="62100")))

    def test_the_first_half_day_is_proposed_on_top(self):
        codes = self.codes(self.step(postcode="62100"))
        self.assertEqual(codes[0], self.half_day())

    def test_another_sector_has_its_own_half_days(self):
        tree = self.step(postcode="62200")
        self.assertFalse(self.codes(tree))
        self.assertIn("No tour goes to the sector South", self.words(tree))

    def test_a_postcode_outside_every_sector_says_so_and_offers_a_request(self):
        tree = self.step(postcode="75001")
        self.assertIn("Our technicians do not go to 75001", self.words(tree))
        [link] = tree.xpath("//a[contains(., 'leave us a request')]/@href")
        back = urlsplit(parse_qs(urlsplit(link).query)["redirect"][0])
        self.assertEqual(back.path, self.visit.website_url)
        self.assertEqual(parse_qs(back.query)["postcode"], ["75001"])

    def test_nonsense_as_a_postcode_is_outside(self):
        for postcode in ("x", "<b>", "9" * 40, "%00", "62100' OR 1=1"):
            with self.subTest(postcode=postcode):
                self.assertFalse(self.codes(self.step(postcode=postcode)))

    def test_claims_of_a_visitor_are_not_believed(self):
        tree = self.step(address=self.contact.id, equipment="none")
        self.assertFalse(self.codes(tree))
        self.assertNotIn("Sea Street", self.words(tree))

    def test_the_half_day_travels_through_log_in(self):
        data = {"service": self.visit.id, "slot": self.half_day(), "postcode": "62100"}
        response = self.post(HOLD, data)
        back = parse_qs(urlsplit(response.headers["Location"]).query)["redirect"][0]
        self.assertFalse(self.env["rendezvous.appointment"].search_count([]))
        self.log_in()
        tree = self.page(back)
        self.assertEqual(self.heading(tree), "What is it for? Boiler service")
        [link] = tree.xpath("//a[contains(., 'Without equipment')]/@href")
        self.assertEqual(parse_qs(urlsplit(link).query)["slot"], [self.half_day()])

    def test_the_catalogue_says_where_and_when(self):
        card = self.words(self.page("/rendezvous?search=boiler"), "//article")
        self.assertIn("At your place", card)
        self.assertIn("between", card)

    def test_the_catalogue_finds_who_comes_to_a_postcode(self):
        names = self.page("/rendezvous?postcode=62150").xpath("//article//a/text()")
        self.assertEqual(names, ["Boiler service"])
        self.assertFalse(self.page("/rendezvous?postcode=75001").xpath("//article"))

    def test_the_page_of_establishments_tells_the_half_day(self):
        tree = self.page(f"{self.visit.website_url}/establishments")
        self.assertIn("between", self.words(tree, "//article"))


class TestMixedService(VisitCase):
    def setUp(self):
        super().setUp()
        self.offer_at_counter()
        self.log_in(False)

    def test_a_service_at_both_says_both(self):
        for query in ({}, {"at": "home"}, {"at": "place"}):
            words = self.words(self.step(**query))
            self.assertIn("At your place", words)
            self.assertIn("At one of our places", words)

    def test_at_the_counter_only_its_times_are_shown(self):
        codes = self.codes(self.step(at="place"))
        self.assertTrue(codes)
        self.assertFalse([code for code in codes if code.startswith(f"{self.road.id}_")])

    def test_at_home_only_half_days_are_shown(self):
        codes = self.codes(self.step(at="home", postcode="62100"))
        self.assertEqual({code.split("_")[0] for code in codes}, {str(self.road.id)})

    def test_a_counter_needs_no_address(self):
        self.log_in()
        code = self.code(at(9), self.agenda)
        self.post(HOLD, {"service": self.visit.id, "slot": code})
        self.assertEqual(self.held().agenda_id, self.agenda)
        self.assertFalse(self.held().location_id)

    def test_who_lost_a_counter_is_not_sent_home(self):
        self.book(at(9), self.agenda, self.other_citizen.partner_id, self.visit)
        self.log_in()
        code = self.code(at(9), self.agenda)
        response = self.post(HOLD, {"service": self.visit.id, "slot": code})
        codes = self.codes(self.page(response.headers["Location"]))
        self.assertFalse([code for code in codes if code.startswith(f"{self.road.id}_")])


class TestContactSteps(VisitCase):
    def setUp(self):
        super().setUp()
        self.log_in()

    def test_the_steps_follow_one_another(self):
        for query, heading in (
            ({}, "What is it for?"),
            ({"equipment": "none"}, "Check the service"),
            ({"equipment": "none", "step": "address"}, "Where do we come?"),
            ({"equipment": "none", "address": self.contact.id}, "Choose a half-day"),
            ({"address": self.contact.id}, "What is it for?"),
            ({"equipment": "none", "step": "half_day"}, "Check the service"),
        ):
            self.assertTrue(self.heading(self.step(**query)).startswith(heading), query)

    def test_equipment_of_the_contact_is_a_card_each(self):
        piece = self.create_piece(serial="S1")
        self.create_piece(serial="S2", state="removed")
        links = self.step().xpath("//a[contains(@class, 'o_rendezvous_option')]/@href")
        pieces = [parse_qs(urlsplit(link).query).get("equipment") for link in links]
        self.assertEqual(pieces, [[str(piece.id)], None, ["none"]])

    def test_declaring_comes_back_to_the_step(self):
        [link] = self.step(slot=self.half_day()).xpath("//a[contains(., 'Declare')]/@href")
        self.assertEqual(urlsplit(link).path, "/my/rendezvous/equipment/new")
        back = parse_qs(urlsplit(link).query)["redirect"][0]
        self.assertIn(self.visit.website_url, back)
        data = {"category": self.category.id, "brand": self.brand.id, "model": "Hydro"}
        response = self.post(urlsplit(link).path, {**data, "redirect": back})
        tree = self.page(response.headers["Location"])
        self.assertTrue(self.heading(tree).startswith("Check the service"))
        self.assertIn("Hydro", self.words(tree))

    def test_a_service_about_equipment_is_not_booked_without(self):
        self.visit.needs_equipment = True
        self.assertNotIn("Without equipment", self.words(self.step()))
        tree = self.step(equipment="none", address=self.contact.id)
        self.assertTrue(self.heading(tree).startswith("What is it for?"))

    def test_equipment_of_another_is_not_believed(self):
        piece = self.create_piece(partner_id=self.other_citizen.partner_id.id, serial="S9")
        tree = self.step(equipment=piece.id, address=self.contact.id)
        self.assertTrue(self.heading(tree).startswith("What is it for?"))
        self.assertNotIn("S9", self.words(tree))

    def test_nothing_to_choose_is_not_asked(self):
        self.close_declarations()
        self.assertTrue(self.heading(self.step()).startswith("Check the service"))

    def test_without_equipment_and_declarations_closed_it_says_whom_to_call(self):
        self.close_declarations()
        self.visit.needs_equipment = True
        words = self.words(self.step())
        self.assertIn("we know of none of yours", words)
        self.assertIn("+33 3 21 00 00 00", words)

    def test_addresses_of_the_contact_say_their_sector(self):
        words = self.words(self.step(equipment="none", step="address"))
        for expected in ("1 Sea Street", "Sector North", "2 Lock Street", "Outside our sectors"):
            self.assertIn(expected, words)
        self.assertNotIn("9 Other Street", words)

    def test_colleagues_are_no_addresses(self):
        self.env["res.partner"].create(
            {"parent_id": self.contact.id, "lastname": "Colleague", "zip": "62100"}
        )
        self.assertNotIn("Colleague", self.words(self.step(equipment="none", step="address")))

    def test_the_address_of_the_equipment_comes_first(self):
        piece = self.create_piece(location_id=self.flat.id)
        tree = self.step(equipment=piece.id, step="address")
        first = tree.xpath("//a[contains(@class, 'o_rendezvous_option')]")[0]
        self.assertIn("2 Lock Street", first.text_content())
        self.assertIn("The equipment is here", first.text_content())

    def test_another_s_address_is_not_believed(self):
        for address in (self.theirs.id, self.other_citizen.partner_id.id, "0", "x", 999999999):
            tree = self.step(equipment="none", address=address)
            self.assertTrue(self.heading(tree).startswith("Check the service"), address)
            self.assertFalse(self.codes(tree))

    def test_an_address_outside_every_sector_offers_a_request(self):
        tree = self.step(equipment="none", address=self.cottage.id)
        self.assertIn("Our technicians do not go to 75001 Paris", self.words(tree))
        self.assertTrue(tree.xpath("//form[contains(@action, '/rendezvous/request')]"))

    def test_the_half_day_chosen_before_log_in_is_confirmed_at_the_end(self):
        tree = self.step(equipment="none", address=self.contact.id, slot=self.half_day())
        self.assertIn("You chose this half-day", self.words(tree))
        tree = self.step(equipment="none", address=self.flat.id, slot=self.half_day())
        self.assertIn("Not free at this address", self.words(tree))

    def test_the_service_can_be_changed_on_the_way(self):
        other = self.visit.copy({"name": "Repair", "is_published": True})
        self.road.service_ids = [Command.link(other.id)]
        tree = self.step(equipment="none", address=self.contact.id, step="service")
        [link] = tree.xpath("//a[contains(., 'Repair')]/@href")
        self.assertIn(other.website_url, link)
        self.assertEqual(parse_qs(urlsplit(link).query)["address"], [str(self.contact.id)])

    def test_a_profile_that_does_not_book_is_refused_at_once(self):
        profile = self.env.ref("rendezvous.rendezvous_portal_profile_b2c")
        self.contact.rendezvous_profile_id = profile.copy(
            {"name": "No", "can_book": False, "is_default": False}
        )
        self.assertEqual(self.get(self.visit_url()).status_code, 403)

    def test_an_email_shared_by_two_accounts_is_explained(self):
        self.other_citizen.partner_id.email = "Citizen@Example.com"
        self.assertIn("Another account has the email address", self.words(self.step()))

    def test_no_email_is_explained(self):
        self.contact.email = "nobody"
        words = self.words(self.step())
        self.assertIn("no valid email address", words)
