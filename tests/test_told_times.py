from freezegun import freeze_time

from odoo.tests import tagged

from ..exceptions import SlotTaken
from .common import at
from .public_common import PublicCase
from .road_common import RoadCase

HALF_DAY = "Monday, January 5, 2026, between 8:00"
# The exact time of the visit of these tests, as it must never be read.
EXACT = ("10:15", "11:15")


@tagged("post_install", "-at_install")
class TestToldTimes(RoadCase):
    """A contact is told the half-day he chose, staff the exact time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.give(cls.sector_north)
        cls.north.email = "north@example.com"

    def visit_at_ten(self):
        return self.plan(at(10, 15)).with_context(tracking_disable=False)

    def assertToldHalfDay(self, text, words=HALF_DAY):
        self.assertIn(words, text)
        for hour in EXACT:
            self.assertNotIn(hour, text)

    def mail(self, visit):
        domain = [("model", "=", visit._name), ("res_id", "=", visit.id)]
        return self.env["mail.mail"].search(domain, order="id desc", limit=1)

    def test_words(self):
        visit = self.visit_at_ten()
        self.assertToldHalfDay(visit._told_when())
        self.assertToldHalfDay(visit._told_hours(), "between 8:00")
        self.assertIn("10:15", visit._exact_when())

    def test_words_in_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        words = self.visit_at_ten().with_context(lang="fr_FR")._told_when()
        self.assertIn("lundi 5 janvier 2026", words)

    def test_an_exact_appointment_is_told_exactly(self):
        appointment = self.book(at(9))
        self.assertEqual(appointment._told_when(), appointment._exact_when())
        self.assertIn("–", appointment._told_hours())

    def test_messages(self):
        visit = self.visit_at_ten()
        for act in (lambda: None, lambda: visit.action_cancel("Ill")):
            act()
            mail = self.mail(visit)
            self.assertToldHalfDay(mail.subject)
            self.assertToldHalfDay(mail.body_html, "between 8:00")

    def test_the_calendar_file(self):
        text = self.visit_at_ten()._ics().decode()
        self.assertIn("DTSTART:20260105T070000Z", text)
        self.assertIn("DTEND:20260105T110000Z", text)

    def test_calendars_are_not_told_of_a_move_inside_the_half_day(self):
        visit = self.visit_at_ten()
        visit._move(at(9), online=False)
        self.assertEqual(visit.ics_sequence, 0)
        visit._move(at(14), online=False)
        self.assertEqual(visit.ics_sequence, 1)

    def test_the_slip(self):
        report = self.env["ir.actions.report"].with_user(self.agent)
        name = "rendezvous.rendezvous_appointment_report_slip"
        content, _type = report._render_qweb_html(name, self.visit_at_ten().ids)
        self.assertToldHalfDay(content.decode())

    def test_the_data_that_a_contact_takes_away(self):
        visit = self.visit_at_ten()
        data = self.north._appointment_data(visit)
        self.assertEqual(data["start"], "2026-01-05T08:00:00+01:00")
        self.assertEqual(data["stop"], "2026-01-05T11:00:00Z")

    def test_the_refusal_of_a_half_day(self):
        for _n in range(4):
            self.reserve(at(8))
        with self.assertRaises(SlotTaken) as refusal:
            self.reserve(at(8))
        self.assertIn(HALF_DAY, str(refusal.exception))
        self.assertIn("Monday, January 5, 2026, between 1:30", str(refusal.exception))

    def test_the_history_holds_what_the_contact_was_told(self):
        visit = self.visit_at_ten()
        self.flush_tracking()
        visit._move(at(9), online=False)
        self.flush_tracking()
        self.assertFalse(visit._contact_moves())
        visit._move(at(14), online=False)
        self.flush_tracking()
        ((_moment, words),) = visit._contact_moves()
        self.assertToldHalfDay(words)
        self.assertIn("to Monday, January 5, 2026, between 1:30", words)

    def test_a_narrower_time_shows_in_the_history(self):
        visit = self.visit_at_ten()
        self.flush_tracking()
        visit.write({"window_start": at(9), "window_stop": at(11, 30), "is_narrowed": True})
        self.flush_tracking()
        ((_moment, words),) = visit._contact_moves()
        self.assertIn("More exactly: Monday, January 5, 2026, between 9:00", words)

    def test_limits_count_from_the_half_day(self):
        self.visit.cancel_limit = 4
        visit = self.visit_at_ten()
        for moment, allowed in ((at(4), True), (at(4, 1), False)):
            with freeze_time(moment):
                self.assertEqual(visit._contact_may_cancel(), allowed)

    def test_it_is_to_come_until_the_half_day_is_over(self):
        visit = self.visit_at_ten()
        coming = visit._contact_domain(self.north, past=False)
        with freeze_time(at(11, 45)):
            self.assertEqual(visit._contact_state()[0], "confirmed")
            self.assertTrue(visit._is_too_late())
            domain = visit._contact_domain(self.north, past=False)
            self.assertEqual(visit.search(domain), visit)
        with freeze_time(at(12)):
            self.assertEqual(visit._contact_state()[0], "past")
            self.assertFalse(visit.search(visit._contact_domain(self.north, past=False)))
        self.assertEqual(visit.search(coming), visit)

    def test_a_held_half_day_is_found_again(self):
        visit = self.reserve(at(8), hold=True)
        choice = {"start": at(8), "agenda": self.road, "location": self.north}
        self.assertTrue(visit._is_at(self.visit, choice))
        self.assertEqual(visit._as_choice()["start"], at(8))

    def flush_tracking(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestToldPages(RoadCase, PublicCase):
    """The contact's pages never show the exact time of a half-day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.give(cls.sector_north)

    def setUp(self):
        super().setUp()
        self.booked = self.plan(at(10, 15), self.contact)
        self.env.flush_all()
        self.log_in()

    def test_no_page_shows_the_exact_time(self):
        url = self.booked.access_url
        for path in ("/my/rendezvous", url, f"{url}/move", "/my/rendezvous/data"):
            with self.subTest(path=path):
                text = self.words(self.page(path), "//body")
                self.assertIn("between 8:00", text)
                for hour in EXACT:
                    self.assertNotIn(hour, text)

    def test_the_confirmed_page(self):
        path = f"/rendezvous/appointment/{self.booked.id}/confirmed"
        self.assertIn(HALF_DAY, self.words(self.page(path)))

    def test_the_file_of_a_held_half_day(self):
        held = self.reserve(at(13, 30), self.contact, location=self.north, hold=True)
        self.env.flush_all()
        text = self.words(self.page(f"/rendezvous/appointment/{held.id}"))
        self.assertIn("Monday, January 5, 2026, between 1:30", text)
