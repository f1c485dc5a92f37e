from datetime import timedelta
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from odoo.tests import mute_logger

from ..exceptions import SlotTaken
from .common import MONDAY, at
from .public_common import PDF, PublicCase


class TestPublicHold(PublicCase):
    def choose(self, start=None, **kwargs):
        data = {"service": self.service.id, "slot": self.code(start or at(9))}
        return self.post("/rendezvous/hold", data, **kwargs)

    def held(self):
        return self.env["rendezvous.appointment"].search([("partner_id", "=", self.contact.id)])

    def test_a_visitor_is_sent_to_log_in_and_holds_nothing(self):
        self.log_in(False)
        response = self.choose()
        self.assertEqual(response.status_code, 303)
        target = urlsplit(response.headers["Location"])
        self.assertEqual(target.path, "/web/login")
        back = urlsplit(parse_qs(target.query)["redirect"][0])
        self.assertEqual(back.path, "/rendezvous/hold")
        self.assertEqual(parse_qs(back.query)["slot"], [self.code(at(9))])
        self.assertFalse(self.env["rendezvous.appointment"].search_count([]))

    def test_log_in_comes_back_to_the_chosen_time_without_holding_it(self):
        self.log_in(False)
        login = self.choose().headers["Location"]
        back = parse_qs(urlsplit(login).query)["redirect"][0]
        data = {"login": "citizen", "password": "citizen", "redirect": back}
        self.assertIn(back, self.post("/web/login", data).headers["Location"])
        tree = self.page(back)
        self.assertIn("Monday, January 5, 2026", self.words(tree))
        self.assertEqual(tree.xpath("//input[@name='slot']/@value"), [self.code(at(9))])
        self.assertFalse(self.held())

    def test_a_contact_holds_the_chosen_time(self):
        self.log_in()
        response = self.choose()
        appointment = self.held()
        self.assertEqual((appointment.state, appointment.start), ("held", at(9)))
        self.assertTrue(appointment.is_online)
        self.assertIn(f"/rendezvous/appointment/{appointment.id}", response.headers["Location"])

    def test_a_post_without_csrf_token_holds_nothing(self):
        self.log_in()
        with mute_logger("odoo.http"):
            self.assertEqual(self.choose(csrf=False).status_code, 400)
        self.assertFalse(self.held())

    def test_a_start_that_is_not_offered_is_refused(self):
        self.log_in()
        response = self.choose(at(7))
        self.assertIn("taken=", response.headers["Location"])
        self.assertFalse(self.held())

    def test_a_time_just_taken_shows_the_nearest_free_ones(self):
        self.book(at(9), partner=self.other_citizen.partner_id)
        self.log_in()
        tree = self.page(self.choose().headers["Location"])
        alert = tree.xpath("//div[@role='alert']")[0]
        self.assertIn(
            "Monday, January 5, 2026 at 9:00", self.words(alert, ".").replace("\u202f", " ")
        )
        self.assertEqual(alert.xpath(".//button/@value")[0], self.code(at(9, 30)))
        self.assertNotIn(self.code(at(9)), self.codes(tree))

    def test_a_lost_choice_keeps_the_time_held_before(self):
        self.log_in()
        self.choose(at(10))
        self.book(at(9), partner=self.other_citizen.partner_id)
        self.choose(at(9))
        self.assertEqual(self.held().filtered(lambda a: a.state == "held").start, at(10))

    def test_an_agenda_of_another_organisation_is_not_booked(self):
        stranger = self.env["res.company"].create({"name": "Stranger"})
        agenda = self.create_agenda("Foreign", stranger, service_ids=False)
        self.log_in()
        response = self.post(
            "/rendezvous/hold", {"service": self.service.id, "slot": self.code(at(9), agenda)}
        )
        self.assertIn(self.service_url, response.headers["Location"])
        self.assertFalse(self.held())

    def test_a_sibling_s_agenda_is_not_booked_on_a_child_s_website(self):
        self.website.company_id = self.sibling
        self.add_openings(self.create_agenda("Sibling counter", self.sibling))
        self.log_in()
        self.choose()
        self.assertFalse(self.held())

    def test_a_service_for_staff_cannot_be_held(self):
        self.service.audience = "staff"
        self.log_in()
        self.assertEqual(self.choose().status_code, 404)

    def test_choosing_the_same_time_twice_holds_it_once(self):
        self.log_in()
        self.assertEqual(self.choose().headers["Location"], self.choose().headers["Location"])
        self.assertEqual(len(self.held()), 1)

    def test_getting_the_address_holds_nothing(self):
        self.log_in()
        self.page(f"/rendezvous/hold?service={self.service.id}&slot={self.code(at(9))}")
        self.assertFalse(self.held())


class TestPublicFile(PublicCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.add_questions()

    def setUp(self):
        super().setUp()
        self.appointment = self.hold()
        self.url = f"/rendezvous/appointment/{self.appointment.id}"
        self.log_in()

    def send(self, files=None, url="", **values):
        return self.post(self.url + url, self.answers(**values), files=files)

    def proof(self, name="proof.pdf", content=PDF):
        return {f"q_{self.file.id}": (name, content)}

    def answer(self, question, appointment=None):
        answers = (appointment or self.appointment).answer_ids
        return answers.filtered(lambda answer: answer.question_id == question)

    def test_the_file_shows_the_questions_and_how_long_the_time_is_kept(self):
        tree = self.page(self.url)
        self.assertEqual(tree.xpath("//@data-seconds"), ["900"])
        self.assertIn("kept for you until 9:15", self.words(tree).replace("\u202f", " "))
        for question in self.service.question_ids:
            self.assertTrue(tree.xpath(f"//*[@name='q_{question.id}']"), question.name)

    def test_a_complete_file_confirms_the_appointment(self):
        response = self.send(self.proof())
        self.assertIn("/confirmed", response.headers["Location"])
        self.assertEqual(self.appointment.state, "confirmed")
        self.assertEqual(self.answer(self.text).value_text, "Hello")
        self.assertEqual(self.answer(self.choice).value_choice_id.name, "A")
        self.assertEqual(str(self.answer(self.date).value_date), "1990-05-04")
        document = self.answer(self.file).attachment_id
        self.assertEqual((document.name, document.raw), ("proof.pdf", PDF))
        self.assertEqual(
            (document.res_model, document.res_id), (self.appointment._name, self.appointment.id)
        )

    def test_the_confirmed_page_gives_calendar_and_links(self):
        self.service.instructions_after = "Wait for our letter"
        tree = self.page(self.send(self.proof()).headers["Location"])
        self.assertIn("Your appointment is confirmed", self.words(tree))
        self.assertIn("Wait for our letter", self.words(tree))
        links = tree.xpath("//main//a/@href")
        self.assertIn(f"/my/rendezvous/{self.appointment.id}/calendar.ics", links)
        self.assertIn(f"/my/rendezvous/{self.appointment.id}", links)

    def test_a_missing_answer_is_said_next_to_the_field_and_keeps_the_rest(self):
        response = self.send(date="")
        self.assertEqual(self.appointment.state, "held")
        tree = self.tree(response)
        error = tree.get_element_by_id(f"q_{self.date.id}_error")
        self.assertIn("Enter a date", error.text_content())
        self.assertEqual(tree.get_element_by_id(f"q_{self.text.id}").text.strip(), "Hello")
        self.assertTrue(tree.xpath("//input[@type='radio'][@checked]"))

    def test_a_document_is_kept_when_another_field_is_wrong(self):
        tree = self.tree(self.send(self.proof(), choice=""))
        self.assertIn("proof.pdf is saved", self.words(tree))
        self.assertIn("/confirmed", self.send().headers["Location"])

    def test_a_document_sent_again_replaces_the_former(self):
        self.send(self.proof("first.pdf"), choice="")
        former = self.answer(self.file).attachment_id
        self.send(self.proof("second.pdf"), choice="")
        self.assertEqual(self.answer(self.file).attachment_id.name, "second.pdf")
        self.assertFalse(former.exists())

    def test_a_date_that_is_none_is_refused_and_shown_again(self):
        tree = self.tree(self.send(self.proof(), date="soon"))
        self.assertEqual(tree.get_element_by_id(f"q_{self.date.id}").get("value"), "soon")
        self.assertEqual(self.appointment.state, "held")

    def test_a_choice_of_another_question_is_refused(self):
        self.send(self.proof(), choice="999999")
        self.assertFalse(self.answer(self.choice))
        self.assertEqual(self.appointment.state, "held")

    def test_a_document_too_large_is_refused(self):
        self.env["ir.config_parameter"].set_param("rendezvous.document_max_mb", "1")
        tree = self.tree(self.send(self.proof(content=PDF + b"0" * 1024 * 1024)))
        self.assertIn("too large: 1 MB at most", self.words(tree))
        self.assertFalse(self.answer(self.file))

    def test_a_document_of_another_type_is_refused(self):
        tree = self.tree(self.send(self.proof("proof.exe", b"MZ\x90\x00")))
        self.assertIn("send a file of type PDF, JPG", self.words(tree))

    def test_a_program_that_calls_itself_pdf_is_refused(self):
        self.send(self.proof("proof.pdf", b"MZ\x90\x00" + b"0" * 64))
        self.assertFalse(self.answer(self.file))
        self.assertEqual(self.appointment.state, "held")

    def test_too_long_a_text_is_refused(self):
        self.send(self.proof(), text="x" * 4001)
        self.assertEqual(self.appointment.state, "held")

    def test_a_file_without_questions_is_confirmed_at_once(self):
        self.service.question_ids.active = False
        self.assertIn("/confirmed", self.post(self.url).headers["Location"])

    def test_confirming_twice_confirms_once(self):
        first = self.send(self.proof()).headers["Location"]
        self.assertEqual(self.send(self.proof()).headers["Location"], first)

    def test_a_confirmed_file_is_not_changed_by_another_post(self):
        self.send(self.proof())
        self.send(self.proof(), text="Changed")
        self.assertEqual(self.answer(self.text).value_text, "Hello")

    def test_a_confirmed_file_is_not_taken_to_another_time(self):
        self.send(self.proof())
        self.post(f"{self.url}/retake", {"slot": self.code(at(11))})
        self.assertEqual(len(self.agenda.appointment_ids), 1)

    def test_giving_the_time_back_frees_it(self):
        self.post(f"{self.url}/release")
        self.assertEqual(self.appointment.state, "cancelled")
        self.assertIn(at(9), self.starts())

    def test_an_expired_hold_is_still_confirmed_when_nobody_took_the_time(self):
        self.appointment.hold_until = self.appointment.hold_until - timedelta(hours=1)
        self.assertIn("not kept for you any more", self.words(self.page(self.url)))
        self.assertIn("/confirmed", self.send(self.proof()).headers["Location"])
        self.assertEqual(self.appointment.state, "confirmed")

    def test_a_hold_released_by_the_cron_is_taken_again_with_its_answers(self):
        self.appointment.hold_until = self.appointment.hold_until - timedelta(hours=1)
        self.env["rendezvous.appointment"]._cron_release_holds()
        response = self.send(self.proof())
        again = self.env["rendezvous.appointment"].search(
            [("partner_id", "=", self.contact.id), ("state", "=", "confirmed")]
        )
        self.assertIn(f"/rendezvous/appointment/{again.id}/confirmed", response.headers["Location"])
        self.assertEqual(again.start, at(9))
        self.assertEqual(self.answer(self.file, again).attachment_id.res_id, again.id)

    def test_taken_while_typing_keeps_what_was_typed_and_shows_the_nearest_times(self):
        self.lose(self.appointment)
        tree = self.page(self.send(self.proof()).headers["Location"])
        self.assertIn("Someone else has taken this time", self.words(tree))
        self.assertEqual(tree.get_element_by_id(f"q_{self.text.id}").text.strip(), "Hello")
        self.assertIn("proof.pdf is saved", self.words(tree))
        self.assertEqual(self.codes(tree)[0], self.code(at(9, 30)))

    def test_one_of_the_nearest_times_takes_the_answers_along(self):
        self.lose(self.appointment)
        self.send(self.proof())
        response = self.post(
            f"{self.url}/retake", {**self.answers(text="Changed"), "slot": self.code(at(9, 30))}
        )
        again = self.env["rendezvous.appointment"].search(
            [("partner_id", "=", self.contact.id), ("state", "=", "held")]
        )
        self.assertEqual(again.start, at(9, 30))
        self.assertEqual(self.answer(self.text, again).value_text, "Changed")
        tree = self.page(response.headers["Location"])
        self.assertIn("proof.pdf is saved", self.words(tree))

    def test_a_lost_race_while_confirming_changes_nothing(self):
        self.lose(self.appointment)
        with patch.object(
            self.registry["rendezvous.appointment"], "_book", side_effect=SlotTaken("Taken")
        ):
            self.send(self.proof())
        self.assertEqual(self.appointment.state, "cancelled")
        self.assertTrue(self.answer(self.file))

    def test_another_time_of_the_service_takes_the_answers_along(self):
        self.send(text="Kept", date="")
        self.post(
            "/rendezvous/hold",
            {"service": self.service.id, "slot": self.code(at(9, day=MONDAY + timedelta(days=1)))},
        )
        again = self.env["rendezvous.appointment"].search(
            [("partner_id", "=", self.contact.id), ("state", "=", "held")]
        )
        self.assertEqual(self.answer(self.text, again).value_text, "Kept")

    def test_a_cancelled_appointment_has_no_file_any_more(self):
        self.appointment.action_confirm()
        self.appointment.action_cancel()
        self.assertEqual(self.send(self.proof()).status_code, 404)
        self.assertEqual(self.appointment.state, "cancelled")
