import re

from odoo import api, fields, models
from odoo.tools import remove_accents

# Letters that lose nothing when their accents are taken off.
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})


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
            partner.rendezvous_name_key = self._rendezvous_name_key(partner.name) or False

    @api.model
    def _rendezvous_name_key(self, name):
        """Return what names alike have in common, whatever their accents, capitals and order."""
        bare = remove_accents((name or "").casefold().translate(LETTERS))
        return " ".join(sorted(re.findall(r"\w+", bare)))
