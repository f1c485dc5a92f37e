import io
import json
import zipfile
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..vcard import read_cards
from .axe_common import AxeCase
from .common import NOW, at
from .public_common import PDF, PublicCase

DATA = "/my/rendezvous/data"


class PersonalDataCase(PublicCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact.write(
            {"lastname": "Martin", "firstname": "Zoé", "phone": "+33612345678", "city": "Lens"}
        )
        cls.add_questions()

    def booked(self, start=None, partner=None):
        """Return an appointment with an answer and a document."""
        appointment = self.book(start or at(9), partner=partner)
        documents = {"name": "../../my:proof.pdf", "raw": PDF}
        documents.update(res_model=appointment._name, res_id=appointment.id)
        attachment = self.env["ir.attachment"].create(documents)
        self.env["rendezvous.answer"].create(
            [
                {
                    "appointment_id": appointment.id,
                    "question_id": self.text.id,
                    "value_text": "Because",
                },
                {
                    "appointment_id": appointment.id,
                    "question_id": self.file.id,
                    "attachment_id": attachment.id,
                },
            ]
        )
        appointment.note = "Confidential note of staff"
        return appointment

    def requests(self):
        return self.env["rendezvous.erasure.request"].search([("partner_id", "=", self.contact.id)])

    def ask(self):
        return self.env["rendezvous.erasure.request"]._ask(self.contact, self.child)

    def over(self, appointment):
        """Let an appointment be of the past."""
        week = timedelta(days=7)
        appointment.write({"start": appointment.start - week, "stop": appointment.stop - week})
        return appointment


@tagged("post_install", "-at_install")
class TestDownload(PersonalDataCase):
    def archive(self):
        response = self.post(f"{DATA}/download")
        self.assertEqual(response.status_code, 200)
        return zipfile.ZipFile(io.BytesIO(response.content))

    def data(self):
        return json.loads(self.archive().read("personal-data.json"))

    def test_a_button_posts_the_form(self):
        self.log_in()
        self.assertTrue(self.page(DATA).xpath(f"//form[@action='{DATA}/download'][@method='post']"))

    def test_the_data_are_complete(self):
        appointment = self.booked()
        self.env.flush_all()
        self.log_in()
        data = self.data()
        self.assertEqual(data["contact"]["lastname"], "Martin")
        self.assertEqual(data["contact"]["city"], "Lens")
        self.assertTrue(data["preferences"]["rendezvous_notify_email"])
        self.assertEqual(data["accounts"][0]["login"], "citizen")
        (found,) = data["appointments"]
        self.assertEqual((found["number"], found["service"]), (appointment.id, "Passport"))
        self.assertEqual(found["start"], "2026-01-05T09:00:00+01:00")
        self.assertEqual(found["state"], "Confirmed")
        answers = {answer["question"]: answer for answer in found["answers"]}
        self.assertEqual(answers["Note"]["answer"], "Because")
        (message,) = data["messages"]
        self.assertIn("Confirmed: Passport", message["subject"])
        self.assertIn("confirmed", message["text"])

    def test_the_contact_card_is_inside(self):
        self.log_in()
        (card,) = read_cards(self.archive().read("contact.vcf"), NOW.date()).cards
        self.assertEqual((card.lastname, card.firstname), ("Martin", "Zoé"))

    def test_the_documents_are_inside_under_harmless_names(self):
        self.booked()
        self.log_in()
        archive = self.archive()
        (name,) = [name for name in archive.namelist() if name.startswith("documents/")]
        self.assertNotIn("..", name.split("/"))
        self.assertEqual(name.count("/"), 1)
        self.assertEqual(archive.read(name), PDF)

    def test_nothing_of_others_and_no_note_of_staff(self):
        self.booked()
        others = self.booked(at(10), partner=self.other_citizen.partner_id)
        self.log_in()
        archive = self.archive()
        text = archive.read("personal-data.json").decode()
        self.assertNotIn("Confidential", text)
        self.assertNotIn(
            str(others.id), [str(a["number"]) for a in json.loads(text)["appointments"]]
        )
        self.assertEqual(len(json.loads(text)["appointments"]), 1)

    def test_it_takes_a_log_in_and_a_token(self):
        self.assertEqual(self.post(f"{DATA}/download", csrf=False).status_code, 303)
        self.log_in()
        self.assertEqual(self.post(f"{DATA}/download", csrf=False).status_code, 400)
        self.assertEqual(self.get(f"{DATA}/download").status_code, 405)


@tagged("post_install", "-at_install")
class TestAsking(PersonalDataCase):
    def test_the_list_of_appointments_links_to_the_page(self):
        self.log_in()
        self.assertTrue(self.page("/my/rendezvous").xpath(f"//main//a[@href='{DATA}']"))

    def test_the_ticked_sentence_asks(self):
        self.log_in()
        response = self.post(f"{DATA}/erase", {"sure": "1"})
        self.assertEqual(response.status_code, 303)
        (request,) = self.requests()
        self.assertEqual((request.state, request.company_id), ("asked", self.parent))
        self.assertIn("on its way", self.words(self.page(f"{DATA}?message=asked")))

    def test_without_the_sentence_nothing_is_asked(self):
        self.log_in()
        response = self.post(f"{DATA}/erase")
        self.assertIn("message=unsure", response.headers["Location"])
        self.assertFalse(self.requests())
        self.assertIn("tick the sentence", self.words(self.page(f"{DATA}?message=unsure")))

    def test_asking_twice_is_asking_once(self):
        self.log_in()
        for _time in range(2):
            self.post(f"{DATA}/erase", {"sure": "1"})
        self.assertEqual(len(self.requests()), 1)
        self.assertFalse(self.page(DATA).xpath(f"//form[@action='{DATA}/erase']"))

    def test_coming_appointments_are_listed(self):
        appointment = self.booked()
        self.log_in()
        tree = self.page(DATA)
        self.assertTrue(tree.xpath(f"//main//a[@href='/my/rendezvous/{appointment.id}']"))

    def test_a_refusal_and_its_reason_are_shown(self):
        request = self.ask()
        request.reason = "An invoice must be kept."
        request.with_user(self.planner).action_refuse()
        self.env.flush_all()
        self.log_in()
        tree = self.page(DATA)
        self.assertIn("An invoice must be kept.", self.words(tree))
        self.assertTrue(tree.xpath(f"//form[@action='{DATA}/erase']"))

    def test_it_takes_a_log_in_and_a_token(self):
        self.assertEqual(self.get(DATA).status_code, 303)
        self.log_in()
        self.assertEqual(self.post(f"{DATA}/erase", {"sure": "1"}, csrf=False).status_code, 400)
        self.assertEqual(self.get(f"{DATA}/erase?sure=1").status_code, 405)
        self.assertFalse(self.requests())

    def test_the_period_is_told(self):
        self.log_in()
        self.assertIn("24 months", self.words(self.page(DATA)))


@tagged("post_install", "-at_install")
class TestErasing(PersonalDataCase):
    def erase(self):
        request = self.ask()
        request.with_user(self.planner).action_erase()
        self.env.flush_all()
        self.env.invalidate_all()
        return request

    def mails(self):
        return self.env["mail.mail"].search([("email_to", "ilike", "citizen@example.com")])

    def test_the_contact_is_anonymised_and_the_account_archived(self):
        appointment = self.over(self.booked())
        request = self.erase()
        self.assertEqual(request.state, "done")
        self.assertEqual(request.handled_by_id, self.planner)
        self.assertEqual(self.contact.name, "Anonymised contact")
        self.assertFalse(self.contact.email or self.contact.phone or self.contact.active)
        self.assertFalse(self.citizen.active)
        self.assertNotEqual(self.citizen.login, "citizen")
        self.assertNotEqual(appointment.partner_id, self.contact)
        self.assertFalse(appointment.answer_ids or appointment.note or appointment.message_ids)

    def test_the_contact_is_told_before_the_address_goes(self):
        self.erase()
        (mail,) = self.mails()
        self.assertIn("are erased", mail.subject)
        self.assertIn("Zoé", mail.body_html)
        self.assertTrue(mail.auto_delete)

    def test_a_contact_without_address_is_erased_too(self):
        self.contact.email = False
        self.assertEqual(self.erase().state, "done")

    def test_nobody_logs_in_any_more(self):
        self.erase()
        self.authenticate(None, None)
        response = self.post("/web/login", {"login": "citizen", "password": "citizen"})
        self.assertNotEqual(response.status_code, 303)

    def test_an_erasure_is_counted(self):
        self.over(self.booked())
        self.erase()
        line = self.env["rendezvous.anonymisation"].search([("company_id", "=", self.parent.id)])
        self.assertEqual((line.origin, line.appointments, line.contacts), ("request", 1, 1))

    def test_appointments_of_every_establishment_are_anonymised(self):
        agenda = self.create_agenda("Elsewhere", self.sibling, capacity=1)
        self.add_openings(agenda)
        appointment = self.over(self.book(at(9), agenda=agenda))
        self.erase()
        self.assertNotEqual(appointment.partner_id, self.contact)

    def test_what_is_still_to_come_is_cancelled_first(self):
        self.booked()
        request = self.ask().with_user(self.planner)
        self.assertIn("Passport", request.coming)
        with self.assertRaisesRegex(UserError, "(?s)Cancel what is still to come first.*Passport"):
            request.action_erase()
        self.assertEqual(self.contact.lastname, "Martin")

    def test_staff_is_not_erased(self):
        request = self.env["rendezvous.erasure.request"]._ask(self.agent.partner_id, self.child)
        with self.assertRaisesRegex(UserError, "member of staff"):
            request.with_user(self.planner).action_erase()

    def test_a_refusal_needs_a_reason_and_tells_it(self):
        request = self.ask().with_user(self.planner)
        with self.assertRaisesRegex(UserError, "Say why"):
            request.action_refuse()
        request.reason = "An invoice must be kept."
        request.action_refuse()
        self.assertEqual(request.state, "refused")
        self.assertIn("An invoice must be kept.", self.mails().body_html)
        self.assertEqual(self.contact.lastname, "Martin")

    def test_an_answer_is_given_once(self):
        request = self.erase().with_user(self.planner)
        for answer in (request.action_erase, request.action_refuse):
            with self.assertRaisesRegex(UserError, "answered already"):
                answer()

    def test_what_else_uses_the_contact_is_shown(self):
        self.technician.work_contact_id = self.contact
        self.assertIn("Employee", self.ask().with_user(self.planner).used_by)


@tagged("post_install", "-at_install")
class TestErasureRights(PersonalDataCase):
    def test_staff_of_the_whole_organisation_sees_the_request(self):
        request = self.ask()
        for user in (self.agent, self.planner, self.sibling_planner, self.administrator):
            self.assertEqual(request.with_user(user).state, "asked")

    def test_contacts_visitors_and_other_organisations_do_not(self):
        request = self.ask()
        other = self.env["res.company"].create({"name": "Other"})
        self.outside.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        public = self.env.ref("base.public_user")
        for user in (self.citizen, self.other_citizen, public, self.outside):
            with self.assertRaises(AccessError):
                request.with_user(user).read(["state"])

    def test_an_agent_answers_nothing(self):
        request = self.ask().with_user(self.agent)
        for answer in (request.action_erase, request.action_refuse):
            with self.assertRaises(AccessError):
                answer()

    def test_nobody_makes_deletes_or_closes_a_request_by_hand(self):
        request = self.ask()
        for user in (self.agent, self.planner, self.administrator):
            mine = request.with_user(user)
            values = {"partner_id": self.contact.id, "company_id": self.parent.id}
            for attempt in (
                lambda m=mine: m.write({"state": "done"}),
                lambda m=mine, v=values: m.create(v),
                lambda m=mine: m.unlink(),
            ):
                with self.assertRaises(AccessError):
                    attempt()


class TestAccessibleData(AxeCase):
    """The page of the contact's data, checked as the other pages are."""

    def pages(self):
        self.book()
        return [DATA, f"{DATA}?message=unsure"]

    def test_the_page(self):
        self.assertPagesAccessible(*self.pages(), login="citizen")

    def test_the_page_on_a_phone(self):
        self.assertPagesAccessible(*self.pages(), login="citizen", width=390)

    def test_asking_without_scripts(self):
        with self.visitor("citizen", scripts=False) as visitor:
            visitor.open(DATA)
            visitor.click("//label[@for='rendezvous_sure']")
            visitor.click("//button[contains(., 'Ask to erase my data')]")
            visitor.find("//*[@role='status'][contains(., 'on its way')]")
        self.assertEqual(
            self.env["rendezvous.erasure.request"].search([]).partner_id, self.citizen.partner_id
        )

    def test_no_sideways_scrolling_on_a_phone(self):
        self.book()
        with self.visitor("citizen", width=390) as visitor:
            visitor.open(DATA)
            visitor.find("//h1")
            self.assertLessEqual(visitor.evaluate("document.documentElement.scrollWidth"), 390)
