from odoo import fields, models


class ProductBrand(models.Model):
    _name = "product.brand"
    _inherit = ["product.brand", "rendezvous.published.mixin"]

    rendezvous_publisher_ids = fields.Many2many(
        relation="rendezvous_brand_publisher_rel", column1="brand_id", column2="company_id"
    )
    rendezvous_equipment_count = fields.Integer(
        "Pieces of equipment",
        compute="_compute_rendezvous_equipment_count",
        groups="rendezvous.group_user",
    )

    def _compute_rendezvous_equipment_count(self):
        counts = dict(
            self.env["rendezvous.equipment"]._read_group(
                [("brand_id", "in", self.ids)], ["brand_id"], ["__count"]
            )
        )
        for brand in self:
            brand.rendezvous_equipment_count = counts.get(brand._origin, 0)
