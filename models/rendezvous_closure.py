from odoo import fields, models


class RendezvousClosure(models.Model):
    """A time when an agenda, or the whole establishment, takes no one."""

    _name = "rendezvous.closure"
    _description = "Closure"
    _inherit = ["rendezvous.company.mixin", "rendezvous.waking.mixin"]
    _order = "start desc, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    agenda_id = fields.Many2one(
        "rendezvous.agenda",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Empty: every agenda of the establishment, and of those below it.",
    )
    company_id = fields.Many2one(
        "res.company",
        "Establishment",
        required=True,
        default=lambda self: self.env.company,
    )
    start = fields.Datetime(required=True)
    stop = fields.Datetime(required=True)

    _order_check = models.Constraint(
        "CHECK (start < stop)", "A closure ends after it starts: enter a later end."
    )
    _company_start_idx = models.Index("(company_id, start)")
