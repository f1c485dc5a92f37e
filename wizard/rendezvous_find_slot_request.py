from odoo import fields, models


class RendezvousFindSlot(models.TransientModel):
    """Find a slot, opened from an intervention to plan."""

    _inherit = "rendezvous.find.slot"

    request_id = fields.Many2one(
        "rendezvous.request", "Intervention to plan", readonly=True, ondelete="cascade"
    )

    def _book(self, start, agenda, technician):
        search = self.with_context(rendezvous_request_id=self.request_id.id)
        return super(RendezvousFindSlot, search)._book(start, agenda, technician)
