from odoo import api, fields, models

from ..number_lists import MONTHS, WEEKDAYS, read_numbers

# What an agenda opens online, and the setting of the establishment it may follow.
FOLLOWED = {
    "horizon": "rendezvous_horizon",
    "open_months": "rendezvous_open_months",
    "open_weekdays": "rendezvous_open_weekdays",
    "allow_blank_days": "rendezvous_allow_blank_days",
}


class RendezvousAgenda(models.Model):
    """What an agenda opens online: by itself, or as its establishment does."""

    _inherit = "rendezvous.agenda"

    follows_establishment = fields.Boolean(
        "Follow the establishment's online settings",
        compute="_compute_follows_establishment",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        help="On: months, weekdays, days ahead and blank days are those of the establishment.",
    )
    horizon = fields.Integer(
        "Horizon (days)",
        compute="_compute_horizon",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        help="Online, how many days ahead are open to booking.",
    )
    open_months = fields.Char(
        compute="_compute_open_months",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        help="Months open online, 1 (January) to 12, separated by commas; all if empty.",
    )
    open_weekdays = fields.Char(
        compute="_compute_open_weekdays",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        help="Weekdays open online, 0 (Monday) to 6, separated by commas; all if empty.",
    )
    allow_blank_days = fields.Boolean(
        "Blank days open",
        compute="_compute_allow_blank_days",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        help="Off: online booking only completes days that already have an appointment.",
    )

    _horizon_not_negative = models.Constraint(
        "CHECK (horizon >= 0)", "The horizon cannot be negative: enter a number of days."
    )

    @api.depends("by_sector")
    def _compute_follows_establishment(self):
        """New agendas on the road follow; those that exist stay as they are."""
        for agenda in self:
            is_new = not agenda._origin
            agenda.follows_establishment = (
                agenda.by_sector if is_new else agenda.follows_establishment
            )

    # One method for each: a value given at creation is not to be computed with the others.
    @api.depends("follows_establishment", "company_id.rendezvous_horizon")
    def _compute_horizon(self):
        self._follow("horizon", 60)

    @api.depends("follows_establishment", "company_id.rendezvous_open_months")
    def _compute_open_months(self):
        self._follow("open_months", ",".join(map(str, MONTHS)))

    @api.depends("follows_establishment", "company_id.rendezvous_open_weekdays")
    def _compute_open_weekdays(self):
        self._follow("open_weekdays", ",".join(map(str, WEEKDAYS)))

    @api.depends("follows_establishment", "company_id.rendezvous_allow_blank_days")
    def _compute_allow_blank_days(self):
        self._follow("allow_blank_days", True)

    def _follow(self, field, default):
        """Take the establishment's setting where it is followed; else keep what there is."""
        for agenda in self:
            if agenda.follows_establishment:
                agenda[field] = agenda.company_id.sudo()[FOLLOWED[field]]
            elif agenda._origin:
                agenda[field] = agenda[field]
            else:
                agenda[field] = agenda[field] or default

    @api.constrains("open_months", "open_weekdays")
    def _check_open_days(self):
        for agenda in self:
            self.env["res.company"]._check_numbers(agenda, "open_months", MONTHS)
            self.env["res.company"]._check_numbers(agenda, "open_weekdays", WEEKDAYS)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._prepare_followed_vals(vals) for vals in vals_list])

    def write(self, vals):
        if "follows_establishment" in vals:
            # Who stops following keeps what was set until now.
            self._recompute_recordset(list(FOLLOWED))
        return super().write(self._prepare_followed_vals(vals))

    def _prepare_followed_vals(self, vals):
        """Stop following where settings of its own are given; drop them where it follows."""
        if not FOLLOWED.keys() & vals.keys():
            return vals
        if vals.get("follows_establishment"):
            return {name: value for name, value in vals.items() if name not in FOLLOWED}
        return {**vals, "follows_establishment": False}

    def action_view_booking_settings(self):
        """Open the online settings of the establishment."""
        self.ensure_one()
        settings = self.env["rendezvous.booking.settings"].browse(self.company_id.id)
        return settings._open_form()

    def _open_month_numbers(self):
        return read_numbers(self.open_months) or frozenset(MONTHS)

    def _open_weekday_numbers(self):
        return read_numbers(self.open_weekdays) or frozenset(WEEKDAYS)
