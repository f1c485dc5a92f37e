from odoo import api, fields, models


class RendezvousFindSlot(models.TransientModel):
    """The piece of equipment that the visit is about, and where it is installed."""

    _inherit = "rendezvous.find.slot"

    equipment_id = fields.Many2one(
        "rendezvous.equipment",
        ondelete="cascade",
        domain="[('partner_id', 'parent_of', partner_id)]",
    )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.equipment_id.partner_id != self.partner_id:
            self.equipment_id = False

    @api.onchange("equipment_id")
    def _onchange_equipment_id(self):
        if self.equipment_id:
            self.location_id = self.equipment_id.place_id

    def _prepare_booking_vals(self):
        return {**super()._prepare_booking_vals(), "equipment_id": self.equipment_id.id}
