from odoo import api, fields, models
from odoo.exceptions import UserError

from ..sms_length import sms_length
from .rendezvous_notification import error_words
from .rendezvous_notification_queue import plain

PREVIEWS = {
    "mail": ("mail.template.preview", "mail.mail_template_preview_view_form"),
    "sms": ("sms.template.preview", "sms.sms_template_preview_form"),
}


class RendezvousMessageRule(models.Model):
    """What would leave, shown with a real appointment of the establishment."""

    _inherit = "rendezvous.message.rule"

    example_sms = fields.Text("Example of the SMS", compute="_compute_example_sms")
    example_length = fields.Char("Length", compute="_compute_example_sms")
    example_parts = fields.Integer("SMS to pay", compute="_compute_example_sms")

    @api.depends("event", "extra_sms", "agenda_id", "company_id")
    @api.depends_context("uid")
    def _compute_example_sms(self):
        for rule in self:
            appointment = rule._example_appointment()
            text = rule._example_text(appointment) if appointment else ""
            length = sms_length(text)
            rule.example_sms = text
            rule.example_parts = length.parts
            rule.example_length = text and self.env._(
                "%(characters)s characters, %(encoding)s: %(parts)s SMS",
                characters=length.characters,
                encoding=length.encoding,
                parts=length.parts,
            )

    def action_preview_email(self):
        return self._preview("mail", self.event)

    def action_preview_sms(self):
        return self._preview("sms", self.event)

    def action_preview_staff_email(self):
        return self._preview("mail", "staff")

    def action_preview_staff_sms(self):
        return self._preview("sms", "staff")

    def _preview(self, kind, name):
        """Open Odoo's preview of a template, on an appointment of the establishment."""
        self.ensure_one()
        template = self._example_template(kind, name)
        appointment = self._example_appointment()
        if not appointment:
            raise UserError(
                self.env._(
                    "There is no appointment yet to show “%(event)s” with: book one first.",
                    event=self._event_words(),
                )
            )
        model, view = PREVIEWS[kind]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview"),
            "res_model": model,
            "views": [(self.env.ref(view).id, "form")],
            "target": "new",
            "context": {
                f"default_{kind}_template_id": template.id,
                "default_resource_ref": f"{appointment._name},{appointment.id}",
                "rendezvous_event": self.event,
                "rendezvous_message_rule_id": self.id,
            },
        }

    def _example_template(self, kind, name):
        xmlid = f"rendezvous.{kind}_template_appointment_{name}"
        found = self.env.ref(xmlid, raise_if_not_found=False)
        return found or self.env[f"{kind}.template"]

    def _example_appointment(self):
        """Return the newest appointment that the rule may be about and the user may see."""
        domain = [("company_id", "child_of", self.company_id.ids)]
        if self.agenda_id:
            domain = [("agenda_id", "=", self.agenda_id._origin.id)]
        if self.event == "waitlist_offer":
            # Its templates tell of the offer.
            domain.append(("waitlist_offer_id", "!=", False))
        order = "start desc, id desc"
        return self.env["rendezvous.appointment"].search(domain, order=order, limit=1)

    def _example_text(self, appointment):
        template = self._example_template("sms", self.event)
        if not template:
            return ""
        template = template.sudo().with_context(
            rendezvous_event=self.event, rendezvous_extra_typed=self.extra_sms or ""
        )
        try:
            texts = template._render_field("body", appointment.ids, compute_lang=True)
        except Exception as error:  # pylint: disable=broad-except
            # An edited template may raise anything: whoever edits it reads what.
            return error_words(error)
        return plain(texts[appointment.id])
