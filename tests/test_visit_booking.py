from datetime import timedelta

from odoo.tests import mute_logger

from ..exceptions import VisitRefused
from .common import MONDAY, NOW, at
from .visit_common import VisitCase

TUESDAY = MONDAY + timedelta(days=1)


class TestVisitHold(VisitCase):
    def setUp(self):
        super().setUp()
        self.log_in()

    def test_a_half_day_is_held_at_the_address_for_the_equipment(self):
        piece = self.create_piece()
        response = self.choose(equipment=piece.id)
        held = self.held()
        self.assertIn(f"/rendezvous/appointment/{held.id}", response.headers["Location"])
        self.assertEqual((held.location_id, held.equipment_id), (self.contact, piece))
        self.assertEqual((held.window_start, held.window_stop), (at(8), at(12)))
        self.assertEqual((held.sector_id, held.tour_id), (self.sector_north, self.tour))

    def test_the_file_shows_everything_and_no_exact_time(self):
        piece = self.create_piece(serial="S1")
        words = self.words(self.page(self.choose(equipment=piece.id).headers["Location"]))
        for expected in ("Boiler service", "Hydro", "S1", "1 Sea Street", "between"):
            self.assertIn(expected, words)
        self.assertIn("12:00", words)

    def test_an_address_of_another_holds_nothing(self):
        for address in (self.theirs.id, self.other_citizen.partner_id.id, "", "x"):
            response = self.choose(address=address)
            self.assertIn(self.visit.website_url, response.headers["Location"])
        self.assertFalse(self.held())

    def test_equipment_of_another_holds_nothing(self):
        piece = self.create_piece(partner_id=self.other_citizen.partner_id.id)
        for equipment in (piece.id, "", "x", 999999999):
            response = self.choose(equipment=equipment)
            self.assertIn("slot=", response.headers["Location"])
        self.assertFalse(self.held())

    def test_a_service_about_equipment_is_not_held_without(self):
        self.visit.needs_equipment = True
        self.choose()
        self.assertFalse(self.held())

    def test_an_address_outside_every_sector_books_nothing(self):
        response = self.choose(address=self.cottage.id)
        self.assertFalse(self.held())
        page = self.page(response.headers["Location"])
        self.assertIn("Our technicians do not go to", self.words(page))

    def test_a_half_day_of_another_sector_is_not_held(self):
        response = self.choose(address=self.flat.id)
        self.assertIn("taken=", response.headers["Location"])
        self.assertFalse(self.held())

    def test_without_csrf_token_nothing_is_held(self):
        with mute_logger("odoo.http"):
            self.choose(csrf=False)
        self.assertFalse(self.held())

    def test_an_email_shared_with_another_account_holds_nothing(self):
        self.other_citizen.partner_id.email = self.contact.email
        response = self.choose()
        self.assertFalse(self.held())
        page = self.page(response.headers["Location"])
        self.assertIn("Another account has the email address", self.words(page))

    def test_the_same_choice_twice_holds_it_once(self):
        self.assertEqual(self.choose().headers["Location"], self.choose().headers["Location"])
        self.assertEqual(len(self.held()), 1)

    def test_another_address_holds_it_there(self):
        self.give(self.sector_north, self.sector_south)
        self.choose()
        self.choose(address=self.flat.id)
        self.assertEqual(self.held().location_id, self.flat)

    def test_a_half_day_that_was_taken_leads_to_the_nearest_and_keeps_the_rest(self):
        self.fill(at(8))
        tree = self.page(self.choose().headers["Location"])
        alert = tree.xpath("//div[@role='alert']")[0]
        self.assertIn("has just been taken", self.words(alert, "."))
        self.assertEqual(alert.xpath(".//button/@value"), [self.half_day(13, 30)])
        kept = alert.xpath(".//input[@name='address']/@value")
        self.assertEqual(kept, [str(self.contact.id)])
        self.choose(self.half_day(13, 30))
        self.assertEqual(self.held().window_start, at(13, 30))

    def test_two_who_want_the_last_place_of_a_half_day(self):
        self.fill(at(13, 30))
        for number in range(3):
            self.plan(at(9 + number), self.other_citizen.partner_id, location=self.theirs)
        self.give(self.sector_north, day=TUESDAY)
        self.choose()
        self.assertEqual(self.held().start, at(8))
        self.log_in(self.other_citizen)
        response = self.choose(address=self.theirs.id)
        self.assertFalse(self.held(self.other_citizen.partner_id))
        alert = self.page(response.headers["Location"]).xpath("//div[@role='alert']")[0]
        offered = alert.xpath(".//button/@value")
        self.assertEqual(offered[0], self.half_day(day=TUESDAY))
        self.choose(offered[0], address=self.theirs.id)
        self.assertTrue(self.held(self.other_citizen.partner_id))

    def test_the_model_refuses_what_the_page_does_not_offer(self):
        choice = {
            "start": at(8),
            "agenda": self.road,
            "location": self.cottage,
            "equipment": self.env["rendezvous.equipment"],
        }
        self.visit.needs_equipment = True
        with self.assertRaises(VisitRefused) as refusal:
            self.env["rendezvous.appointment"]._hold_for_contact(self.visit, choice, self.contact)
        codes = [code for code, _words in refusal.exception.missing]
        self.assertEqual(codes, ["equipment", "sector"])


class TestVisitFile(VisitCase):
    def setUp(self):
        super().setUp()
        self.piece = self.create_piece()
        self.log_in()
        self.choose(equipment=self.piece.id)
        self.appointment = self.held()
        self.file_url = f"/rendezvous/appointment/{self.appointment.id}"

    def lose_hold(self):
        self.appointment.hold_until = NOW - timedelta(minutes=1)
        self.env["rendezvous.appointment"]._cron_release_holds()
        self.env.flush_all()

    def confirmed(self):
        domain = [("partner_id", "=", self.contact.id), ("state", "=", "confirmed")]
        return self.env["rendezvous.appointment"].search(domain)

    def test_confirmed_it_says_the_half_day(self):
        tree = self.page(self.post(self.file_url).headers["Location"])
        words = self.words(tree)
        self.assertIn("Your appointment is confirmed", words)
        self.assertIn("between", words)
        self.assertIn("1 Sea Street", words)

    def test_an_expired_hold_is_taken_again_with_its_address_and_equipment(self):
        self.lose_hold()
        self.post(self.file_url)
        again = self.confirmed()
        self.assertEqual((again.location_id, again.equipment_id), (self.contact, self.piece))
        self.assertEqual(again.window_start, at(8))

    def test_a_half_day_lost_meanwhile_leads_to_another(self):
        self.lose_hold()
        self.fill(at(8))
        response = self.post(self.file_url)
        self.assertIn("taken=1", response.headers["Location"])
        tree = self.page(response.headers["Location"])
        self.assertEqual(self.codes(tree), [self.half_day(13, 30)])
        self.post(f"{self.file_url}/retake", {"slot": self.half_day(13, 30)})
        again = self.held()
        self.assertEqual((again.location_id, again.equipment_id), (self.contact, self.piece))

    def test_given_back_it_leads_to_the_half_days_of_the_same_address(self):
        url = self.post(f"{self.file_url}/release").headers["Location"]
        self.assertIn(f"address={self.contact.id}", url)
        self.assertIn(f"equipment={self.piece.id}", url)
        self.assertTrue(self.codes(self.page(url)))

    def test_the_file_of_another_is_not_shown(self):
        self.log_in(self.other_citizen)
        self.assertEqual(self.get(self.file_url).status_code, 404)


class TestVisitInThePortal(VisitCase):
    def setUp(self):
        super().setUp()
        self.appointment = self.reserve(at(8), self.contact)
        self.url = f"/my/rendezvous/{self.appointment.id}"
        self.log_in()

    def move(self, code):
        return self.post(f"{self.url}/move", {"slot": code})

    def test_the_detail_shows_the_address_and_the_half_day(self):
        self.appointment.equipment_id = self.create_piece()
        self.env.flush_all()
        words = self.words(self.page(self.url))
        for expected in ("1 Sea Street", "Hydro", "between"):
            self.assertIn(expected, words)

    def test_moving_shows_the_half_days_of_the_sector(self):
        self.give(self.sector_south, technician=self.tia, day=TUESDAY)
        codes = self.codes(self.page(f"{self.url}/move"))
        self.assertIn(self.half_day(13, 30), codes)
        self.assertNotIn(self.half_day(day=TUESDAY), codes)

    def test_it_moves_to_another_half_day(self):
        tree = self.page(f"{self.url}/move?slot={self.half_day(13, 30)}")
        self.assertIn("1 Sea Street", self.words(tree))
        self.move(self.half_day(13, 30))
        self.assertEqual(self.appointment.window_start, at(13, 30))
        self.assertEqual(self.appointment.location_id, self.contact)

    def test_a_half_day_taken_meanwhile_leads_to_the_nearest(self):
        self.fill(at(13, 30))
        self.give(self.sector_north, day=TUESDAY)
        response = self.move(self.half_day(13, 30))
        alert = self.page(response.headers["Location"]).xpath("//div[@role='alert']")[0]
        self.assertIn(self.half_day(day=TUESDAY), alert.xpath(".//button/@value"))
        self.assertEqual(self.appointment.window_start, at(8))

    def test_a_visit_does_not_become_a_counter_s(self):
        self.offer_at_counter()
        self.move(self.code(at(9), self.agenda))
        self.assertEqual(self.appointment.agenda_id, self.road)

    def test_an_appointment_at_a_counter_is_not_moved_home(self):
        self.offer_at_counter()
        there = self.book(at(9), self.agenda, self.contact, self.visit)
        url = f"/my/rendezvous/{there.id}/move"
        codes = self.codes(self.page(url))
        self.assertFalse([code for code in codes if code.startswith(f"{self.road.id}_")])
        self.post(url, {"slot": self.half_day()})
        self.assertEqual(there.agenda_id, self.agenda)

    def test_an_address_that_left_the_sectors_is_explained(self):
        self.sector_north.active = False
        self.sector_north._forget_postcodes()
        self.appointment.sector_id = False
        self.env.flush_all()
        tree = self.page(f"{self.url}/move")
        self.assertFalse(self.codes(tree))

    def test_it_is_cancelled_as_any(self):
        self.post(f"{self.url}/cancel", {"reason": "Away"})
        self.assertEqual(self.appointment.state, "cancelled")


class TestVisitInTheWidget(VisitCase):
    def setUp(self):
        super().setUp()
        self.env["rendezvous.widget"].create(
            {"company_id": self.child.id, "code": "child", "origins": "https://child.example"}
        )
        self.inside = "/rendezvous/widget/child"
        self.framed = self.visit.website_url.replace("/rendezvous", self.inside)
        self.log_in(False)

    def test_a_visitor_stays_in_the_frame(self):
        tree = self.page(f"{self.framed}?postcode=62100")
        [action] = set(tree.xpath("//form[@method='post']/@action"))
        self.assertEqual(action, f"{self.inside}/hold")

    def test_without_a_session_the_choice_opens_a_new_tab(self):
        self.opener.cookies.pop("session_id", None)
        tree = self.page(f"{self.framed}?postcode=62100")
        [form] = tree.xpath("//form[@target='_blank']")
        self.assertEqual((form.get("action"), form.get("method")), ("/rendezvous/hold", "get"))
        self.assertEqual(form.xpath(".//input[@name='postcode']/@value"), ["62100"])

    def test_a_contact_goes_through_in_the_frame(self):
        self.log_in()
        links = self.page(self.framed).xpath("//a[contains(., 'Without equipment')]/@href")
        self.assertTrue(links[0].startswith(self.inside))
        data = {"service": self.visit.id, "slot": self.half_day(), "equipment": "none"}
        data["address"] = self.contact.id
        response = self.post(f"{self.inside}/hold", data)
        self.assertIn(self.inside, response.headers["Location"])
        self.assertTrue(self.held())
        new = {"service": self.visit.id, "street": "5 Quay", "zip": "62100", "city": "Calais"}
        response = self.post(f"{self.inside}/address", new)
        self.assertIn(self.framed, response.headers["Location"])

    def test_equipment_is_declared_outside_of_the_frame(self):
        self.log_in()
        [link] = self.page(self.framed).xpath("//a[contains(., 'Declare equipment')]")
        self.assertEqual(link.get("target"), "_blank")
        self.assertNotIn("widget", link.get("href"))
