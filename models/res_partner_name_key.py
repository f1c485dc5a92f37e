from odoo import api, fields, models

from ..contact import name_key


class ResPartner(models.Model):
    _inherit = "res.partner"

    rendezvous_name_key = fields.Char(
        compute="_compute_rendezvous_name_key",
        store=True,
        index="btree_not_null",
        groups="base.group_system",
        help="The words of the name, sorted, without accents nor capitals: alike names share it.",
    )

    @api.depends("name")
    def _compute_rendezvous_name_key(self):
        for partner in self:
            partner.rendezvous_name_key = name_key(partner.name) or False
