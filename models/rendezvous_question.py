from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RendezvousQuestion(models.Model):
    """Something the contact is asked for a service: the file of the appointment."""

    _name = "rendezvous.question"
    _description = "Question"
    _inherit = ["rendezvous.company.mixin"]
    _order = "service_id, sequence, id"

    name = fields.Char("Question", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    service_id = fields.Many2one(
        "rendezvous.service", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="service_id.company_id", store=True, index=True)
    type = fields.Selection(
        [("text", "Text"), ("choice", "Choice"), ("date", "Date"), ("file", "File")],
        required=True,
        default="text",
    )
    required = fields.Boolean()
    help = fields.Char("Hint", translate=True, help="Shown under the question.")
    choice_ids = fields.One2many(
        "rendezvous.question.choice", "question_id", string="Choices", copy=True
    )

    @api.constrains("type", "choice_ids")
    def _check_choices(self):
        for question in self:
            if question.type == "choice" and not question.choice_ids:
                raise ValidationError(
                    self.env._(
                        "“%(question)s” leaves nothing to choose: add its choices.",
                        question=question.name,
                    )
                )
