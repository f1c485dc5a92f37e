from odoo import fields, models


class RendezvousBooking(models.TransientModel):
    """The picker opened from the waiting list: the entry is closed when it is booked."""

    _inherit = "rendezvous.booking"

    waitlist_entry_id = fields.Many2one(
        "rendezvous.waitlist.entry", "Waiting list", readonly=True, ondelete="cascade"
    )

    def _place(self):
        appointment = super()._place()
        self.waitlist_entry_id._booked_by(appointment)
        return appointment
