from odoo.tests import Form

from .common import at
from .message_common import MessageCase
from .reminder_common import SATURDAY_NINE


class TestReminderExamples(MessageCase):
    """What a reminder would say, shown to who writes its rule."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule_ = cls.env["rendezvous.reminder"].create({"agenda_id": cls.agenda.id})

    def mine(self):
        return self.rule_.with_user(self.planner)

    def preview(self, action):
        # What others read before is none of the planner's.
        self.env.invalidate_all()
        Preview = self.env[action["res_model"]].with_user(self.planner)
        return Form(Preview.with_context(**action["context"]))

    def test_what_is_typed_counts_at_once(self):
        self.book(at(9))
        with Form(self.mine()) as form:
            self.assertIn("reminder of your appointment, Monday", form.example_sms)
            self.assertEqual(form.example_parts, 1)
            form.extra_sms = "x" * 120
            self.assertIn("xxx", form.example_sms)
            self.assertEqual(form.example_parts, 2)
            form.extra_sms = "À bientôt"
            self.assertIn("UCS-2", form.example_length)

    def test_before_it_is_saved_too(self):
        self.book(at(9))
        form = Form(self.env["rendezvous.reminder"].with_user(self.planner))
        form.extra_sms = "Ring twice"
        self.assertIn("Ring twice", form.example_sms)

    def test_several_lines_are_sent_as_they_were_typed(self):
        self.rule_.write({"channel": "sms", "extra_sms": "Ring twice\nDoor B"})
        appointment = self.book(at(9))
        self.run_job(SATURDAY_NINE)
        self.assertTrue(self.sms(appointment).body.endswith("Ring twice\nDoor B"))

    def test_without_appointment_there_is_no_example(self):
        self.assertFalse(self.mine().example_sms or self.mine().example_length)

    def test_both_messages_are_previewed_with_the_words(self):
        self.rule_.write({"extra_email": "Bring water", "extra_sms": "Ring twice"})
        self.book(at(9))
        email = self.preview(self.mine().action_preview_email())
        self.assertIn("Bring water", email.body_html)
        sms = self.preview(self.mine().action_preview_sms())
        self.assertIn("Ring twice", sms.body)

    def test_the_preview_of_an_sms_says_what_it_costs(self):
        self.book(at(9))
        self.assertEqual(self.preview(self.mine().action_preview_sms()).rendezvous_parts, 1)
        self.rule_.extra_sms = "x" * 120
        preview = self.preview(self.mine().action_preview_sms())
        self.assertEqual(preview.rendezvous_parts, 2)
        self.assertIn("GSM-7: 2 SMS", preview.rendezvous_length)

    def test_the_preview_shows_what_leaves(self):
        self.rule_.extra_sms = "Don’t wait…"
        self.book(at(9))
        preview = self.preview(self.mine().action_preview_sms())
        self.assertTrue(preview.body.endswith("Don't wait..."))

    def test_a_rule_of_the_parent_is_none_of_the_planner_s(self):
        shared = self.env["rendezvous.reminder"].search([("company_id", "=", self.parent.id)])
        self.assertFalse(shared.with_user(self.planner).is_mine)
        self.assertTrue(self.mine().is_mine)
