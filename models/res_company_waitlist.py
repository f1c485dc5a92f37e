from odoo import fields, models


class ResCompany(models.Model):
    """How an establishment offers freed times to those who wait."""

    _inherit = "res.company"

    rendezvous_offer_minutes = fields.Integer(
        "Offer (minutes)",
        default=30,
        help="How long a freed time is kept for who it is offered to.",
    )
    rendezvous_quiet_from = fields.Float(
        "Quiet from", default=21.0, help="On the clock of the agenda: nobody is woken by an offer."
    )
    rendezvous_quiet_to = fields.Float("Quiet until", default=8.0)

    _rendezvous_offer_minutes_positive = models.Constraint(
        "CHECK (rendezvous_offer_minutes > 0)",
        "An offer stays open for at least one minute: enter how long.",
    )
    _rendezvous_quiet_range = models.Constraint(
        "CHECK (rendezvous_quiet_from BETWEEN 0 AND 24 AND rendezvous_quiet_to BETWEEN 0 AND 24)",
        "Quiet hours are hours of the day, from 0:00 to 24:00.",
    )
