from odoo import fields, models


class RendezvousQuestionChoice(models.Model):
    _name = "rendezvous.question.choice"
    _description = "Choice of a question"
    _inherit = ["rendezvous.company.mixin"]
    _order = "question_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    question_id = fields.Many2one(
        "rendezvous.question", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="question_id.company_id", store=True, index=True)
