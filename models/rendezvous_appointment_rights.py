from odoo import api, fields, models
from odoo.fields import Domain


class RendezvousAppointment(models.Model):
    """What portal accounts may see of an appointment, their own or a colleague's.

    The record rule lets a profile see colleagues' appointments: their time,
    place and service. What is written there, or leads to changing them, stays
    with the contact and staff.
    """

    _inherit = "rendezvous.appointment"

    # Who holds the token changes the appointment.
    access_token = fields.Char(groups="rendezvous.group_user")
    partner_phone = fields.Char(groups="rendezvous.group_user")
    partner_email = fields.Char(groups="rendezvous.group_user")
    attendance = fields.Selection(groups="rendezvous.group_user")
    cancel_reason = fields.Char(groups="rendezvous.group_user")

    def _portal_ensure_token(self):
        # As superuser: Odoo asks for it while the contact acts.
        return super(RendezvousAppointment, self.sudo())._portal_ensure_token()

    def _is_own(self):
        """Tell whether the current user is the contact of the appointment."""
        self.ensure_one()
        user = self.env.user
        return not user._is_public() and self.partner_id == user.partner_id

    def _is_in_view(self):
        """Tell whether the user's profile shows it: ahead, or with the right to the history."""
        partner = self.env.user.partner_id
        return self.told_stop > fields.Datetime.now() or partner._may_in_portal("see_history")

    def _is_seen_by_visitor(self, access_token=None):
        """Tell whether the user may look at it: it is his, or a colleague's."""
        if self._is_of_visitor(access_token):
            return True
        if self.env.user._is_public() or self.state == "held" or self.hold_until:
            return False
        domain = self.env.user.partner_id._portal_appointments_domain()
        return bool(self.filtered_domain(domain)) and self._is_in_view()

    def _shown_answers(self):
        """Return the answers that the portal shows: documents only where the profile does."""
        answers = self.answer_ids.filtered(lambda answer: answer._value_label())
        if self.partner_id._may_in_portal("see_documents"):
            return answers
        return answers.filtered(lambda answer: answer.type != "file")

    @api.model
    def _of_colleagues(self, appointment_ids):
        """Return those of the appointments that are not the portal user's own."""
        domain = Domain("id", "in", appointment_ids) & Domain(
            "partner_id", "!=", self.env.user.partner_id.id
        )
        # As superuser: asked while rights are being decided.
        return self.sudo().search(domain)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Keep what is written on an appointment from the colleagues who see it.

        They may not write on it, so writing is what they would need to read.
        """
        operations = super()._mail_get_operation_for_mail_message_operation(message_operation)
        if self.env.user._is_internal():
            return operations
        colleagues = self._of_colleagues(self.ids)
        return {
            appointment: "write" if appointment.id in colleagues.ids else operation
            for appointment, operation in operations.items()
        }
