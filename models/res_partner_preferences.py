from odoo import fields, models
from odoo.exceptions import UserError

CHANNELS = {"rendezvous_notify_email", "rendezvous_notify_sms"}


class ResPartner(models.Model):
    """How a contact wants to be told; once he has said so, only he changes it."""

    _inherit = "res.partner"

    rendezvous_notify_email = fields.Boolean(
        "Messages by email", default=True, help="Confirmations and reminders by email."
    )
    rendezvous_notify_sms = fields.Boolean(
        "Messages by SMS", default=True, help="Confirmations and reminders by SMS."
    )
    rendezvous_preferences_date = fields.Datetime(
        "Chosen by the contact on",
        readonly=True,
        copy=False,
        help="From then on, only the contact changes these choices, in the portal.",
    )

    def write(self, vals):
        if CHANNELS.intersection(vals) and not self.env.su:
            self._check_preferences_are_open(vals)
        return super().write(vals)

    def _check_preferences_are_open(self, vals):
        for partner in self.filtered("rendezvous_preferences_date"):
            if any(partner[name] != vals[name] for name in CHANNELS.intersection(vals)):
                raise UserError(
                    self.env._(
                        "%(contact)s chose how to be told: only the contact changes it,"
                        " in the portal.",
                        contact=partner.display_name,
                    )
                )

    def _choose_preferences(self, email, sms):
        """Store what the contact chose, to be called with the contact's consent only."""
        self.ensure_one()
        self.sudo().write(
            {
                "rendezvous_notify_email": bool(email),
                "rendezvous_notify_sms": bool(sms),
                "rendezvous_preferences_date": fields.Datetime.now(),
            }
        )
