from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..number_lists import MONTHS, WEEKDAYS, read_numbers


class ResCompany(models.Model):
    """What an establishment opens to online booking of interventions."""

    _inherit = "res.company"

    rendezvous_open_months = fields.Char(
        "Open months",
        default="1,2,3,4,5,6,7,8,9,10,11,12",
        help="Months open online, 1 (January) to 12, separated by commas; all if empty.",
    )
    rendezvous_open_weekdays = fields.Char(
        "Open weekdays",
        default="0,1,2,3,4",
        help="Weekdays open online, 0 (Monday) to 6, separated by commas; all if empty.",
    )
    rendezvous_horizon = fields.Integer(
        "Days open to booking", default=60, help="Online, how many days ahead are open."
    )
    rendezvous_allow_blank_days = fields.Boolean(
        "Blank days open",
        default=True,
        help="Off: online booking only completes days that already have an appointment.",
    )
    rendezvous_declare_equipment = fields.Boolean(
        "Customers may declare equipment",
        default=True,
        help="Off: only who has equipment on file books an intervention that needs some.",
    )
    rendezvous_other_brands = fields.Boolean(
        "Equipment of outside brands",
        help="Customers may declare equipment of a brand that is not published.",
    )
    rendezvous_own_limits = fields.Boolean(
        "Own cancel and move limits",
        help="Instead of those of each service, for this establishment's interventions.",
    )
    rendezvous_cancel_limit = fields.Integer("Cancel limit (hours)", default=4)
    rendezvous_move_limit = fields.Integer("Move limit (hours)", default=4)

    _rendezvous_horizon_not_negative = models.Constraint(
        "CHECK (rendezvous_horizon >= 0)", "The horizon cannot be negative: enter a number of days."
    )
    _rendezvous_limits_not_negative = models.Constraint(
        "CHECK (rendezvous_cancel_limit >= 0 AND rendezvous_move_limit >= 0)",
        "Limits cannot be negative: enter 0 for none.",
    )

    @api.constrains("rendezvous_open_months", "rendezvous_open_weekdays")
    def _check_rendezvous_open_days(self):
        for company in self:
            self._check_numbers(company, "rendezvous_open_months", MONTHS)
            self._check_numbers(company, "rendezvous_open_weekdays", WEEKDAYS)

    @api.model
    def _check_numbers(self, record, field, allowed):
        """Refuse a text that is no list of numbers, of a company or of an agenda."""
        if not read_numbers(record[field]) <= set(allowed):
            raise ValidationError(
                self.env._(
                    "“%(value)s” is not a list of numbers from %(first)s to %(last)s"
                    " separated by commas (%(field)s).",
                    value=record[field],
                    first=allowed[0],
                    last=allowed[-1],
                    field=record._fields[field]._description_string(self.env),
                )
            )
