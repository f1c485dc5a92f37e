from odoo import models


class ResPartner(models.Model):
    """Why a contact cannot be written to, in words for staff."""

    _inherit = "res.partner"

    def _no_email_reason(self):
        """Return why no email is sent to this contact, False when one may be."""
        self.ensure_one()
        if not self.email:
            return self.env._("The contact has no email address.")
        if not self.rendezvous_notify_email:
            return self.env._("The contact wants no email.")
        return False

    def _no_sms_reason(self):
        """Return why no SMS is sent to this contact, False when one may be."""
        self.ensure_one()
        if not self.phone:
            return self.env._("The contact has no phone number.")
        if self.rendezvous_phone_kind != "mobile":
            return self.env._("No SMS: the number is a landline, or not a valid one.")
        if not self.rendezvous_notify_sms:
            return self.env._("The contact wants no SMS.")
        if self.phone_blacklisted:
            return self.env._("The contact asked for no SMS any more (STOP).")
        return False
