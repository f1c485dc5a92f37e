from datetime import date

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged, users

from .common import MONDAY
from .road_common import RoadCase


@tagged("post_install", "-at_install")
class TestServicePublication(RoadCase):
    """A service on the road is published only where it can be booked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit.is_published = False
        cls.hours = (cls.tom | cls.tia).technician_hours_ids
        # Reads the employees of her company, and not those of its establishments.
        new_test_user(
            cls.env,
            "officer",
            groups="rendezvous.group_admin,hr.group_hr_user",
            company_id=cls.parent.id,
            company_ids=[Command.set(cls.parent.ids)],
        )

    def assertMissing(self, words, service=None):
        """It is said before, and publishing says it again."""
        service = service or self.visit
        self.assertIn(words, service.missing)
        with self.assertRaises(ValidationError) as error:
            service.is_published = True
        self.assertIn(words, str(error.exception))

    def test_with_all_there_is_nothing_is_missing(self):
        self.assertFalse(self.visit.missing)
        self.visit.is_published = True

    def test_nobody_who_can_do_it(self):
        (self.tom | self.tia).rendezvous_service_ids = self.service
        self.assertMissing("On the road: no technician can do it")

    def test_one_who_can_do_it_is_enough(self):
        self.tom.rendezvous_service_ids = self.service
        self.assertFalse(self.visit.missing)

    def test_no_sector(self):
        (self.sector_north | self.sector_south).active = False
        self.assertMissing("no sector is defined")

    def test_no_web_hours(self):
        self.hours.online = False
        self.assertMissing("its technicians have no web hours")

    def test_web_hours_of_one_who_cannot_do_it_do_not_count(self):
        self.tia.rendezvous_service_ids = self.service
        self.tom.technician_hours_ids.online = False
        self.assertMissing("its technicians have no web hours")

    def test_web_hours_outside_the_openings(self):
        self.hours.write({"hour_from": 20, "hour_to": 22})
        self.assertMissing("no opening meets the web hours")

    def test_an_agenda_that_is_not_online(self):
        self.road.is_published = False
        self.assertMissing("the agenda is not online")

    def test_all_that_is_missing_is_said_in_the_order_to_do_it(self):
        self.hours.online = False
        (self.sector_north | self.sector_south).active = False
        self.road.is_published = False
        words = "no sector is defined; its technicians have no web hours; the agenda is not online"
        self.assertMissing(f"On the road: {words}.")

    def test_longer_than_every_half_day(self):
        self.hours.filtered(lambda h: h.hour_from == 8).hour_from = 9
        self.hours.filtered(lambda h: h.hour_to == 17.5).hour_to = 17
        self.visit.duration = 210
        self.assertFalse(self.visit.missing)
        with self.assertRaisesRegex(ValidationError, "210 minutes at most"):
            self.visit.duration = 211

    def test_longer_than_the_web_hours_of_the_half_day(self):
        self.hours.filtered(lambda h: h.weekday != "0").online = False
        self.visit.duration = 200
        self.hours.filtered("online").hour_to = 15
        self.hours.filtered(lambda h: h.online and h.hour_from == 8).hour_to = 10
        self.assertMissing("longer than every half-day (120 minutes at most)")

    def test_hours_that_touch_make_one_half_day(self):
        self.hours.filtered(lambda h: h.hour_from == 8).hour_to = 10
        self.add_hours(self.tom, 10, 12)
        self.visit.duration = 240
        self.assertFalse(self.visit.missing)

    def test_without_openings_the_hours_are_the_half_days(self):
        self.road.slot_ids.unlink()
        self.visit.duration = 240
        self.assertFalse(self.visit.missing)
        with self.assertRaisesRegex(ValidationError, "half-day"):
            self.visit.duration = 241

    def test_hours_that_are_over_before_an_opening_begins_do_not_count(self):
        self.hours.date_until = MONDAY
        self.road.slot_ids.date_from = date(2026, 2, 1)
        self.assertMissing("no opening meets the web hours")

    def test_bookable_in_one_establishment_is_enough(self):
        theirs = self.create_agenda("Theirs", self.sibling, by_sector=True)
        theirs.service_ids = self.visit
        self.assertEqual(self.visit.missing, "Theirs: no technician can do it.")
        self.visit.is_published = True

    def test_offered_at_a_counter_too_it_is_published(self):
        self.hours.online = False
        self.agenda.service_ids |= self.visit
        self.visit.is_published = True

    def test_a_counter_lacks_nothing(self):
        self.agenda.slot_ids.unlink()
        self.assertFalse(self.service.missing)

    def test_without_agenda_it_is_said_but_not_refused(self):
        service = self.service.create({"name": "Other", "company_id": self.parent.id})
        self.assertIn("Link it to an agenda", service.missing)
        service.is_published = True

    @users("sibling")
    def test_an_establishment_reads_of_its_own_agendas_only(self):
        self.hours.sudo().online = False
        self.assertTrue(self.visit.missing)
        self.env.invalidate_all()
        visit = self.visit.with_env(self.env)
        self.assertFalse(visit.agenda_ids)
        self.assertFalse(visit.missing)

    @users("administrator")
    def test_the_form_warns_before_and_the_button_publishes(self):
        self.hours.sudo().online = False
        visit = self.visit.with_env(self.env)
        self.assertIn("no web hours", Form(visit).missing)
        with self.assertRaises(ValidationError):
            visit.website_publish_button()
        self.hours.sudo().online = True
        self.assertTrue(visit.website_publish_button())
        self.assertTrue(visit.is_published)

    @users("officer")
    def test_an_officer_of_the_parent_opens_the_form_all_the_same(self):
        visit = self.visit.with_env(self.env)
        spec = {
            "missing": {},
            "agenda_ids": {"fields": {"technician_ids": {"fields": {"display_name": {}}}}},
        }
        self.env.invalidate_all()
        [values] = visit.web_read(spec)
        self.assertEqual(values["agenda_ids"], [{"id": self.road.id, "technician_ids": []}])
        self.env.invalidate_all()
        [values] = visit.web_save({"duration": 61, "is_published": True}, spec)
        self.assertEqual(values["agenda_ids"], [{"id": self.road.id, "technician_ids": []}])

    def test_thirty_services_cost_what_one_does(self):
        counts = []
        for number in (1, 30):
            self.env["rendezvous.service"].create(
                [
                    {
                        "name": f"Visit {n}",
                        "company_id": self.parent.id,
                        "agenda_ids": self.road.ids,
                    }
                    for n in range(number)
                ]
            )
            services = self.visit.browse(self.road.service_ids.ids)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            services.mapped("missing")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
