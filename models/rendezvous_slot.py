from odoo import api, fields, models


class RendezvousSlot(models.Model):
    """An opening of an agenda: every week, every n weeks, or on one date."""

    _name = "rendezvous.slot"
    _description = "Opening"
    _inherit = ["rendezvous.opening.mixin", "rendezvous.waking.mixin"]
    _order = "agenda_id, date, weekday, hour_from, id"
    _check_company_auto = True
    _opening_siblings = "agenda_id.slot_ids"

    agenda_id = fields.Many2one("rendezvous.agenda", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="agenda_id.company_id", store=True, index=True)
    date = fields.Date("Single date", help="Set: the opening happens on that day only.")
    every_weeks = fields.Integer(
        "Every (weeks)",
        default=1,
        aggregator=None,
        help="2: every other week, counted from the week it starts.",
    )
    service_ids = fields.Many2many(
        "rendezvous.service",
        "rendezvous_slot_service_rel",
        "slot_id",
        "service_id",
        string="Services",
        help="Empty: every service of the agenda.",
    )
    location_id = fields.Many2one(
        "res.partner", index="btree_not_null", help="Empty: the agenda's first."
    )
    capacity = fields.Integer(
        aggregator=None, help="Appointments at the same time; 0: the agenda's capacity."
    )
    online = fields.Boolean(default=True, help="Off: offered by staff only.")

    _day_given = models.Constraint(
        "CHECK ((weekday IS NULL) <> (date IS NULL))",
        "An opening is on a weekday or on a single date: enter one of the two.",
    )
    _every_weeks_positive = models.Constraint(
        "CHECK (every_weeks = 1 OR (every_weeks > 1 AND date_from IS NOT NULL))",
        "An opening every n weeks needs the day it starts on: enter “Starts on”.",
    )
    _capacity_not_negative = models.Constraint(
        "CHECK (capacity >= 0)", "The capacity cannot be negative."
    )

    @api.depends("date", "agenda_id.slot_ids")
    def _compute_overlap(self):
        return super()._compute_overlap()

    @api.onchange("date")
    def _onchange_date(self):
        if self.date:
            self.weekday = False

    @api.constrains("weekday", "date", "hour_from", "hour_to", "online", "service_ids", "agenda_id")
    def _check_services_fit(self):
        self.agenda_id._check_services_fit()

    def _hours_label(self):
        if not self.date:
            return super()._hours_label()
        day = self.env["ir.qweb.field.date"].value_to_html(self.date, {})
        return f"{day} {super()._hours_label()}"

    def _overlaps(self, other):
        return super()._overlaps(other) and self.date == other.date
