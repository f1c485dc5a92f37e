from odoo import models


class RendezvousAppointment(models.Model):
    """What the contact is told: confirmation, move, cancellation."""

    _inherit = "rendezvous.appointment"

    def _notify_contact(self, event):
        """Queue the message of ``event`` (confirmed, moved, cancelled) to each contact."""
        template = self.env.ref(f"rendezvous.mail_template_appointment_{event}")
        for appointment in self.sudo():
            template.sudo().send_mail(appointment.id)
