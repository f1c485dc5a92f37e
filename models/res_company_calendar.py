from odoo import fields, models


class ResCompany(models.Model):
    """Whether an establishment shows its appointments in the technicians' calendars."""

    _inherit = "res.company"

    rendezvous_calendar_sync = fields.Boolean(
        "Appointments in technicians' calendars",
        default=True,
        help="Off: appointments stay out of Odoo's calendar, and so out of Outlook and Google.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "rendezvous_calendar_sync" in vals:
            # The job writes or removes what the new setting asks for.
            self.env["rendezvous.appointment"]._wake_calendar_job()
        return result
