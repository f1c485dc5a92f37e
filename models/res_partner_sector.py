from odoo import api, fields, models


class ResPartner(models.Model):
    """The sector of a contact, by its postcode unless it was set by hand."""

    _inherit = "res.partner"

    rendezvous_sector_id = fields.Many2one(
        "rendezvous.sector",
        string="Sector",
        compute="_compute_rendezvous_sector_id",
        store=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="rendezvous.group_user",
    )
    rendezvous_sector_manual = fields.Boolean(
        "Sector set by hand",
        copy=False,
        groups="rendezvous.group_user",
        help="The sector stays whatever the postcode. Untick to follow the postcode again.",
    )

    @api.depends("zip", "company_id", "rendezvous_sector_manual")
    def _compute_rendezvous_sector_id(self):
        Sector = self.env["rendezvous.sector"]
        for partner in self:
            if partner.rendezvous_sector_manual:
                partner.rendezvous_sector_id = partner.rendezvous_sector_id
                continue
            company = partner.company_id or self.env.company
            partner.rendezvous_sector_id = Sector._sector_of(partner.zip, company)

    def _sector_in(self, company):
        """Return the sector of one address in the organisation of ``company``.

        The one of its file, chosen by hand or by its postcode. A file that
        several organisations share may have the sector of another: then by
        the postcode.
        """
        sector = self.sudo().rendezvous_sector_id  # contacts do not see their sector
        if not sector or sector.company_id != company.sudo().root_id:
            sector = self.env["rendezvous.sector"]._sector_of(self.sudo().zip, company)
        return sector.sudo(self.env.su)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._note_sector_by_hand(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._note_sector_by_hand(vals))

    def _note_sector_by_hand(self, vals):
        """Remember that a sector was chosen; none chosen means: by the postcode."""
        if "rendezvous_sector_id" not in vals:
            return vals
        vals = {"rendezvous_sector_manual": bool(vals["rendezvous_sector_id"]), **vals}
        if not vals["rendezvous_sector_manual"]:
            del vals["rendezvous_sector_id"]
        return vals
