from odoo import fields, models


class RendezvousRequestClose(models.TransientModel):
    """Ask why an intervention is not planned: colleagues and the history are told."""

    _name = "rendezvous.request.close"
    _description = "Close interventions to plan"

    request_ids = fields.Many2many("rendezvous.request", required=True)
    reason = fields.Char(required=True, help="The contact sees it beside the request.")

    def action_close(self):
        self.ensure_one()
        self.request_ids.action_close(self.reason)
        return {"type": "ir.actions.act_window_close"}
