from odoo import api, fields, models


class ResPartner(models.Model):
    """Whose a contact is: the organisation's, or the establishment's that created it."""

    _inherit = "res.partner"

    rendezvous_origin_id = fields.Many2one(
        "res.company",
        "Created at",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The establishment whose staff created the file.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and self.env.user.has_group("rendezvous.group_user"):
            for vals in vals_list:
                self._rendezvous_complete_owner(vals)
        return super().create(vals_list)

    @api.model
    def _rendezvous_complete_owner(self, vals):
        """Give a person created by staff the owner that the parent's setting asks for."""
        is_company = vals.get("is_company") or vals.get("company_type") == "company"
        if is_company or vals.get("parent_id"):
            return
        company = self.env.company
        vals.setdefault("rendezvous_origin_id", company.id)
        if not vals.get("company_id"):
            vals["company_id"] = company._rendezvous_contact_company().id
