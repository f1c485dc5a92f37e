from odoo import fields, models


class RendezvousRequest(models.Model):
    """The piece of equipment that a request is about."""

    _inherit = "rendezvous.request"

    equipment_id = fields.Many2one(
        "rendezvous.equipment",
        index="btree_not_null",
        ondelete="set null",
        domain="[('partner_id', 'parent_of', partner_id)]",
        tracking=True,
    )
