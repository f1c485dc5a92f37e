from odoo import api, fields, models


class RendezvousFeedMixin(models.AbstractModel):
    """A calendar that belongs to an agenda or to a technician, and so to an establishment."""

    _name = "rendezvous.feed.mixin"
    _description = "Calendar of an agenda or of a technician"
    _inherit = ["rendezvous.company.mixin"]

    agenda_id = fields.Many2one("rendezvous.agenda", index="btree_not_null", ondelete="cascade")
    technician_id = fields.Many2one("hr.employee", index="btree_not_null", ondelete="cascade")
    company_id = fields.Many2one(
        "res.company",
        "Establishment",
        compute="_compute_company_id",
        compute_sudo=True,
        store=True,
        precompute=True,
        index="btree_not_null",
    )

    @api.depends("agenda_id.company_id", "technician_id.company_id")
    def _compute_company_id(self):
        for feed in self:
            feed.company_id = feed.agenda_id.company_id or feed.technician_id.company_id

    def write(self, vals):
        result = super().write(vals)
        if "technician_id" in vals:
            # He decides, as the agenda does, whose calendar it is.
            self.check_access("write")
        return result
