from .visit_common import VisitCase

ADDRESS = {"street": "4 New Street", "zip": "62155", "city": "Sangatte"}


class TestVisitAddress(VisitCase):
    def setUp(self):
        super().setUp()
        self.log_in()

    def add(self, **values):
        data = {"service": self.visit.id, "equipment": "none", **ADDRESS, **values}
        return self.post("/rendezvous/address", data)

    def places(self):
        self.contact.invalidate_recordset()
        return self.contact.child_ids - self.flat - self.cottage

    def test_a_new_address_is_the_contact_s_and_leads_on(self):
        response = self.add(slot=self.half_day())
        place = self.places()
        self.assertEqual((place.type, place.street, place.zip), ("other", "4 New Street", "62155"))
        self.assertIn(f"address={place.id}", response.headers["Location"])
        tree = self.page(response.headers["Location"])
        self.assertIn("You chose this half-day", self.words(tree))

    def test_it_shows_its_sector(self):
        tree = self.page(self.add().headers["Location"])
        self.assertIn("Sector North", self.words(tree))

    def test_outside_every_sector_it_is_kept_and_a_request_offered(self):
        tree = self.page(self.add(zip="75011", city="Paris").headers["Location"])
        self.assertIn("Our technicians do not go to 75011 Paris", self.words(tree))

    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(self):
        for values, message in (
            ({"street": " "}, "Type the number and the street."),
            ({"zip": ""}, "Type the postcode."),
            ({"zip": "Calais"}, "Type a postcode such as"),
            ({"city": ""}, "Type the town."),
            ({"street": "x" * 121}, "too long"),
        ):
            with self.subTest(values=values):
                tree = self.tree(self.add(**values))
                self.assertIn(message, self.words(tree))
                typed = {name: tree.xpath(f"//input[@name='{name}']/@value")[0] for name in ADDRESS}
                self.assertEqual(typed, {**ADDRESS, **values})
        self.assertFalse(self.places())

    def test_an_address_known_already_is_found_again(self):
        response = self.add(street="2 lock  street", zip="62 200", city="BOULOGNE")
        self.assertIn(f"address={self.flat.id}", response.headers["Location"])
        self.assertFalse(self.places())

    def test_nobody_adds_addresses_without_end(self):
        for number in range(20):
            self.add(street=f"{number} Long Street")
        self.assertIn("call us", self.words(self.tree(self.add())))

    def test_a_visitor_adds_none(self):
        self.log_in(False)
        self.assertIn("/web/login", self.add().headers["Location"])

    def test_a_profile_that_does_not_book_adds_none_and_leaves_no_request(self):
        profile = self.env.ref("rendezvous.rendezvous_portal_profile_b2c")
        self.contact.rendezvous_profile_id = profile.copy(
            {"name": "No", "can_book": False, "is_default": False}
        )
        self.env.flush_all()
        self.assertEqual(self.add().status_code, 403)
        self.assertFalse(self.places())
        data = {"service": self.visit.id, "equipment": "none", "address": self.cottage.id}
        self.assertEqual(self.post("/rendezvous/request", data).status_code, 403)

    def test_other_values_are_not_written(self):
        self.add(parent_id=self.other_citizen.partner_id.id, email="x@example.com", type="contact")
        self.assertEqual((self.places().type, self.places().email), ("other", False))


class TestVisitRequest(VisitCase):
    def setUp(self):
        super().setUp()
        self.log_in()

    def leave(self, **values):
        data = {"equipment": "none", "address": self.cottage.id, "note": "In spring", **values}
        return self.post("/rendezvous/request", {"service": self.visit.id, **data})

    def requests(self):
        return self.env["rendezvous.request"].search([("service_id", "=", self.visit.id)])

    def test_a_request_is_left_and_received(self):
        piece = self.create_piece()
        response = self.leave(equipment=piece.id)
        left = self.requests()
        self.assertEqual((left.partner_id, left.location_id), (self.contact, self.cottage))
        self.assertEqual((left.equipment_id, left.note, left.state), (piece, "In spring", "open"))
        words = self.words(self.page(response.headers["Location"]))
        self.assertIn("Your request is with us", words)
        self.assertFalse(self.env["rendezvous.appointment"].search_count([]))

    def test_the_portal_shows_it(self):
        self.leave()
        self.assertIn("3 Far Street", self.words(self.page("/my/rendezvous")))

    def test_the_same_twice_is_one(self):
        self.leave()
        self.leave(note="In summer")
        self.assertEqual(self.requests().note, "In spring\nIn summer")

    def test_an_address_of_another_leaves_nothing(self):
        for address in (self.theirs.id, "", "x"):
            self.leave(address=address)
        self.assertFalse(self.requests())

    def test_a_service_at_a_counter_takes_none(self):
        self.leave(service=self.service.id)
        self.assertFalse(self.env["rendezvous.request"].search_count([]))

    def test_the_request_of_another_is_not_shown(self):
        url = self.leave().headers["Location"]
        self.log_in(self.other_citizen)
        self.assertEqual(self.get(url).status_code, 404)
