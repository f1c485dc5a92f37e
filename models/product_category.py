from odoo import fields, models


class ProductCategory(models.Model):
    _name = "product.category"
    _inherit = ["product.category", "rendezvous.published.mixin"]

    rendezvous_publisher_ids = fields.Many2many(
        relation="rendezvous_category_publisher_rel", column1="category_id", column2="company_id"
    )
    rendezvous_service_interval = fields.Integer(
        "Service every (months)",
        help="Of equipment of this category; 0: as the category above.",
    )
    rendezvous_equipment_count = fields.Integer(
        "Pieces of equipment",
        compute="_compute_rendezvous_equipment_count",
        groups="rendezvous.group_user",
    )

    _rendezvous_interval_not_negative = models.Constraint(
        "CHECK (rendezvous_service_interval >= 0)",
        "A number of months cannot be negative: enter 0 when no service is due.",
    )

    def _compute_rendezvous_equipment_count(self):
        counts = dict(
            self.env["rendezvous.equipment"]._read_group(
                [("categ_id", "in", self.ids)], ["categ_id"], ["__count"]
            )
        )
        for category in self:
            category.rendezvous_equipment_count = counts.get(category._origin, 0)

    def _service_months(self):
        """Return the interval of the category, or of the nearest one above that has one."""
        category = self
        while category and not category.rendezvous_service_interval:
            category = category.parent_id
        return category.rendezvous_service_interval
