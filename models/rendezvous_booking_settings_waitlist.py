from odoo import api, fields, models

WAITLIST_SETTINGS = ("offer_minutes", "quiet_from", "quiet_to")


class RendezvousBookingSettings(models.Model):
    """How an establishment offers freed times, for its planners to set."""

    _inherit = "rendezvous.booking.settings"

    offer_minutes = fields.Integer(
        "Offer (minutes)",
        compute="_compute_waitlist_settings",
        inverse="_inverse_waitlist_settings",
        compute_sudo=True,
        help="How long a freed time is kept for who it is offered to.",
    )
    quiet_from = fields.Float(
        "Quiet from",
        compute="_compute_waitlist_settings",
        inverse="_inverse_waitlist_settings",
        compute_sudo=True,
        help="On the clock of the agenda: nobody is woken by an offer.",
    )
    quiet_to = fields.Float(
        "Quiet until",
        compute="_compute_waitlist_settings",
        inverse="_inverse_waitlist_settings",
        compute_sudo=True,
    )

    @api.depends(*[f"company_id.rendezvous_{name}" for name in WAITLIST_SETTINGS])
    def _compute_waitlist_settings(self):
        for settings in self:
            for name in WAITLIST_SETTINGS:
                settings[name] = settings.company_id[f"rendezvous_{name}"]

    def _inverse_waitlist_settings(self):
        # Checked by the rules of this model: planners may not write companies.
        for settings in self:
            settings.company_id.sudo().write(
                {f"rendezvous_{name}": settings[name] for name in WAITLIST_SETTINGS}
            )
