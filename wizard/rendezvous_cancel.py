from odoo import fields, models


class RendezvousCancel(models.TransientModel):
    """Ask why before cancelling: the contact and the history are told."""

    _name = "rendezvous.cancel"
    _description = "Cancel appointments"

    appointment_ids = fields.Many2many(
        "rendezvous.appointment",
        string="Appointments",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Char(required=True, help="The contact reads it in the message.")

    def action_cancel(self):
        self.ensure_one()
        self.appointment_ids.action_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
