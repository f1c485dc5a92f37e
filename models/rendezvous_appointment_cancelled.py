from odoo import fields, models


class RendezvousAppointment(models.Model):
    """When an appointment was cancelled: how late is a figure of the statistics."""

    _inherit = "rendezvous.appointment"

    cancelled_at = fields.Datetime("Cancelled on", readonly=True, copy=False)

    def write(self, vals):
        if vals.get("state") == "cancelled":
            vals = {"cancelled_at": fields.Datetime.now(), **vals}
        return super().write(vals)
