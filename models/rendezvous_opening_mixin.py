from odoo import api, fields, models

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class RendezvousOpeningMixin(models.AbstractModel):
    """Hours of a weekday, valid for a while: what slots and web hours share.

    The model says in ``_opening_siblings`` how to reach the hours of its owner.
    """

    _name = "rendezvous.opening.mixin"
    _description = "Recurring hours"
    _inherit = ["rendezvous.company.mixin"]
    _opening_siblings = None

    weekday = fields.Selection(WEEKDAYS)
    hour_from = fields.Float("From", required=True, default=9.0, aggregator=None)
    hour_to = fields.Float("To", required=True, default=12.0, aggregator=None)
    date_from = fields.Date("Starts on", help="First day it applies; empty: always.")
    date_until = fields.Date("Until", help="Last day it applies, included; empty: for ever.")
    overlap = fields.Char(compute="_compute_overlap", help="The openings it overlaps.")

    _hours_order = models.Constraint(
        "CHECK (hour_from < hour_to)",
        "An opening ends after it starts: enter a later “To” or an earlier “From”.",
    )
    _hours_range = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_to <= 24)",
        "Hours of the day go from 0:00 to 24:00; write an opening over midnight as two.",
    )
    _dates_order = models.Constraint(
        "CHECK (date_until IS NULL OR date_from IS NULL OR date_from <= date_until)",
        "The last day comes before the first: enter a later “Until”.",
    )

    @api.depends("weekday", "hour_from", "hour_to", "date_from", "date_until")
    def _compute_overlap(self):
        for opening in self:
            others = opening._overlapping()
            opening.overlap = ", ".join(other._hours_label() for other in others)

    @api.onchange("weekday", "hour_from", "hour_to", "date_from", "date_until")
    def _onchange_overlap(self):
        overlap = ", ".join(other._hours_label() for other in self._overlapping())
        if not overlap:
            return None
        return {
            "warning": {
                "title": self.env._("Overlapping openings"),
                "message": self.env._(
                    "This opening overlaps %(openings)s. The same place is then opened twice:"
                    " it still takes one appointment at a time.",
                    openings=overlap,
                ),
            }
        }

    def _compute_display_name(self):
        for opening in self:
            opening.display_name = opening._hours_label()

    def _hours_label(self):
        return f"{self._weekday_label()} {self._clock_label()}".strip()

    def _weekday_label(self):
        return dict(self._fields["weekday"]._description_selection(self.env)).get(self.weekday, "")

    def _clock_label(self):
        return f"{_clock(self.hour_from)}–{_clock(self.hour_to)}"

    def _overlapping(self):
        """Return the other openings of the same owner that share an hour with this one."""
        self.ensure_one()
        # Planners may not read the employees whose hours they set.
        siblings = self.sudo().mapped(self._opening_siblings).sudo(self.env.su)
        return siblings.filtered(
            lambda other: other._origin != self._origin and self._overlaps(other)
        )

    def _overlaps(self, other):
        if self.hour_to <= other.hour_from or other.hour_to <= self.hour_from:
            return False
        return self.weekday == other.weekday and self._validity_overlaps(other)

    def _validity_overlaps(self, other):
        ends_before = self.date_until and other.date_from and self.date_until < other.date_from
        starts_after = other.date_until and self.date_from and other.date_until < self.date_from
        return not (ends_before or starts_after)


def _clock(hour):
    minutes = round(hour * 60)
    return f"{minutes // 60}:{minutes % 60:02d}"
