from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from unittest.mock import patch

from odoo.tests import tagged

from .axe_common import AxeCase
from .common import at
from .public_common import PublicCase

PAGE = "/my/rendezvous/feed"


@tagged("post_install", "-at_install")
class TestFeedPages(PublicCase):
    """The file behind a link, and the page where a contact makes his."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.appointment = cls.env["rendezvous.appointment"]._book(
            cls.service, at(9), cls.agenda, cls.contact
        )
        cls.link = cls.env["rendezvous.feed"].create({"agenda_id": cls.agenda.id})
        cls.env.flush_all()

    def ask(self, token=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.get(f"/rendezvous/feed/{token or self.link.token}.ics", headers=headers)

    def my_links(self):
        self.env.invalidate_all()
        return self.contact._calendar_links()

    def test_the_file_comes_without_log_in_or_session(self):
        response = self.ask()
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "text/calendar; charset=utf-8")
        self.assertIn("private", response.headers["Cache-Control"])
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertEqual(response.content.count(b"BEGIN:VEVENT"), 1)

    def test_an_unchanged_file_is_not_sent_twice(self):
        etag = self.ask().headers["ETag"]
        again = self.ask(If_None_Match=etag)
        self.assertEqual((again.status_code, again.content), (304, b""))
        self.assertEqual(again.headers["ETag"], etag)
        self.contact.name = "Somebody Else"
        self.env.flush_all()
        self.assertEqual(self.ask(If_None_Match=etag).status_code, 200)

    def test_a_date_alone_is_honoured_too(self):
        modified = self.ask().headers["Last-Modified"]
        self.assertEqual(self.ask(If_Modified_Since=modified).status_code, 304)
        before = parsedate_to_datetime(modified) - timedelta(seconds=1)
        response = self.ask(If_Modified_Since=format_datetime(before, usegmt=True))
        self.assertEqual(response.status_code, 200)

    def test_wrong_and_stopped_links_are_alike(self):
        stopped = self.env["rendezvous.feed"].create({"agenda_id": self.agenda.id})
        former = self.link.token
        self.link.action_renew()
        stopped.action_stop()
        self.env.flush_all()
        self.outcome("first")
        answers = {self.outcome(token) for token in ("wrong", former, stopped.token, "%00", "é")}
        self.assertEqual(len(answers), 1, answers)
        self.assertEqual(answers.pop()[:2], (404, b""))

    def outcome(self, token):
        """Return what a link gives, and how many statements it takes to say so."""
        before = self.env.cr.sql_log_count
        response = self.ask(token)
        return response.status_code, response.content, self.env.cr.sql_log_count - before

    def test_a_link_only_reads(self):
        self.assertEqual(self.ask("x").status_code, 404)
        url = f"/rendezvous/feed/{self.link.token}.ics"
        self.log_in()
        self.assertEqual(self.post(url).status_code, 405)
        writes = "odoo.addons.rendezvous.models.rendezvous_feed.RendezvousFeed.write"
        with patch(writes, side_effect=AssertionError):
            self.assertEqual(self.ask().status_code, 200)

    def test_the_contact_makes_renews_and_closes_his_link(self):
        self.log_in()
        self.assertIn(PAGE, self.page("/my/rendezvous").xpath("//main//a/@href"))
        self.assertIn("Make my link", self.words(self.page(PAGE)))
        self.post(PAGE, {"action": "start"})
        self.post(PAGE, {"action": "start"})
        first = self.my_links().token
        tree = self.page(f"{PAGE}?message=start")
        self.assertEqual(
            tree.xpath("//input[@id='rendezvous_feed_url']/@value"), [self.my_links().url]
        )
        self.post(PAGE, {"action": "renew"})
        self.assertEqual(self.ask(first).status_code, 404)
        second = self.my_links().token
        self.assertEqual(self.ask(second).status_code, 200)
        self.post(PAGE, {"action": "stop"})
        self.assertEqual(self.ask(second).status_code, 404)
        self.assertFalse(self.my_links())

    def test_nothing_changes_by_following_a_link_or_without_the_page_s_own_word(self):
        self.log_in()
        self.get(f"{PAGE}?action=start")
        self.post(PAGE, {"action": "start"}, csrf=False)
        self.post(PAGE, {"action": "other"})
        self.assertFalse(self.my_links())

    def test_one_logs_in_first(self):
        self.assertIn("/web/login", self.get(PAGE).headers["Location"])

    def test_the_contact_takes_the_date_of_his_link_away_but_not_the_link(self):
        self.contact._start_calendar_link()
        data = self.contact.sudo()._personal_data(self.appointment)
        self.assertEqual(len(data["calendar_links"]), 1)
        self.assertNotIn(self.my_links().token, str(data))


@tagged("post_install", "-at_install")
class TestFeedBrowser(AxeCase):
    def test_the_page_is_accessible_before_and_after_and_copies_the_link(self):
        with self.visitor("citizen", width=390) as visitor:
            visitor.open(PAGE)
            self.assertAccessible(visitor, PAGE)
            visitor.click("//button[contains(., 'Make my link')]")
            visitor.find("//*[@role='status'][contains(., 'Your link is ready')]")
            self.assertAccessible(visitor, PAGE)
            visitor.click("//button[contains(., 'Copy the link')]")
            visitor.find("//*[@role='status'][contains(., 'copied')]")
