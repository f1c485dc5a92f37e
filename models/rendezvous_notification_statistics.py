from odoo import fields, models


class RendezvousNotification(models.Model):
    """What messages are counted by, beside the agenda: read from the appointment, not kept."""

    _inherit = "rendezvous.notification"

    service_id = fields.Many2one(related="appointment_id.service_id")
    technician_id = fields.Many2one(related="appointment_id.technician_id")
