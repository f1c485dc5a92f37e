from odoo import api, fields, models


class RendezvousBooking(models.TransientModel):
    """The piece of equipment that the appointment is about."""

    _inherit = "rendezvous.booking"

    equipment_id = fields.Many2one(
        "rendezvous.equipment",
        ondelete="cascade",
        domain="[('partner_id', 'parent_of', partner_id)]",
    )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.equipment_id.partner_id != self.partner_id:
            self.equipment_id = False

    def _prepare_file_vals(self):
        return {**super()._prepare_file_vals(), "equipment_id": self.equipment_id.id}
