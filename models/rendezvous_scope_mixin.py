from odoo import api, fields, models
from odoo.fields import Domain


class RendezvousScopeMixin(models.AbstractModel):
    """A rule of one agenda, of an establishment, or of the parent for those below."""

    _name = "rendezvous.scope.mixin"
    _description = "Rule of an agenda or of an establishment"
    _inherit = ["rendezvous.company.mixin"]

    agenda_id = fields.Many2one(
        "rendezvous.agenda", index="btree_not_null", ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        "res.company",
        "Establishment",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
    )
    is_mine = fields.Boolean(
        "Of my establishment",
        compute="_compute_is_mine",
        help="Others' rows are read: the parent's count where nothing else is said.",
    )

    @api.depends("agenda_id.company_id")
    def _compute_company_id(self):
        for rule in self:
            rule.company_id = rule.agenda_id.company_id or rule.company_id or self.env.company

    @api.depends("company_id")
    @api.depends_context("allowed_company_ids")
    def _compute_is_mine(self):
        for rule in self:
            rule.is_mine = rule.company_id in self.env.companies

    @api.model
    def _about(self, agendas, domain=()):
        """Return the rules of these agendas, and of the companies above them, as superuser."""
        agendas = agendas.sudo()
        above = Domain("company_id", "parent_of", agendas.company_id.ids)
        theirs = Domain("agenda_id", "in", agendas.ids) | Domain("agenda_id", "=", False) & above
        return self.sudo().search(theirs & Domain(domain))
