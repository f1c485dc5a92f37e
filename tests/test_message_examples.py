from odoo.exceptions import UserError
from odoo.tests import Form

from .common import at
from .message_common import MessageCase


class TestMessageExamples(MessageCase):
    """What would leave, shown to who writes the settings."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule_ = cls.Rule.create({"company_id": cls.child.id, "event": "confirmed", "sms": True})

    def mine(self):
        return self.rule_.with_user(self.planner)

    def test_an_example_with_a_real_appointment(self):
        self.book(at(9))
        rule = self.mine()
        self.assertIn("Monday, January 5, 2026", rule.example_sms)
        self.assertEqual(rule.example_parts, 1)
        self.assertIn("characters, GSM-7: 1 SMS", rule.example_length)

    def test_what_is_typed_counts_at_once(self):
        self.book(at(9))
        with Form(self.mine()) as form:
            form.extra_sms = "x" * 120
            self.assertIn("xxx", form.example_sms)
            self.assertEqual(form.example_parts, 2)
            form.extra_sms = "À bientôt"
            self.assertIn("UCS-2", form.example_length)

    def test_without_appointment_there_is_no_example(self):
        self.assertFalse(self.mine().example_sms or self.mine().example_length)

    def test_of_an_agenda_one_of_its_own(self):
        other = self.create_agenda("Other", self.child)
        self.add_openings(other)
        self.book(at(9))
        self.book(at(10), agenda=other)
        self.rule_.agenda_id = self.agenda
        self.assertIn("9:00", self.mine().example_sms)

    def test_a_template_that_breaks_says_how(self):
        self.book(at(9))
        self.env.ref("rendezvous.sms_template_appointment_confirmed").body = "{{ object.nothing }}"
        self.assertIn("nothing", self.mine().example_sms)

    def test_the_template_of_an_offer_shows_with_any_appointment(self):
        """Odoo's own preview takes the first that there is: no offer is no failure."""
        appointment = self.book(at(9))
        for kind in ("mail", "sms"):
            template = self.env.ref(f"rendezvous.{kind}_template_appointment_waitlist_offer")
            field = "body" if kind == "sms" else "body_html"
            words = template._render_field(field, appointment.ids)[appointment.id]
            self.assertIn("9:00", words)

    def preview(self, action):
        # What others read before is none of the planner's.
        self.env.invalidate_all()
        Preview = self.env[action["res_model"]].with_user(self.planner)
        return Form(Preview.with_context(**action["context"])).save()

    def test_the_email_is_previewed_with_an_appointment_of_the_establishment(self):
        self.rule_.extra_email = "Ring twice"
        theirs = self.create_agenda("Theirs", self.sibling)
        self.add_openings(theirs)
        appointment = self.book(at(9))
        self.book(at(10), agenda=theirs)
        preview = self.preview(self.mine().action_preview_email())
        self.assertEqual(preview.resource_ref, appointment)
        self.assertFalse(preview.error_msg)
        self.assertIn("Ring twice", preview.body_html)
        self.assertIn("Confirmed: Passport", preview.subject)

    def test_the_sms_is_previewed_with_an_appointment_of_the_establishment(self):
        self.rule_.extra_sms = "Ring twice"
        theirs = self.create_agenda("Theirs", self.sibling)
        self.add_openings(theirs)
        self.book(at(9))
        last = self.book(at(11))
        self.book(at(11, 30), agenda=theirs)
        preview = self.preview(self.mine().action_preview_sms())
        self.assertEqual(preview.resource_ref, last)
        self.assertIn("Ring twice", preview.body)

    def test_so_are_the_messages_to_staff(self):
        self.book(at(9))
        for kind in ("email", "sms"):
            preview = self.preview(getattr(self.mine(), f"action_preview_staff_{kind}")())
            text = preview.subject if kind == "email" else preview.body
            self.assertIn("Booked: Zoé Martin", text)

    def test_every_event_can_be_previewed(self):
        self.book(at(9))
        rules = self.Rule.search([("company_id", "=", self.parent.id)])
        for rule in rules.filtered(lambda rule: rule.event != "waitlist_offer"):
            with self.subTest(event=rule.event):
                action = rule.with_user(self.planner).action_customise()
                own = self.Rule.with_user(self.planner).browse(action["res_id"])
                self.assertFalse(self.preview(own.action_preview_email()).error_msg)
                self.assertTrue(self.preview(own.action_preview_sms()).body)

    def test_without_anything_to_show_it_says_so(self):
        self.book(at(9))
        offer = self.agenda_rule("waitlist_offer", email=True).with_user(self.planner)
        self.assertFalse(offer.example_sms)
        with self.assertRaisesRegex(UserError, "no appointment yet to show “Offer from"):
            offer.action_preview_email()
