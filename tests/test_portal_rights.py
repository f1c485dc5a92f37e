from datetime import timedelta

from .common import MONDAY, at
from .portal_common import ProfileCase
from .public_common import PDF, PublicCase

TUESDAY = MONDAY + timedelta(days=1)


class TestPortalRights(PublicCase, ProfileCase):
    """What each right of a profile changes on the pages."""

    def titles(self, query=""):
        tree = self.page(f"/my/rendezvous{query}")
        return [self.words(title, ".") for title in tree.xpath("//article//h2")]

    def slot(self):
        return {"service": self.service.id, "slot": self.code(at(9, day=TUESDAY))}

    def count(self):
        return self.env["rendezvous.appointment"].search_count([])

    def test_with_the_right_one_books(self):
        self.give(self.citizen)
        self.log_in()
        location = self.post("/rendezvous/hold", self.slot()).headers["Location"]
        self.assertIn("/rendezvous/appointment/", location)

    def test_without_the_right_booking_is_refused_kindly(self):
        self.parent.write({"phone": "+33 1 23 45 67 89", "email": "hello@parent.example"})
        self.give(self.citizen, can_book=False)
        self.log_in()
        response = self.post("/rendezvous/hold", self.slot())
        self.assertEqual(response.status_code, 403)
        for words in ("We make your appointments with you", "Passport", "+33 1 23 45 67 89"):
            self.assertIn(words, response.text)
        self.assertFalse(self.count())

    def test_the_chosen_time_is_refused_before_the_button(self):
        self.give(self.citizen, can_book=False)
        self.log_in()
        slot = self.slot()
        response = self.get(f"/rendezvous/hold?service={slot['service']}&slot={slot['slot']}")
        self.assertEqual(response.status_code, 403)

    def test_a_time_held_before_is_finished_but_not_exchanged(self):
        held = self.hold(at(9))
        self.give(self.citizen, can_book=False)
        self.log_in()
        url = f"/rendezvous/appointment/{held.id}"
        self.assertEqual(self.post(f"{url}/retake", self.slot()).status_code, 403)
        self.assertEqual(held.state, "held")
        self.post(url)
        self.assertEqual(held.state, "confirmed")

    def test_a_time_lost_is_not_taken_again(self):
        held = self.hold(at(9))
        held.hold_until = held.hold_until - timedelta(hours=1)
        held._cancel("contact", False)
        self.give(self.citizen, can_book=False)
        self.log_in()
        response = self.post(f"/rendezvous/appointment/{held.id}")
        self.assertEqual(response.status_code, 403)

    def test_without_the_right_no_page_of_mine_proposes_to_book(self):
        appointment = self.book(at(9))
        self.give(self.citizen, can_book=False)
        self.log_in()
        for url in ("/my/rendezvous", "/my/rendezvous?when=past"):
            self.assertNotIn("Book an appointment", self.words(self.page(url)))
        appointment.action_cancel()
        words = self.words(self.page(f"/my/rendezvous/{appointment.id}"))
        self.assertNotIn("Book again", words)

    def test_without_history_only_coming_ones_are_listed(self):
        past = self.make_past(self.book(at(10)))
        self.book(at(9))
        self.log_in()
        self.assertEqual(len(self.titles("?when=past")), 1)
        self.give(self.citizen, can_see_history=False)
        self.assertEqual(len(self.titles()), 1)
        self.assertEqual(len(self.titles("?when=past")), 1, "the coming one again")
        self.assertNotIn(f"/my/rendezvous/{past.id}", self.get("/my/rendezvous?when=past").text)
        self.assertFalse(self.page("/my/rendezvous").xpath("//a[contains(@href, 'when=past')]"))
        self.assertEqual(self.get(f"/my/rendezvous/{past.id}").status_code, 404)

    def test_without_history_the_link_of_a_message_still_opens(self):
        past = self.make_past(self.book(at(10)))
        self.give(self.citizen, can_see_history=False)
        token = past._portal_ensure_token()
        self.log_in()
        url = f"/my/rendezvous/{past.id}?access_token={token}"
        self.assertEqual(self.get(url).status_code, 200)

    def document(self, appointment):
        self.add_questions()
        attachment = self.env["ir.attachment"].create({"name": "proof.pdf", "raw": PDF})
        values = {"appointment_id": appointment.id, "question_id": self.file.id}
        answer = self.env["rendezvous.answer"].create({**values, "attachment_id": attachment.id})
        note = {"question_id": self.text.id, "value_text": "My note"}
        answer.create({**values, **note})
        return f"/my/rendezvous/{appointment.id}/document/{answer.id}"

    def test_without_documents_files_are_hidden_and_the_rest_shown(self):
        appointment = self.book(at(9))
        url = self.document(appointment)
        self.give(self.citizen, can_see_documents=False)
        self.log_in()
        words = self.words(self.page(f"/my/rendezvous/{appointment.id}"))
        self.assertIn("My note", words)
        self.assertNotIn("proof.pdf", words)
        self.assertEqual(self.get(url).status_code, 404)

    def test_without_documents_the_link_of_a_message_shows_none_either(self):
        appointment = self.book(at(9))
        url = self.document(appointment)
        self.give(self.citizen, can_see_documents=False)
        token = appointment._portal_ensure_token()
        self.log_in(False)
        self.assertEqual(self.get(f"{url}?access_token={token}").status_code, 404)

    def colleague(self, **rights):
        self.contact.name = "Durand Camille"
        appointment = self.colleague_of(self.other_citizen, can_see_colleagues=True, **rights)
        self.log_in(self.other_citizen)
        return appointment.sudo()

    def test_colleagues_appointments_are_listed_with_their_name(self):
        self.colleague()
        [line] = self.page("/my/rendezvous").xpath("//article")
        self.assertIn("Appointment of Durand Camille", self.words(line, "."))

    def test_one_s_own_are_listed_without_a_name(self):
        self.book(at(9))
        self.log_in()
        self.assertNotIn("Appointment of", self.words(self.page("/my/rendezvous"), "//article"))

    def test_without_the_right_colleagues_are_not_listed(self):
        appointment = self.colleague()
        self.give(self.other_citizen)
        self.assertEqual(self.titles(), [])
        self.assertEqual(self.get(f"/my/rendezvous/{appointment.id}").status_code, 404)

    def test_a_time_held_by_a_colleague_is_not_listed(self):
        self.colleague()
        held = self.hold(at(10))
        self.assertEqual(len(self.titles()), 1)
        self.assertEqual(self.get(f"/my/rendezvous/{held.id}").status_code, 404)

    def test_a_colleague_s_past_is_history(self):
        appointment = self.make_past(self.colleague())
        self.assertEqual(len(self.titles("?when=past")), 1)
        self.give(self.other_citizen, can_see_colleagues=True, can_see_history=False)
        self.assertEqual(self.get(f"/my/rendezvous/{appointment.id}").status_code, 404)

    def test_a_colleague_s_appointment_is_read_only_and_without_its_file(self):
        appointment = self.colleague()
        self.document(appointment)
        tree = self.page(f"/my/rendezvous/{appointment.id}")
        words = self.words(tree)
        self.assertIn("Durand Camille", words)
        self.assertFalse(tree.xpath("//main//form[contains(@action, '/my/rendezvous')]"))
        self.assertFalse(tree.xpath("//main//a[contains(@href, '/move')]"))
        for hidden in ("My note", "proof.pdf", "History", "calendar.ics"):
            self.assertNotIn(hidden, tree.text_content())

    def test_nobody_changes_a_colleague_s_appointment(self):
        appointment = self.colleague()
        document = self.document(appointment)
        url = f"/my/rendezvous/{appointment.id}"
        start = appointment.start
        for response in (
            self.post(f"{url}/cancel", {"reason": "Mischief"}),
            self.post(f"{url}/move", {"slot": self.code(at(9, day=TUESDAY))}),
            self.get(f"{url}/move"),
            self.get(f"{url}/calendar.ics"),
            self.get(document),
            self.get(f"/rendezvous/appointment/{appointment.id}/confirmed"),
        ):
            self.assertEqual(response.status_code, 404)
        self.assertEqual((appointment.state, appointment.start), ("confirmed", start))
