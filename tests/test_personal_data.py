import io
import json
import zipfile

from odoo.tests import tagged

from ..vcard import read_cards
from .axe_common import AxeCase
from .common import NOW, at
from .personal_data_common import DATA, PersonalDataCase
from .public_common import PDF


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
        self.contact._choose_preferences(email=True, sms=False)
        self.env.flush_all()
        self.log_in()
        data = self.data()
        self.assertEqual(data["contact"]["lastname"], "Martin")
        self.assertEqual(data["contact"]["city"], "Lens")
        self.assertIs(data["preferences"]["by_email"], True)
        self.assertIs(data["preferences"]["by_sms"], False)
        self.assertIn("2026-01-02", data["preferences"]["chosen_on"])
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
