from odoo import api, fields, models


class RendezvousBooking(models.TransientModel):
    """The picker opened from an intervention to plan."""

    _inherit = "rendezvous.booking"

    request_id = fields.Many2one(
        "rendezvous.request", "Intervention to plan", readonly=True, ondelete="cascade"
    )
    request_address = fields.Char("Address to go to", compute="_compute_request_address")

    @api.depends("request_id")
    def _compute_request_address(self):
        for booking in self:
            booking.request_address = booking.request_id.location_id.contact_address_inline

    def _place(self):
        booking = self.with_context(rendezvous_request_id=self.request_id.id)
        return super(RendezvousBooking, booking)._place()

    def _prepare_place_vals(self):
        """Send the technician to the address of the request, where it is on the road."""
        vals = super()._prepare_place_vals()
        if self.request_id and vals["agenda"].by_sector:
            vals["location"] = self.request_id.location_id or None
        return vals
