from odoo import models


class RendezvousNotification(models.Model):
    """Messages to users in the history of the appointment.

    Each is notified as he chose in his preferences: in Odoo, or by email.
    """

    _inherit = "rendezvous.notification"

    def _queue_internal(self):
        """Post one message for each appointment, to all its users at once."""
        for appointment, rows in self.grouped("appointment_id").items():
            message = appointment.with_context(mail_notify_force_send=False).message_post(
                body=rows[:1]._internal_body(),
                author_id=rows.company_id.partner_id.id,
                partner_ids=rows.recipient_id.ids,
                message_type="notification",
                subtype_xmlid="mail.mt_note",
            )
            rows.mail_message_id = message

    def _internal_body(self):
        """Return the message in the language of the establishment."""
        appointment = self.appointment_id
        lang = self.company_id.partner_id.lang or self.env.lang
        context = {**self._template_context(), "lang": lang}
        values = {"object": appointment.with_context(**context)}
        return (
            self.env["ir.qweb"]
            .with_context(**context)
            ._render("rendezvous.message_staff_internal", values)
        )
