from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RendezvousAnswer(models.Model):
    """What the contact answered to one question, for one appointment."""

    _name = "rendezvous.answer"
    _description = "Answer"
    _inherit = ["rendezvous.company.mixin"]
    _order = "appointment_id, question_id, id"

    appointment_id = fields.Many2one(
        "rendezvous.appointment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="appointment_id.company_id", store=True, index=True)
    question_id = fields.Many2one(
        "rendezvous.question", required=True, index=True, ondelete="restrict"
    )
    type = fields.Selection(related="question_id.type")
    value_text = fields.Text("Text")
    value_choice_id = fields.Many2one("rendezvous.question.choice", "Choice", ondelete="restrict")
    value_date = fields.Date("Date")
    attachment_id = fields.Many2one("ir.attachment", "Document", ondelete="set null", copy=False)

    _appointment_question_uniq = models.Constraint(
        "UNIQUE (appointment_id, question_id)", "Each question is answered once."
    )

    @api.depends("value_text", "value_choice_id", "value_date", "attachment_id")
    def _compute_display_name(self):
        for answer in self:
            answer.display_name = answer._value_label()

    @api.constrains("question_id", "value_choice_id", "appointment_id")
    def _check_belongs(self):
        for answer in self:
            foreign = answer.question_id.service_id != answer.appointment_id.service_id
            choice = answer.value_choice_id
            if foreign or (choice and choice.question_id != answer.question_id):
                raise ValidationError(
                    self.env._(
                        "This answer does not belong to “%(question)s”: choose one of its own.",
                        question=answer.question_id.name,
                    )
                )

    def _value_label(self):
        """Return the answer as text, in the reader's language."""
        self.ensure_one()
        if self.type == "choice":
            return self.value_choice_id.name or ""
        if self.type == "date":
            return self.env["ir.qweb.field.date"].value_to_html(self.value_date, {}) or ""
        if self.type == "file":
            return self.attachment_id.sudo().name or ""
        return self.value_text or ""
