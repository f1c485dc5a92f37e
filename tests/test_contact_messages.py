from odoo.exceptions import UserError
from odoo.tests import Form

from .message_common import MessageCase


class TestContactMessages(MessageCase):
    """Email and SMS to one contact or to many, for who may get them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        values = [
            {"lastname": "Willing", "email": "w@example.com", "phone": "+33611111111"},
            {"lastname": "Unwilling", "email": "u@example.com", "phone": "+33622222222"},
            {"lastname": "Landline", "phone": "+33140205050"},
        ]
        cls.willing, cls.unwilling, cls.landline = cls.env["res.partner"].create(values)
        cls.unwilling.write({"rendezvous_notify_email": False, "rendezvous_notify_sms": False})
        cls.everybody = cls.willing | cls.unwilling | cls.landline

    def composer(self, model, **context):
        return Form(self.env[model].with_user(self.agent).with_context(**context))

    def sms_to(self, contacts, **values):
        context = {
            "default_res_model": "res.partner",
            "default_composition_mode": "mass",
            "default_mass_keep_log": True,
            "default_res_ids": contacts.ids,
        }
        return self.composer("sms.composer", **context)

    def email_to(self, contacts):
        return self.composer(
            "mail.compose.message",
            default_model="res.partner",
            default_composition_mode="mass_mail",
            default_res_ids=contacts.ids,
            active_model="res.partner",
            active_ids=contacts.ids,
            default_partner_to="{{ object.id or '' }}",
        )

    def history(self, contact):
        return " ".join(contact.message_ids.mapped("body"))

    def test_an_sms_to_many_leaves_out_who_cannot_get_it_and_says_so(self):
        form = self.sms_to(self.everybody)
        self.assertIn("Unwilling: The contact wants no SMS.", form.rendezvous_left_out)
        self.assertIn("Landline: No SMS: the number is a landline", form.rendezvous_left_out)
        form.body = "We are closed today"
        action = form.save().action_send_sms()
        self.assertIn("2 contacts were left out", action["params"]["title"])
        sms = self.env["sms.sms"].search([("body", "=", "We are closed today")])
        self.assertEqual(sms.partner_id, self.willing)
        self.assertIn("We are closed today", self.history(self.willing))
        self.assertNotIn("We are closed today", self.history(self.unwilling))

    def test_an_email_to_many_leaves_out_who_cannot_get_it_and_says_so(self):
        form = self.email_to(self.everybody)
        self.assertIn("Unwilling: The contact wants no email.", form.rendezvous_left_out)
        self.assertIn("Landline: The contact has no email address.", form.rendezvous_left_out)
        form.subject, form.body = "Closed", "We are closed today"
        action = form.save().action_send_mail()
        self.assertIn("2 contacts were left out", action["params"]["title"])
        mails = self.env["mail.mail"].search([("subject", "=", "Closed")])
        self.assertEqual(mails.recipient_ids, self.willing)
        self.assertIn("We are closed today", self.history(self.willing))
        self.assertNotIn("We are closed today", self.history(self.unwilling))

    def test_when_nobody_is_left_out_nothing_is_said(self):
        form = self.sms_to(self.willing)
        self.assertFalse(form.rendezvous_left_out)
        form.body = "Hello"
        self.assertFalse(form.save().action_send_sms())

    def test_from_one_file_with_a_template(self):
        action = self.willing.with_user(self.agent).action_rendezvous_sms()
        form = self.composer("sms.composer", **action["context"])
        form.template_id = self.env.ref("rendezvous.sms_template_contact_call")
        self.assertIn("please call us", form.body)
        form.save().action_send_sms()
        self.assertIn("please call us", self.history(self.willing))

    def test_from_one_file_by_email(self):
        action = self.willing.with_user(self.agent).action_rendezvous_email()
        form = self.composer("mail.compose.message", **action["context"])
        form.template_id = self.env.ref("rendezvous.mail_template_contact_call")
        form.save().action_send_mail()
        self.assertIn("call us", self.history(self.willing))

    def test_one_who_wants_none_is_refused_with_the_reason(self):
        for kind, model, send in (
            ("sms", "sms.composer", "action_send_sms"),
            ("email", "mail.compose.message", "action_send_mail"),
        ):
            mine = self.unwilling.with_user(self.agent)
            action = getattr(mine, f"action_rendezvous_{kind}")()
            form = self.composer(model, **action["context"])
            self.assertIn("wants no", form.rendezvous_left_out)
            form.body = "Hello"
            if kind == "email":
                form.subject = "Hello"
            with self.assertRaisesRegex(UserError, "wants no"):
                getattr(form.save(), send)()

    def test_another_number_may_be_typed_for_who_has_a_landline(self):
        action = self.landline.with_user(self.agent).action_rendezvous_sms()
        form = self.composer("sms.composer", **action["context"])
        form.body = "Hello"
        form.recipient_single_number_itf = "+33633333333"
        self.assertFalse(form.rendezvous_left_out)
        form.save().action_send_sms()
        self.assertIn("Hello", self.history(self.landline))

    def test_all_that_a_search_finds_are_looked_at(self):
        domain = [("id", "in", self.everybody.ids)]
        composer = self.env["mail.compose.message"].create(
            {
                "model": "res.partner",
                "composition_mode": "mass_mail",
                "res_domain": repr(domain),
                "res_domain_user_id": self.agent.id,
                "subject": "Closed",
                "body": "We are closed today",
            }
        )
        self.assertEqual(composer._rendezvous_refusals(), self.unwilling | self.landline)

    def test_messages_about_other_records_leave_nobody_out(self):
        values = {self.landline.id: {"subject": "About an agenda of the same number"}}
        composer = self.env["mail.compose.message"].create(
            {"model": "rendezvous.agenda", "composition_mode": "mass_mail"}
        )
        self.assertEqual(composer._manage_mail_values(values), values)

    def test_the_file_says_who_can_be_reached_how(self):
        mine = self.landline.with_user(self.agent)
        self.assertIn("landline", mine.rendezvous_no_sms_reason)
        self.assertIn("no email address", mine.rendezvous_no_email_reason)
        mine = self.willing.with_user(self.agent)
        self.assertFalse(mine.rendezvous_no_sms_reason or mine.rendezvous_no_email_reason)

    def test_many_left_out_are_counted(self):
        many = self.env["res.partner"].create([{"lastname": f"L{n}"} for n in range(13)])
        words = many._left_out_words("sms").splitlines()
        self.assertEqual((len(words), words[-1]), (11, "… and 3 others"))
