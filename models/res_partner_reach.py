from odoo import api, fields, models


class ResPartner(models.Model):
    """Why a contact cannot be written to, in words for staff."""

    _inherit = "res.partner"

    rendezvous_no_email_reason = fields.Char(
        "No email because",
        compute="_compute_rendezvous_reach",
        groups="rendezvous.group_user",
    )
    rendezvous_no_sms_reason = fields.Char(
        "No SMS because", compute="_compute_rendezvous_reach", groups="rendezvous.group_user"
    )

    @api.depends(
        "email",
        "phone",
        "rendezvous_phone_kind",
        "rendezvous_notify_email",
        "rendezvous_notify_sms",
    )
    @api.depends_context("lang")
    def _compute_rendezvous_reach(self):
        for partner in self:
            partner.rendezvous_no_email_reason = partner._no_email_reason()
            partner.rendezvous_no_sms_reason = partner._no_sms_reason()

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

    def _staff_address(self, channel):
        """Return what is written to on the staff side: an address, a number or a name."""
        self.ensure_one()
        addresses = {
            "email": self.email_normalized,
            "sms": self.phone_sanitized,
            "internal": self.email_formatted,
        }
        return addresses[channel] or self.name
