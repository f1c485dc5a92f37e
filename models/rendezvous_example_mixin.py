from odoo import api, fields, models
from odoo.exceptions import UserError

from ..sms_length import sms_length
from .rendezvous_notification import error_words
from .rendezvous_notification_queue import length_words, plain

PREVIEWS = {
    "mail": ("mail.template.preview", "mail.mail_template_preview_view_form"),
    "sms": ("sms.template.preview", "sms.sms_template_preview_form"),
}


class RendezvousExampleMixin(models.AbstractModel):
    """A rule that adds words to templates, and what leaves with them.

    The example is a real appointment of the agenda or the establishment. A model
    has a field ``event``, or says in ``_example_event`` which one it is about.
    """

    _name = "rendezvous.example.mixin"
    _description = "Words added to messages, with an example"
    _inherit = ["rendezvous.scope.mixin"]

    extra_email = fields.Text(
        "Added to the email", translate=True, help="Comes after the text of the template."
    )
    extra_sms = fields.Text(
        "Added to the SMS",
        translate=True,
        help="Comes after the text of the template. Beyond 160 characters in all, an SMS counts"
        " as several.",
    )
    example_sms = fields.Text("Example of the SMS", compute="_compute_example_sms")
    example_length = fields.Char("Length", compute="_compute_example_sms")
    example_parts = fields.Integer("SMS to pay", compute="_compute_example_sms")

    @api.depends("extra_sms", "agenda_id", "company_id")
    @api.depends_context("uid")
    def _compute_example_sms(self):
        for rule in self:
            appointment = rule._example_appointment()
            text = rule._example_text(appointment) if appointment else ""
            length = sms_length(text)
            rule.example_sms = text
            rule.example_parts = length.parts
            rule.example_length = text and length_words(self.env, length)

    def action_preview_email(self):
        return self._preview("mail", self._example_event())

    def action_preview_sms(self):
        return self._preview("sms", self._example_event())

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
                **self._example_context(),
            },
        }

    def _example_event(self):
        """Return the event whose templates these words are added to."""
        return self.event

    def _example_context(self):
        """Return what the templates find the event and the words by."""
        return {"rendezvous_event": self._example_event()}

    def _event_words(self):
        event = self.env["rendezvous.notification"]._fields["event"]
        return dict(event._description_selection(self.env)).get(self._example_event(), "")

    def _example_template(self, kind, name):
        xmlid = f"rendezvous.{kind}_template_appointment_{name}"
        found = self.env.ref(xmlid, raise_if_not_found=False)
        return found or self.env[f"{kind}.template"]

    def _example_appointment(self):
        """Return the newest appointment that the rule may be about and the user may see."""
        agenda = self.agenda_id._origin
        domain = [("company_id", "child_of", self.company_id.ids)]
        if agenda:
            domain = [("agenda_id", "=", agenda.id)]
        if self._example_event() == "waitlist_offer":
            # Its templates tell of the offer.
            domain.append(("waitlist_offer_id", "!=", False))
        order = "start desc, id desc"
        return self.env["rendezvous.appointment"].search(domain, order=order, limit=1)

    def _example_text(self, appointment):
        template = self._example_template("sms", self._example_event())
        if not template:
            return ""
        template = template.sudo().with_context(
            **self._example_context(), rendezvous_extra_typed=self.extra_sms or ""
        )
        try:
            texts = template._render_field("body", appointment.ids, compute_lang=True)
        except Exception as error:  # pylint: disable=broad-except
            # An edited template may raise anything: whoever edits it reads what.
            return error_words(error)
        return plain(texts[appointment.id])
