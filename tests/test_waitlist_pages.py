from odoo.tests import tagged

from .common import MONDAY, NOW, at
from .public_common import PublicCase
from .waitlist_common import MINUTE, WaitlistCase


@tagged("post_install", "-at_install")
class TestWaitlistPages(WaitlistCase, PublicCase):
    """The two ways in and the answers, by the forms alone: no script runs here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service.lead_min = 0

    def wish(self, **values):
        return {
            "service": self.service.id,
            "date_from": str(MONDAY),
            "date_until": str(MONDAY),
            "hour_from": "09:00",
            "hour_to": "12:00",
            "weekday": ["0", "1"],
            "establishment": self.child.id,
            **values,
        }

    def mine(self, partner=None):
        return self.Entry.search([("partner_id", "=", (partner or self.contact).id)])

    def test_a_page_that_shows_nothing_free_leads_to_the_list(self):
        self.fill()
        self.env.flush_all()
        (link,) = self.page(self.service_url).xpath("//section//a[contains(., 'waiting list')]")
        self.log_in()
        form = self.page(link.get("href"))
        self.assertTrue(form.xpath("//form[@method='post'][@action='/rendezvous/waitlist']"))

    def test_a_page_with_free_times_does_not(self):
        self.assertNotIn("waiting list", self.words(self.page(self.service_url)))

    def test_late_times_alone_show_a_discreet_link(self):
        self.fill()
        self.opening.copy({"date": "2026-02-02"})
        self.env.flush_all()
        page = self.page(self.service_url)
        self.assertIn("Nothing early enough?", self.words(page))

    def test_without_a_list_nothing_leads_there(self):
        self.fill()
        self.agenda.has_waitlist = False
        self.env.flush_all()
        self.assertNotIn("waiting list", self.words(self.page(self.service_url)))
        self.log_in()
        self.assertEqual(
            self.get(f"/rendezvous/waitlist?service={self.service.id}").status_code, 404
        )

    def test_visitors_log_in_first(self):
        url = f"/rendezvous/waitlist?service={self.service.id}"
        self.assertIn("/web/login", self.get(url).headers["Location"])

    def test_joining_by_the_form(self):
        self.log_in()
        answer = self.post("/rendezvous/waitlist", self.wish())
        self.assertIn("message=joined", answer.headers["Location"])
        entry = self.mine()
        self.assertEqual((entry.hour_from, entry.hour_to, entry.weekdays), (9, 12, "0,1"))
        self.assertEqual((entry.agenda_ids, entry.origin), (self.agenda, "online"))

    def test_joining_twice_is_the_same_entry(self):
        self.log_in()
        self.post("/rendezvous/waitlist", self.wish())
        self.post("/rendezvous/waitlist", self.wish(hour_from="10:00"))
        self.assertEqual(self.mine().mapped("hour_from"), [10])

    def test_an_end_before_the_start_moves_by_the_set_length(self):
        self.agenda.write({"waitlist_hour_from": 9, "waitlist_hour_to": 12})
        self.log_in()
        self.post("/rendezvous/waitlist", self.wish(hour_from="13:30"))
        self.assertEqual(self.mine().hour_to, 16.5)

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self):
        self.log_in()
        wrong = self.wish(date_until="2025-01-01", hour_from="25:00", weekday=[], establishment=99)
        page = self.tree(self.post("/rendezvous/waitlist", wrong))
        self.assertEqual(len(page.xpath("//*[@role='alert']//li")), 4)
        self.assertEqual(page.xpath("//input[@name='date_until']/@value"), ["2025-01-01"])
        self.assertFalse(self.mine())

    def test_without_the_token_nothing_changes(self):
        self.log_in()
        self.assertEqual(
            self.post("/rendezvous/waitlist", self.wish(), csrf=False).status_code, 400
        )
        self.assertFalse(self.mine())

    def test_nobody_waits_for_everything(self):
        self.Entry.create(
            [
                {
                    "partner_id": self.contact.id,
                    "service_id": self.service.copy({"agenda_ids": self.agenda.ids}).id,
                }
                for _number in range(10)
            ]
        )
        self.log_in()
        page = self.tree(self.post("/rendezvous/waitlist", self.wish()))
        self.assertIn("leave one of them first", self.words(page))

    def test_earlier_from_an_appointment_of_one_s_own(self):
        booked = self.book(at(10))
        self.env.flush_all()
        self.log_in()
        (link,) = self.page(booked.access_url).xpath("//a[contains(., 'Earlier if possible')]")
        self.assertIn("at most three offers", self.words(self.page(link.get("href"))))
        self.post("/rendezvous/waitlist", self.wish(appointment=booked.id))
        self.assertEqual(self.mine().appointment_id, booked)

    def test_the_appointment_of_somebody_else_is_none(self):
        theirs = self.book(at(10), partner=self.ann)
        self.env.flush_all()
        self.log_in()
        url = f"/rendezvous/waitlist?appointment={theirs.id}"
        self.assertEqual(self.get(url).status_code, 404)
        answer = self.post("/rendezvous/waitlist", self.wish(appointment=theirs.id))
        self.assertEqual((answer.status_code, self.mine()), (404, self.Entry))

    def offered(self, **values):
        self.wait(self.contact, **values)
        self.serve()
        return self.mine().offer_id

    def test_accepting_by_the_button(self):
        offer = self.offered()
        self.log_in()
        url = f"/my/rendezvous/waitlist/offer/{offer.id}"
        page = self.page(url)
        self.assertIn("A time is free for you", self.words(page))
        (action,) = page.xpath("//form[contains(@action, '/accept')]/@action")
        self.post(action)
        self.assertEqual((offer.state, offer.appointment_id.state), ("accepted", "confirmed"))
        self.assertIn("You have accepted", self.words(self.page(url)))

    def test_accepting_an_earlier_time(self):
        booked = self.book(at(10))
        offer = self.offered(appointment_id=booked.id)
        self.log_in()
        answer = self.post(f"/my/rendezvous/waitlist/offer/{offer.id}/accept")
        self.assertIn(f"/my/rendezvous/{booked.id}", answer.headers["Location"])
        self.assertEqual(booked.start, at(9))

    def test_the_file_comes_first_where_something_is_asked(self):
        self.add_questions()
        offer = self.offered()
        self.log_in()
        answer = self.post(f"/my/rendezvous/waitlist/offer/{offer.id}/accept")
        path = f"/rendezvous/appointment/{offer.appointment_id.id}"
        self.assertTrue(answer.headers["Location"].endswith(path))
        self.assertEqual(offer.state, "open")

    def test_refusing_and_leaving(self):
        offer = self.offered()
        self.log_in()
        self.post(f"/my/rendezvous/waitlist/offer/{offer.id}/refuse")
        self.assertEqual((offer.state, self.mine().state), ("refused", "waiting"))
        self.post(f"/my/rendezvous/waitlist/{self.mine().id}/leave")
        self.assertEqual(self.mine().state, "cancelled")
        self.assertIn("Left", self.words(self.page("/my/rendezvous/waitlist")))

    def test_following_a_link_changes_nothing(self):
        offer = self.offered()
        self.log_in()
        for action in ("accept", "refuse"):
            answer = self.get(f"/my/rendezvous/waitlist/offer/{offer.id}/{action}")
            self.assertIn(answer.status_code, (404, 405))
        self.page(f"/my/rendezvous/waitlist/offer/{offer.id}")
        self.assertEqual(offer.state, "open")

    def test_what_is_over_is_said_kindly(self):
        offer = self.offered()
        offer.until = NOW - MINUTE
        self.log_in()
        url = f"/my/rendezvous/waitlist/offer/{offer.id}"
        self.assertIn("This offer is over", self.words(self.page(url)))
        self.assertIn("This offer is over", self.words(self.tree(self.post(f"{url}/accept"))))
        self.assertEqual(offer.appointment_id.state, "held")

    def test_what_cannot_be_moved_any_more_is_said_kindly(self):
        booked = self.book(at(10))
        offer = self.offered(appointment_id=booked.id)
        self.service.is_move_allowed = False
        self.log_in()
        page = self.tree(self.post(f"/my/rendezvous/waitlist/offer/{offer.id}/accept"))
        self.assertIn("too late to change", self.words(page))
        self.assertEqual((booked.start, offer.state), (at(10), "open"))

    def test_others_neither_see_nor_answer_it(self):
        offer = self.offered()
        self.log_in(self.other_citizen)
        url = f"/my/rendezvous/waitlist/offer/{offer.id}"
        self.assertEqual(self.get(url).status_code, 404)
        self.assertEqual(self.post(f"{url}/accept").status_code, 404)
        self.assertEqual(self.post(f"{url}/refuse").status_code, 404)
        leave = f"/my/rendezvous/waitlist/{self.mine().id}/leave"
        self.assertEqual(self.post(leave).status_code, 404)
        self.assertEqual(offer.state, "open")

    def test_an_offer_is_no_appointment_to_be_completed(self):
        self.offered()
        self.log_in()
        words = self.words(self.page("/my/rendezvous"))
        self.assertNotIn("To be completed", words)
        self.assertIn("A time is kept for you", words)

    def test_the_message_leads_to_the_offer(self):
        offer = self.offered()
        message = offer.appointment_id.notification_ids.mail_message_id
        self.assertIn(f"/my/rendezvous/waitlist/offer/{offer.id}", message.body)
        self.assertFalse(message.attachment_ids)
        sms = self.env.ref("rendezvous.sms_template_appointment_waitlist_offer")
        body = sms._render_field("body", offer.appointment_id.ids)[offer.appointment_id.id]
        self.assertIn(offer._portal_link(), body)
