from dateutil.relativedelta import relativedelta

from odoo import fields, models


class ResCompany(models.Model):
    """How long an organisation remembers whose an appointment was."""

    _inherit = "res.company"

    rendezvous_retention_months = fields.Integer(
        "Keep past appointments (months)",
        default=24,
        help="Of the organisation: its establishments follow. Past appointments are anonymised"
        " after that many months; 0: never.",
    )
    rendezvous_anonymous_partner_id = fields.Many2one(
        "res.partner", readonly=True, copy=False, ondelete="restrict"
    )

    _rendezvous_retention_positive = models.Constraint(
        "CHECK (rendezvous_retention_months >= 0)",
        "Appointments are kept for a number of months, or for ever with 0.",
    )

    def _retention_limit(self, now):
        """Return the moment before which the past is anonymised, None when it is kept."""
        self.ensure_one()
        months = self.root_id.rendezvous_retention_months
        return now - relativedelta(months=months) if months else None

    def _anonymous_partner(self):
        """Return the contact that stands for everybody whose name was removed."""
        company = self.root_id.sudo()  # establishments do not change their parent
        if not company.rendezvous_anonymous_partner_id:
            company.rendezvous_anonymous_partner_id = (
                self.env["res.partner"]
                .sudo()
                .create(
                    {
                        "lastname": self.env._("Anonymised contact"),
                        "company_id": company.id,
                        "active": False,
                    }
                )
            )
        return company.rendezvous_anonymous_partner_id
