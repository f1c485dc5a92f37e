from datetime import datetime, timedelta

from odoo.fields import Command

from .common import MONDAY, NOW, at
from .public_common import PublicCase

# Three questions to the core: the first free times, the week, and what opens in it.
WEEK_QUERIES = 22


class TestPublicAvailability(PublicCase):
    def day(self, tree, day, place=0):
        section = tree.xpath("//section[contains(@class, 'o_rendezvous_location')]")[place]
        return section.xpath(f".//ol/li[{day.weekday() + 1}]")[0]

    def test_a_visitor_sees_the_free_times_of_the_week(self):
        codes = self.codes(self.page(self.week_url()))
        self.assertEqual(len(codes), 5 * 6)
        self.assertEqual(codes[0], self.code(at(9)))

    def test_without_a_week_the_page_opens_on_the_first_free_time(self):
        self.agenda.slot_ids.date_from = MONDAY + timedelta(days=14)
        first = at(9, day=MONDAY + timedelta(days=14))
        self.assertEqual(self.codes(self.page(self.service_url))[0], self.code(first))

    def test_a_week_without_free_time_leads_to_the_first_free_day(self):
        self.agenda.slot_ids.date_from = MONDAY + timedelta(days=14)
        tree = self.page(self.week_url())
        [link] = tree.xpath("//a[@data-week='first']/@href")
        self.assertIn("week=2026-01-19", link)
        self.assertIn(
            self.code(at(9, day=MONDAY + timedelta(days=14))), self.codes(self.page(link))
        )

    def test_next_and_previous_week_are_links(self):
        tree = self.page(self.week_url(MONDAY + timedelta(days=7)))
        self.assertIn("week=2026-01-19", tree.xpath("//a[@data-week='next']/@href")[0])
        self.assertIn("week=2026-01-05", tree.xpath("//a[@data-week='previous']/@href")[0])

    def test_the_weeks_end_with_the_horizon(self):
        self.agenda.horizon = 7
        tree = self.page(self.week_url())
        self.assertFalse(tree.xpath("//a[@data-week='next']"))
        later = self.page(self.week_url(MONDAY + timedelta(days=7)))
        self.assertIn("Not open yet", self.words(later))

    def test_a_day_with_every_time_taken_is_full(self):
        self.service.duration = 180
        self.book(at(9))
        self.assertIn("Full", self.words(self.day(self.page(self.week_url()), MONDAY), "."))

    def test_a_day_without_opening_is_closed(self):
        self.agenda.slot_ids.filtered(lambda slot: slot.weekday == "0").unlink()
        self.assertIn("Closed", self.words(self.day(self.page(self.week_url()), MONDAY), "."))

    def test_a_day_under_a_closure_is_closed(self):
        self.env["rendezvous.closure"].create(
            {
                "name": "Works",
                "company_id": self.parent.id,
                "start": datetime(2026, 1, 4, 23),
                "stop": datetime(2026, 1, 5, 23),
            }
        )
        self.assertIn("Closed", self.words(self.day(self.page(self.week_url()), MONDAY), "."))

    def test_a_company_holiday_is_closed(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.child.resource_calendar_id.id,
                "date_from": datetime(2026, 1, 4, 23),
                "date_to": datetime(2026, 1, 5, 23),
            }
        )
        self.assertIn("Closed", self.words(self.day(self.page(self.week_url()), MONDAY), "."))

    def test_each_location_has_its_own_week(self):
        place = self.env["res.partner"].create({"name": "Annex", "city": "Calais"})
        other = self.create_agenda("Annex", self.child, location_ids=[Command.set(place.ids)])
        self.add_openings(other, weekdays="1")
        tree = self.page(self.week_url())
        self.assertEqual(
            [self.words(title, ".") for title in tree.xpath("//section//h3")], ["Child", "Annex"]
        )
        tuesday = at(9, day=MONDAY + timedelta(days=1))
        self.assertIn(self.code(tuesday, other, place), self.codes(tree))

    def test_two_agendas_of_one_location_make_one_week(self):
        self.add_openings(self.create_agenda("Second", self.child), hour_from=11, hour_to=13)
        codes = self.codes(self.page(self.week_url()))
        self.assertEqual(len(codes), 5 * 8)

    def test_each_establishment_says_its_first_free_time(self):
        self.add_openings(self.create_agenda("Sibling counter", self.sibling), weekdays="2")
        words = self.words(self.page(self.week_url()), "//section//header")
        self.assertIn("Monday, January 5, 2026", words)
        self.assertIn("Wednesday, January 7, 2026", words)

    def test_a_child_s_website_shows_no_sibling(self):
        self.add_openings(self.create_agenda("Sibling counter", self.sibling))
        self.website.company_id = self.sibling
        words = self.words(self.page(self.week_url()), "//section//h3")
        self.assertEqual(words, "Sibling")

    def test_an_unpublished_agenda_is_not_shown(self):
        self.agenda.is_published = False
        tree = self.page(self.service_url)
        self.assertFalse(self.codes(tree))
        self.assertIn("See all services", self.words(tree))

    def test_hidden_services_do_not_exist(self):
        for values in ({"is_published": False}, {"audience": "staff"}, {"audience": "registered"}):
            self.service.write({"is_published": True, "audience": "public", **values})
            self.assertEqual(self.get(self.service_url).status_code, 404, values)

    def test_nonsense_in_the_address_shows_the_page_all_the_same(self):
        for query in ("?week=soon", "?week=2199-01-01", "?place=x", "?taken=zzz", "?taken=1_2_3"):
            self.assertEqual(self.get(self.service_url + query).status_code, 200, query)

    def test_the_zone_is_named_when_it_is_not_the_contact_s(self):
        self.citizen.tz = "Asia/Tokyo"
        self.log_in()
        note = self.page(self.week_url()).xpath("//p[@data-zones]")[0]
        self.assertIn("Local time of Paris", self.words(note, "."))
        self.assertNotIn("d-none", note.get("class"))

    def test_the_zone_is_not_named_to_a_contact_who_lives_in_it(self):
        self.citizen.tz = "Europe/Paris"
        self.log_in()
        note = self.page(self.week_url()).xpath("//p[@data-zones]")[0]
        self.assertIn("d-none", note.get("class"))

    def test_several_zones_are_named_at_each_place(self):
        other = self.create_agenda("Island", self.sibling, tz="Indian/Reunion")
        self.add_openings(other)
        words = self.words(self.page(self.week_url()), "//section//header")
        self.assertIn("Local time of Paris", words)
        self.assertIn("Local time of Reunion", words)

    def test_locations_with_coordinates_become_markers(self):
        place = self.env["res.partner"].create({"name": "Annex", "city": "Calais"})
        place.write({"partner_latitude": 50.9, "partner_longitude": 1.8})
        self.agenda.location_ids = [Command.set(place.ids)]
        [markers] = self.page(self.week_url()).xpath("//@data-markers")
        self.assertIn("50.9", markers)
        self.assertIn("Annex", markers)

    def test_without_a_tile_server_there_is_no_map(self):
        self.agenda.location_ids = self.env["res.partner"].create(
            {"name": "Annex", "partner_latitude": 50.9, "partner_longitude": 1.8}
        )
        self.env["ir.config_parameter"].set_param("rendezvous.tile_url", "")
        self.assertFalse(self.page(self.week_url()).xpath("//@data-markers"))

    def test_changing_the_service_keeps_the_week(self):
        other = self.service.copy({"name": "Other", "is_published": True})
        response = self.get(f"/rendezvous/service?service={other.id}&week=2026-01-12")
        self.assertIn(f"{other.website_url}?week=2026-01-12", response.headers["Location"])

    def test_ten_places_show_the_weeks_of_the_first_eight(self):
        for number in range(10):
            place = self.env["res.partner"].create({"name": f"Place {number}"})
            agenda = self.create_agenda(f"A{number}", self.child, location_ids=[place.id])
            self.add_openings(agenda)
        tree = self.page(self.week_url())
        self.assertEqual(len(tree.xpath("//section//ol")), 8)
        [*links] = tree.xpath("//li[contains(@class, 'o_rendezvous_other')]/a/@href")
        self.assertEqual(len(links), 3)
        self.assertEqual(len(self.page(links[0]).xpath("//section//ol")), 1)

    def test_the_page_costs_the_same_for_one_agenda_and_for_twenty(self):
        page = self.env["rendezvous.page"].sudo()
        self.assertCost(
            WEEK_QUERIES,
            lambda: page._booking_page(self.service.sudo(), day=MONDAY),
            self.add_twenty_agendas,
        )

    def test_looking_writes_nothing(self):
        before = self.env["rendezvous.appointment"].search_count([])
        self.log_in()
        self.page(f"{self.week_url()}&taken={self.code(at(9))}")
        self.page(f"/rendezvous/hold?service={self.service.id}&slot={self.code(at(9))}")
        self.assertEqual(self.env["rendezvous.appointment"].search_count([]), before)

    def test_the_lead_time_of_the_service_is_kept(self):
        self.service.lead_min = 24 * 5
        codes = self.codes(self.page(self.week_url()))
        self.assertNotIn(self.code(at(9)), codes)
        self.assertGreaterEqual(
            min(codes).rpartition("_")[2], f"{NOW + timedelta(days=5):%Y-%m-%d}"
        )
