from datetime import timedelta

from .common import MONDAY, at
from .public_common import PDF, PublicCase

TUESDAY = MONDAY + timedelta(days=1)
# The whole page: session, website, menus, layout, profile, waiting list, and nine records or one.
LIST_QUERIES = 18


class TestPortalAppointments(PublicCase):
    def setUp(self):
        super().setUp()
        self.appointment = self.book(at(9))
        self.url = f"/my/rendezvous/{self.appointment.id}"
        self.log_in()

    def titles(self, query=""):
        return [
            self.words(title, ".")
            for title in self.page(f"/my/rendezvous{query}").xpath("//article//h2")
        ]

    def at_hours_before(self, hours):
        """Set the limits so that they end exactly so many hours before the start."""
        self.service.write({"cancel_limit": hours, "move_limit": hours})

    def test_my_account_leads_to_the_appointments(self):
        self.assertIn("/my/rendezvous", self.page("/my").xpath("//main//a/@href"))

    def test_coming_appointments_are_listed(self):
        self.assertEqual(self.titles(), ["Passport"])
        self.assertEqual(self.titles("?when=past"), [])

    def test_cancelled_appointments_are_past(self):
        self.appointment.action_cancel()
        self.assertEqual(self.titles(), [])
        self.assertEqual(self.titles("?when=past"), ["Passport"])

    def test_a_time_given_back_was_never_an_appointment(self):
        self.hold(at(10)).action_release()
        self.assertEqual(self.titles("?when=past"), [])

    def test_a_held_time_is_listed_until_it_expires(self):
        held = self.hold(at(10))
        self.assertEqual(len(self.titles()), 2)
        held.hold_until = held.hold_until - timedelta(hours=1)
        self.assertEqual(len(self.titles()), 1)

    def test_another_contact_s_appointments_are_not_listed(self):
        self.log_in(self.other_citizen)
        self.assertEqual(self.titles(), [])
        self.assertIn("No appointment ahead", self.words(self.page("/my/rendezvous")))

    def test_eleven_appointments_make_two_pages(self):
        for hour in (10, 11):
            for day in range(5):
                self.book(at(hour, day=MONDAY + timedelta(days=day)))
        self.assertEqual(len(self.titles()), 10)
        self.assertEqual(len(self.page("/my/rendezvous/page/2").xpath("//article")), 1)

    def test_the_detail_says_what_when_and_where(self):
        words = self.words(self.page(self.url)).replace("\u202f", " ")
        for expected in ("Passport", "Monday, January 5, 2026 at 9:00", "Child", "Confirmed"):
            self.assertIn(expected, words)

    def test_the_detail_never_shows_the_note_of_the_staff(self):
        self.appointment.note = "secret remark"
        self.assertNotIn("secret remark", self.words(self.page(self.url)))

    def test_the_file_is_shown_and_documents_are_downloaded(self):
        self.add_questions()
        attachment = self.env["ir.attachment"].create({"name": "proof.pdf", "raw": PDF})
        answer = self.env["rendezvous.answer"].create(
            {
                "appointment_id": self.appointment.id,
                "question_id": self.file.id,
                "attachment_id": attachment.id,
            }
        )
        [link] = self.page(self.url).xpath("//main//dd/a/@href")
        self.assertEqual(link, f"{self.url}/document/{answer.id}")
        response = self.get(link)
        self.assertEqual(response.content, PDF)
        self.assertIn("attachment", response.headers["Content-Disposition"])

    def test_the_calendar_file_is_downloaded(self):
        response = self.get(f"{self.url}/calendar.ics")
        self.assertIn("text/calendar", response.headers["Content-Type"])
        self.assertIn(b"BEGIN:VEVENT", response.content)

    def test_the_link_of_a_message_opens_it_without_log_in(self):
        token = self.appointment._portal_ensure_token()
        self.log_in(False)
        tree = self.page(f"{self.url}?access_token={token}")
        self.assertIn("Passport", self.words(tree))
        for link in tree.xpath("//aside//a/@href"):
            self.assertIn(token, link)
            self.assertEqual(self.get(link).status_code, 200, link)

    def test_without_log_in_nor_link_one_logs_in_first(self):
        self.log_in(False)
        self.assertIn("/web/login", self.get(self.url).headers["Location"])

    def test_the_contact_cancels_with_a_reason(self):
        response = self.post(f"{self.url}/cancel", {"reason": "Ill"})
        self.assertEqual(self.appointment.state, "cancelled")
        self.assertEqual(self.appointment.cancelled_by, "contact")
        self.assertEqual(self.appointment.cancel_reason, "Ill")
        words = self.words(self.page(response.headers["Location"]))
        self.assertIn("is cancelled", words)
        self.assertIn("Cancelled by you (Ill)", words)

    def test_the_contact_cancels_by_the_link_of_a_message(self):
        token = self.appointment._portal_ensure_token()
        self.log_in(False)
        self.post(f"{self.url}/cancel", {"access_token": token})
        self.assertEqual(self.appointment.state, "cancelled")

    def test_cancelling_needs_a_post(self):
        self.assertEqual(self.get(f"{self.url}/cancel").status_code, 405)
        self.assertEqual(self.appointment.state, "confirmed")

    def test_too_late_to_cancel_says_whom_to_call(self):
        self.child.phone = "+33 1 23 45 67 89"
        self.at_hours_before(24 * 30)
        response = self.post(f"{self.url}/cancel")
        self.assertEqual(self.appointment.state, "confirmed")
        words = self.words(self.page(response.headers["Location"]))
        self.assertIn("too late to change this appointment online", words)
        self.assertIn("+33 1 23 45 67 89", words)

    def test_too_late_hides_what_cannot_be_done(self):
        self.at_hours_before(24 * 30)
        tree = self.page(self.url)
        self.assertFalse(tree.xpath("//form[contains(@action, '/cancel')]"))
        self.assertFalse(tree.xpath("//a[contains(@href, '/move')]"))

    def test_a_service_that_forbids_moves_offers_none(self):
        self.service.is_move_allowed = False
        self.assertIn(self.url, self.get(f"{self.url}/move").headers["Location"])
        self.post(f"{self.url}/move", {"slot": self.code(at(9, day=TUESDAY))})
        self.assertEqual(self.appointment.start, at(9))

    def test_the_contact_moves_through_the_same_pages(self):
        codes = self.codes(self.page(f"{self.url}/move?week={MONDAY}"))
        self.assertNotIn(self.code(at(9)), codes)
        code = self.code(at(9, day=TUESDAY))
        self.assertIn(code, codes)
        tree = self.page(f"{self.url}/move?slot={code}")
        self.assertEqual(self.appointment.start, at(9))
        self.assertEqual(tree.xpath("//input[@name='slot']/@value"), [code])
        response = self.post(f"{self.url}/move", {"slot": code})
        self.assertEqual(self.appointment.start, at(9, day=TUESDAY))
        self.assertIn("has moved", self.words(self.page(response.headers["Location"])))
        self.assertIn(at(9), self.starts())

    def test_moving_by_the_link_of_a_message_keeps_the_link(self):
        token = self.appointment._portal_ensure_token()
        self.service.audience = "registered"
        self.log_in(False)
        tree = self.page(f"{self.url}/move?week={MONDAY}&access_token={token}")
        self.assertEqual(tree.xpath("//main//input[@name='access_token']/@value"), [token])
        code = self.code(at(9, day=TUESDAY))
        self.post(f"{self.url}/move", {"slot": code, "access_token": token})
        self.assertEqual(self.appointment.start, at(9, day=TUESDAY))

    def test_a_move_to_a_time_just_taken_keeps_the_old_one(self):
        code = self.code(at(9, day=TUESDAY))
        self.book(at(9, day=TUESDAY), partner=self.other_citizen.partner_id)
        response = self.post(f"{self.url}/move", {"slot": code})
        self.assertEqual(self.appointment.start, at(9))
        tree = self.page(response.headers["Location"])
        alert = tree.xpath("//div[@role='alert']")[0]
        self.assertIn("has just been taken", self.words(alert, "."))
        self.assertTrue(alert.xpath(".//button[@name='slot']"))

    def test_a_move_outside_the_openings_is_refused(self):
        self.post(f"{self.url}/move", {"slot": self.code(at(7, day=TUESDAY))})
        self.assertEqual(self.appointment.start, at(9))

    def test_a_move_to_another_organisation_s_agenda_is_refused(self):
        stranger = self.env["res.company"].create({"name": "Stranger"})
        agenda = self.create_agenda("Foreign", stranger, service_ids=False)
        self.post(f"{self.url}/move", {"slot": self.code(at(9, day=TUESDAY), agenda)})
        self.assertEqual(self.appointment.agenda_id, self.agenda)

    def test_too_late_to_move_is_refused_by_the_server(self):
        self.at_hours_before(24 * 30)
        self.assertIn("late", self.get(f"{self.url}/move").headers["Location"])
        self.post(f"{self.url}/move", {"slot": self.code(at(9, day=TUESDAY))})
        self.assertEqual(self.appointment.start, at(9))

    def test_the_history_is_told_in_words(self):
        appointment = self.appointment.with_context(tracking_disable=False, lang="en_US")
        appointment._move(at(10))
        self.env.flush_all()
        self.env.cr.precommit.run()
        appointment._cancel_by_contact("Ill")
        self.env.flush_all()
        self.env.cr.precommit.run()
        words = [words.replace("\u202f", " ") for _when, words in appointment._contact_history()]
        self.assertIn("Moved from Monday, January 5, 2026 at 9:00 AM", words[1])
        self.assertEqual(words[2], "Cancelled by you (Ill)")

    def test_the_list_costs_the_same_for_one_appointment_and_for_nine(self):
        self.assertCost(LIST_QUERIES, lambda: self.page("/my/rendezvous"), self.book_eight_more)

    def book_eight_more(self):
        for hour in (10, 11):
            for day in range(4):
                self.book(at(hour, day=MONDAY + timedelta(days=day)))
