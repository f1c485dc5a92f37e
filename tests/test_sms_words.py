import re
from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged
from odoo.tools import file_open
from odoo.tools.translate import translation_file_reader

from ..models.rendezvous_notification import EVENTS
from ..models.rendezvous_notification_queue import plain
from ..sms_length import GSM_7, GSM_7_EXTENSION, gsm_letters, sms_length
from .common import at
from .message_common import MessageCase

LANGUAGES = ("en_US", "fr_FR")
# Of rows of the French translation: the words of an SMS template.
TEMPLATE_BODY = "sms.template,body"
AUGUST = datetime(2026, 8, 18, 7)


class TestGsmLetters(BaseCase):
    def test_what_gsm_7_lacks_loses_its_accent(self):
        self.assertEqual(gsm_letters("août, fenêtre, reçu, märz"), "aout, fenetre, recu, märz")

    def test_what_gsm_7_has_stays(self):
        known = "".join(sorted(GSM_7 | GSM_7_EXTENSION))
        self.assertEqual(gsm_letters(known), known)

    def test_what_has_no_bare_letter_stays(self):
        self.assertEqual(gsm_letters("œ 中 🙂"), "œ 中 🙂")


@tagged("post_install", "-at_install")
class TestSmsWords(MessageCase):
    """What we ourselves write into an SMS never makes one of three."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")

    def assert_plain(self, text):
        self.assertEqual(sms_length(plain(text)).encoding, "GSM-7", text)

    def test_every_day_of_a_year_in_both_languages(self):
        for lang in LANGUAGES:
            page = self.env["rendezvous.page"].with_context(lang=lang, rendezvous_in_sms=True)
            for day in range(366):
                start = datetime(2026, 1, 1, 8) + timedelta(days=day)
                stop = start + timedelta(hours=4)
                self.assert_plain(page._when(start, "Europe/Paris"))
                self.assert_plain(page._when_between(start, stop, "Europe/Paris"))

    def test_what_happened_and_by_whom_in_both_languages(self):
        appointment = self.book(at(9))
        for lang in LANGUAGES:
            for event, _label in EVENTS:
                said = appointment.with_context(lang=lang, rendezvous_event=event)
                for by in ("contact", "staff"):
                    appointment.cancelled_by = by
                    self.assert_plain(said._staff_event())
                    self.assert_plain(said._message_cancelled_by())

    def test_the_templates_as_they_are_delivered(self):
        templates = self.env["sms.template"].search([("model", "=", "rendezvous.appointment")])
        texts = templates.with_context(lang="en_US").mapped("body")
        with file_open("rendezvous/i18n/fr.po", mode="rb") as file:
            french = [
                row["value"]
                for row in translation_file_reader(file)
                if row["name"] == TEMPLATE_BODY
            ]
        self.assertGreaterEqual(len(french), 9)
        for text in [*texts, *french]:
            self.assert_plain(re.sub("{{.*?}}", "", text))

    def test_in_august_the_sms_is_plain_and_the_email_is_french(self):
        self.service.lead_max = self.agenda.horizon = 400
        self.contact.lang = "fr_FR"
        self.agenda_rule(email=True, sms=True)
        rows = self.told(self.book(AUGUST))
        email, sms = (rows.filtered(lambda r, c=c: r.channel == c) for c in ("email", "sms"))
        self.assertIn("mardi 18 aout 2026", sms.mail_message_id.body)
        self.assertEqual(sms.parts, 1)
        self.assertIn("mardi 18 août 2026", email.mail_message_id.subject)

    def test_an_edited_template_is_as_plain_and_typed_words_stay(self):
        self.service.lead_max = self.agenda.horizon = 400
        self.contact.lang = "fr_FR"
        template = self.env.ref("rendezvous.sms_template_appointment_confirmed")
        template.with_context(lang="fr_FR").body = "Fenêtre, {{ object._exact_when() }}"
        self.agenda_rule(sms=True)
        text = self.sms(self.book(AUGUST)).body
        self.assertTrue(text.startswith("Fenêtre, mardi 18 aout"), text)
