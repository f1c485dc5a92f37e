from datetime import timedelta

import icalendar
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RendezvousCase, at

# The link and its owner, the appointments, and what they name, each read once.
FEED_QUERIES = 10


@tagged("post_install", "-at_install")
class TestFeedContent(RendezvousCase):
    """What a link shows, read back by another library."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact.write(
            {"name": "Zoé, “Z” Martin", "phone": "+33612345678", "street": "1 rue Basse"}
        )
        cls.appointment = cls.env["rendezvous.appointment"]._book(
            cls.service, at(9), cls.agenda, cls.contact
        )
        cls.mine = cls.link(partner_id=cls.contact.id)

    @classmethod
    def link(cls, **values):
        return cls.env["rendezvous.feed"].create(values or {"agenda_id": cls.agenda.id})

    def events(self, link):
        calendar = icalendar.Calendar.from_ical(link._calendar_file()[0])
        self.assertFalse([event.errors for event in calendar.walk() if event.errors])
        return calendar.walk("VEVENT")

    def test_the_contact_sees_what_and_where_under_the_name_of_his_messages(self):
        [event] = self.events(self.mine)
        sent = icalendar.Calendar.from_ical(self.appointment._ics()).walk("VEVENT")[0]
        for name in ("UID", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "STATUS"):
            with self.subTest(name=name):
                self.assertEqual(event[name], sent[name])
        self.assertIn(b"DTSTART:20260105T080000Z", self.mine._calendar_file()[0])

    def test_the_link_to_his_page_opens_nothing_without_log_in(self):
        [event] = self.events(self.mine)
        self.assertTrue(event["URL"].endswith(f"/my/rendezvous/{self.appointment.id}"))
        self.assertNotIn(b"access_token", self.mine._calendar_file()[0])

    def test_staff_sees_who_comes_and_how_to_reach_him(self):
        [event] = self.events(self.link())
        self.assertEqual(event["SUMMARY"], "Passport – Zoé, “Z” Martin")
        self.assertIn("+33 6 12 34 56 78", event["DESCRIPTION"])
        self.assertIn("1 rue Basse", event["DESCRIPTION"])

    def test_notes_of_staff_leave_with_no_link(self):
        self.appointment.note = "Confidential"
        for link in (self.mine, self.link()):
            self.assertNotIn(b"Confidential", link._calendar_file()[0])

    def test_a_half_day_is_one_to_the_contact_and_a_time_to_staff(self):
        self.appointment.write({"window_start": at(8), "window_stop": at(12)})
        [told] = self.events(self.mine)
        [exact] = self.events(self.link())
        spans = [
            [moment.replace(tzinfo=None) for moment in (event.start, event.end)]
            for event in (told, exact)
        ]
        self.assertEqual(spans, [[at(8), at(12)], [at(9), at(9, 30)]])
        self.assertIn("between 8:00", exact["DESCRIPTION"].replace("\u202f", " "))

    def test_a_move_keeps_the_name_and_raises_the_sequence(self):
        uid = self.events(self.mine)[0]["UID"]
        self.appointment._move(at(10))
        [event] = self.events(self.mine)
        self.assertEqual((event["UID"], event["SEQUENCE"]), (uid, 1))

    def test_what_is_cancelled_or_only_held_is_not_there(self):
        self.appointment.action_cancel()
        self.book(at(10), hold=True)
        for link in (self.mine, self.link()):
            self.assertFalse(self.events(link))

    def test_each_link_shows_its_own_appointments(self):
        self.agenda.technician_ids = self.technician
        self.add_hours(self.technician)
        other = self.book(at(10), partner=self.other_citizen.partner_id)
        for link, appointments in (
            (self.link(technician_id=self.technician.id), other),
            (self.mine, self.appointment),
            (self.link(), self.appointment | other),
        ):
            uids = {event["UID"] for event in self.events(link)}
            self.assertEqual(uids, set(appointments.mapped("ics_uid")))

    def test_it_reaches_sixty_days_back_and_a_year_ahead(self):
        for moment, count in (
            (self.appointment.start + timedelta(days=60), 1),
            (self.appointment.start + timedelta(days=60, seconds=1), 0),
            (self.appointment.start - timedelta(days=364), 1),
            (self.appointment.start - timedelta(days=365), 0),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.assertEqual(len(self.events(self.mine)), count)

    def test_a_contact_who_may_not_see_his_history_has_no_past_there(self):
        self.contact.rendezvous_profile_id = self.env.ref(
            "rendezvous.rendezvous_portal_profile_b2c"
        ).copy({"is_default": False, "can_see_history": False})
        self.assertTrue(self.events(self.mine))
        with freeze_time(at(9, 10)):
            self.assertTrue(self.events(self.mine))
        with freeze_time(at(9, 30)):
            self.assertFalse(self.events(self.mine))

    def test_the_file_suits_strict_readers(self):
        self.service.name = "Carte d’identité; " + "très " * 20
        body = self.link()._calendar_file()[0]
        self.assertTrue(body.startswith(b"BEGIN:VCALENDAR\r\n"))
        self.assertTrue(body.endswith(b"END:VCALENDAR\r\n"))
        self.assertNotIn(b"\n", body.replace(b"\r\n", b""))
        self.assertLessEqual(max(map(len, body.split(b"\r\n"))), 75)
        for line in (
            b"VERSION:2.0",
            b"METHOD:PUBLISH",
            b"REFRESH-INTERVAL;VALUE=DURATION:PT1H",
            b"X-PUBLISHED-TTL:PT1H",
            "X-WR-CALNAME:Counter – Child".encode(),
        ):
            self.assertIn(line, body.split(b"\r\n"))
        [event] = self.events(self.link())
        self.assertIn("identité; très très", event["SUMMARY"])
        changed = self.appointment.write_date.replace(microsecond=0)
        self.assertEqual(event["DTSTAMP"].dt.replace(tzinfo=None), changed)

    def test_a_calendar_without_appointment_is_one_all_the_same(self):
        self.appointment.action_cancel()
        self.assertIn(b"X-WR-CALNAME", self.mine._calendar_file()[0])

    def test_it_speaks_the_language_of_its_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.service.with_context(lang="fr_FR").name = "Passeport"
        self.contact.lang = "fr_FR"
        self.assertTrue(self.events(self.mine)[0]["SUMMARY"].startswith("Passeport"))

    def test_the_date_moves_on_with_every_change_and_each_quarter_of_an_hour(self):
        # The database has a clock of its own.
        changed = self.mine._calendar_file()[1]
        self.assertEqual(changed, self.appointment.write_date.replace(microsecond=0))
        later = changed.replace(minute=0, second=0) + timedelta(hours=1, minutes=29)
        with freeze_time(later):
            self.assertEqual(self.mine._calendar_file()[1], later - timedelta(minutes=14))

    def test_it_costs_the_same_for_five_appointments_and_for_fifty(self):
        self.add_openings(self.agenda, 12, 20)
        link, mine = self.link(), [("agenda_id", "=", self.agenda.id)]
        link._calendar_file()
        slots = iter(
            slot.start
            for slot in self.service._available_slots(at(9, 30), at(9) + timedelta(days=7))
        )
        for count in (5, 50):
            for _n in range(count - self.agenda.appointment_ids.search_count(mine)):
                partner = self.env["res.partner"].create({"name": "Someone", "city": "Valombre"})
                self.book(next(slots), partner=partner)
            token = link.token
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            body = self.env["rendezvous.feed"]._by_token(token)._calendar_file()[0]
            self.assertEqual(self.env.cr.sql_log_count - before, FEED_QUERIES)
            self.assertEqual(body.count(b"BEGIN:VEVENT"), count)

    def test_a_stopped_link_never_comes_back(self):
        link = self.link()
        token = link.token
        link.action_stop()
        self.assertFalse(link._by_token(token))
        link.action_unarchive()
        self.assertFalse(link._by_token(token))
        self.assertEqual(link._by_token(link.token), link)

    def test_a_link_is_long_its_own_and_nobody_chooses_it(self):
        first, second = self.link(), self.link(agenda_id=self.agenda.id, token="easy")
        self.assertNotEqual(first.token, second.token)
        self.assertGreaterEqual(len(second.token), 43)

    def test_a_link_dies_with_its_owner(self):
        links = {
            "agenda": (self.link(), self.agenda),
            "technician": (self.link(technician_id=self.technician.id), self.technician),
            "account": (self.mine, self.citizen),
        }
        for name, (link, owner) in links.items():
            with self.subTest(name=name):
                self.assertTrue(link._by_token(link.token))
                owner.active = False
                self.assertFalse(link._by_token(link.token))

    def test_the_link_of_a_contact_who_is_erased_is_gone(self):
        self.contact._anonymise()
        self.assertFalse(self.mine.exists())

    def test_the_link_of_a_merged_file_leads_to_the_one_that_is_kept(self):
        double = self.env["res.partner"].create({"name": "Zoé Martin"})
        theirs = self.link(partner_id=double.id)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (double | self.contact).ids, self.contact, extra_checks=False
        )
        self.assertEqual(theirs.partner_id, self.contact)
        for link in (self.mine, theirs):
            self.assertEqual(len(self.events(link._by_token(link.token))), 1)

    def test_who_is_no_technician_is_told_what_to_do(self):
        with self.assertRaises(UserError):
            self.env["rendezvous.feed"].with_user(self.agent).action_mine()
