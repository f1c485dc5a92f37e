from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exceptions import SlotTaken
from .common import NOW, RendezvousCase, at
from .feed_common import calendar, calendar_server

NINE = "DTSTART:20260105T090000\nDURATION:PT1H"
TEN = "DTSTART:20260105T100000\nDURATION:PT30M"


@tagged("post_install", "-at_install")
class TestBusyFeeds(RendezvousCase):
    """Outside calendars on Monday at nine in Paris, from reading them to what is offered."""

    def setUp(self):
        super().setUp()
        self.server = self.enterContext(calendar_server())
        self.server.answer(calendar(NINE))

    def follow(self, **values):
        owner = values or {"agenda_id": self.agenda.id}
        return self.env["rendezvous.busy.feed"].create({"url": self.server.url, **owner})

    def fetch(self, feed):
        feed.action_fetch()
        self.env.flush_all()
        return feed

    def periods(self, feed):
        return feed.period_ids.mapped(lambda period: (period.start, period.stop))

    def run_job(self, moment=NOW):
        self.env.flush_all()
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("rendezvous.rendezvous_cron_busy_feeds").method_direct_trigger()
        self.env.invalidate_all()

    def test_what_is_busy_outside_is_not_offered(self):
        self.assertEqual(self.starts()[0], at(9))
        feed = self.fetch(self.follow())
        self.assertEqual(feed.state, "ok")
        self.assertEqual(self.periods(feed), [(at(9), at(10))])
        self.assertEqual(self.starts()[0], at(10))

    def test_it_blocks_every_place_of_the_agenda_and_no_other_agenda(self):
        self.agenda.capacity = 3
        other = self.create_agenda("Other", self.child)
        self.add_openings(other)
        self.fetch(self.follow())
        self.assertNotIn(at(9), self.starts(agendas=self.agenda))
        self.assertIn(at(9), self.starts(agendas=other))

    def test_it_blocks_the_technician_alone(self):
        colleague = self.create_technician("Theo", self.child)
        self.agenda.technician_ids = self.technician | colleague
        self.add_hours(self.technician)
        self.add_hours(colleague)
        self.fetch(self.follow(technician_id=self.technician.id))
        self.assertNotIn(at(9), self.starts(technician=self.technician))
        self.assertIn(at(9), self.starts(technician=colleague))

    def test_an_agenda_s_calendar_blocks_its_technicians(self):
        self.agenda.technician_ids = self.technician
        self.add_hours(self.technician)
        self.fetch(self.follow())
        self.assertEqual(self.starts()[0], at(10))

    def test_a_booking_is_refused_and_staff_may_force_it(self):
        self.fetch(self.follow())
        with self.assertRaises(SlotTaken):
            self.book(at(9))
        forced = (
            self.env["rendezvous.appointment"]
            .with_user(self.outside)
            ._book(self.service, at(9), self.agenda, self.contact, online=False, forced=True)
        )
        self.assertTrue(forced.forced)

    def test_a_busy_time_is_still_open_time(self):
        self.fetch(self.follow())
        openings = self.env["rendezvous.availability"]._openings(
            self.agenda, at(9), at(10), self.service
        )
        self.assertTrue(openings[self.agenda.id])

    def test_only_what_changed_is_written(self):
        feed = self.fetch(self.follow())
        [kept] = feed.period_ids.ids
        self.server.answer(calendar(NINE, TEN.replace("T10", "T11")))
        self.fetch(feed)
        self.assertIn(kept, feed.period_ids.ids)
        self.assertEqual(len(feed.period_ids), 2)
        self.server.answer(calendar(TEN.replace("T10", "T11")))
        self.fetch(feed)
        self.assertEqual(self.periods(feed), [(at(11), at(11, 30))])
        self.assertNotIn(kept, feed.period_ids.ids)

    def test_an_unreachable_calendar_keeps_what_is_known_and_says_so(self):
        feed = self.fetch(self.follow())
        self.server.answer(status=404)
        with freeze_time(NOW + timedelta(hours=2)):
            self.fetch(feed)
        self.assertEqual(feed.state, "failing")
        self.assertEqual((feed.error, feed.error_status), ("gone", 404))
        self.assertEqual(feed.read_at, NOW)
        self.assertEqual(self.starts()[0], at(10))

    def test_a_page_to_log_in_frees_nothing(self):
        feed = self.fetch(self.follow())
        self.server.answer(b"<html>Log in</html>")
        self.fetch(feed)
        self.assertEqual(feed.error, "no_calendar")
        self.assertEqual(self.starts()[0], at(10))

    def test_pauses_grow_and_success_ends_them(self):
        feed = self.follow()
        self.server.answer(status=500)
        pauses = []
        for _n in range(6):
            self.fetch(feed)
            pauses.append((feed.next_fetch - NOW).total_seconds() / 60)
        self.assertEqual(pauses, [15, 60, 240, 720, 1440, 1440])
        self.server.answer(calendar(NINE))
        self.fetch(feed)
        self.assertEqual((feed.state, feed.failures, feed.error), ("ok", 0, False))
        self.assertEqual(feed.next_fetch, NOW + timedelta(hours=1))

    def test_an_unchanged_calendar_is_asked_for_by_its_version(self):
        version = {"ETag": '"1"', "Last-Modified": "Fri, 02 Jan 2026 07:00:00 GMT"}
        self.server.answer(calendar(NINE), **version)
        feed = self.fetch(self.follow())
        self.server.answer(status=304)
        self.fetch(feed)
        asked = self.server.asked[1][1]
        self.assertEqual(asked["If-None-Match"], version["ETag"])
        self.assertEqual(asked["If-Modified-Since"], version["Last-Modified"])
        self.assertEqual((feed.state, len(feed.period_ids)), ("ok", 1))

    def test_after_a_week_it_is_read_whole_again(self):
        self.server.answer(calendar(NINE), ETag='"1"')
        feed = self.fetch(self.follow())
        with freeze_time(NOW + timedelta(days=7)):
            self.fetch(feed)
        self.assertNotIn("If-None-Match", self.server.asked[1][1])

    def test_the_job_reads_what_is_due_and_a_bad_one_stops_no_other(self):
        bad, good = self.follow(), self.follow()
        bad.url = "https://nowhere.example/a.ics"
        self.env.flush_all()
        with patch(
            "odoo.addons.rendezvous.models.rendezvous_busy_fetch.busy_time",
            side_effect=[RuntimeError("odd")],
        ):
            odd = self.fetch_muted(self.follow())
        self.assertEqual(odd.error, "unexpected")
        self.run_job()
        self.assertEqual((bad.error, bad.state), ("unknown_host", "failing"))
        self.assertEqual((good.state, self.periods(good)), ("ok", [(at(9), at(10))]))
        asked = len(self.server.asked)
        self.run_job(NOW + timedelta(minutes=10))
        self.assertEqual(len(self.server.asked), asked)

    @mute_logger("odoo.addons.rendezvous.models.rendezvous_busy_fetch")
    def fetch_muted(self, feed):
        return self.fetch(feed)

    def test_the_job_leaves_archived_calendars_and_owners_alone(self):
        archived = self.follow()
        archived.active = False
        self.follow(technician_id=self.technician.id)
        self.technician.active = False
        self.run_job()
        self.assertFalse(self.server.asked)

    def test_a_calendar_that_is_archived_blocks_nothing_any_more(self):
        feed = self.fetch(self.follow())
        feed.active = False
        self.assertEqual(self.starts()[0], at(9))

    def test_another_address_forgets_what_the_former_one_said(self):
        feed = self.fetch(self.follow())
        feed.url += "?other"
        self.assertEqual(self.starts()[0], at(9))
        self.assertEqual((feed.state, feed.etag, feed.next_fetch), ("new", False, NOW))

    def test_floating_times_are_on_the_clock_of_the_agenda(self):
        self.agenda.tz = "America/New_York"
        feed = self.fetch(self.follow())
        self.assertEqual(self.periods(feed), [(at(15), at(16))])

    def test_events_that_make_no_sense_are_counted(self):
        self.server.answer(calendar(NINE, "SUMMARY:Never"))
        self.assertEqual(self.fetch(self.follow()).unread, 1)

    def test_an_address_that_cannot_be_right_is_refused_when_typed(self):
        for url in ("file:///etc/passwd", "https://a:b@calendar.example/", "http://x.example:22/"):
            with self.subTest(url=url), self.assertRaises(ValidationError):
                self.follow(agenda_id=self.agenda.id, url=url)

    def test_a_private_address_is_refused_when_it_is_read(self):
        feed = self.follow(agenda_id=self.agenda.id, url="http://10.0.0.1/a.ics")
        self.assertEqual(self.fetch(feed).error, "private")

    def test_every_reason_has_its_words(self):
        words = self.env["rendezvous.busy.feed"]._fields["error"].get_values(self.env)
        feed = self.follow()
        for code in words:
            with self.subTest(code=code):
                self.assertTrue(feed._error_words(code).endswith("."))
