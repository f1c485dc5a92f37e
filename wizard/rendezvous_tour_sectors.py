from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

MAX_DAYS = 366


class RendezvousTourSectors(models.TransientModel):
    """Give or take sectors for many days of many technicians at once."""

    _name = "rendezvous.tour.sectors"
    _description = "Give sectors"
    # hr.mixin: planners choose technicians without reading the employees' files.
    _inherit = ["hr.mixin"]

    employee_ids = fields.Many2many(
        "hr.employee",
        string="Technicians",
        default=lambda self: self._default_employees(),
        help="Empty: every technician on the road of your establishments.",
    )
    employee_choice_ids = fields.Many2many(
        "hr.employee", compute="_compute_employee_choices", compute_sudo=True
    )
    date_from = fields.Date("From", required=True, default=lambda self: self._default_day(min))
    date_until = fields.Date("Until", required=True, default=lambda self: self._default_day(max))
    weekdays = fields.Char(default="0,1,2,3,4,5,6", help="All if none is chosen.")
    operation = fields.Selection(
        [
            ("add", "Add these sectors"),
            ("replace", "Replace all by these sectors"),
            ("remove", "Remove these sectors"),
            ("keep", "Leave the sectors as they are"),
        ],
        required=True,
        default="add",
    )
    sector_ids = fields.Many2many("rendezvous.sector", string="Sectors")
    lock = fields.Selection(
        [("keep", "As it is"), ("lock", "Lock"), ("unlock", "Unlock")],
        "Online booking",
        required=True,
        default="keep",
        help="A locked day takes no online booking.",
    )
    summary = fields.Char(compute="_compute_summary")

    def _default_tours(self):
        context = self.env.context
        chosen = context.get("active_model") == "rendezvous.tour"
        return self.env["rendezvous.tour"].browse(context.get("active_ids") if chosen else [])

    def _default_employees(self):
        return self._default_tours().employee_id.sudo().ids

    def _default_day(self, end):
        """Return the first or last day of the chosen tours, else of the coming week."""
        days = self._default_tours().mapped("date")
        today = fields.Date.context_today(self)
        return end(days or [today, today + timedelta(days=6)])

    def _compute_employee_choices(self):
        for wizard in self:
            # The agendas this user may see; their technicians as superuser, since
            # the employees themselves are only for HR officers.
            wizard.employee_choice_ids = wizard.sudo(False)._agendas().sudo().technician_ids

    @api.depends("employee_ids", "date_from", "date_until", "weekdays")
    def _compute_summary(self):
        for wizard in self:
            wizard.summary = wizard._summary()

    @api.constrains("date_from", "date_until")
    def _check_dates(self):
        for wizard in self:
            if error := wizard._dates_error():
                raise UserError(error)

    def action_apply(self):
        """Change the days, and say how many."""
        self.ensure_one()
        self._check_complete()
        tours = self._tours()
        changes = self._changes(tours)
        for vals_key, changed in changes.items():
            changed.write(self._prepare_tour_vals(*vals_key))
        number = sum(len(changed) for changed in changes.values())
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if number else "info",
                "message": self.env._(
                    "Days changed: %(changed)s; already so: %(kept)s.",
                    changed=number,
                    kept=len(tours) - number,
                ),
                "next": {"type": "ir.actions.act_window_close", "infos": {"changed": number}},
            },
        }

    def _check_complete(self):
        if self.operation in ("add", "remove") and not self.sector_ids:
            raise UserError(self.env._("Choose at least one sector to add or to remove."))
        if self.operation == "keep" and self.lock == "keep":
            raise UserError(self.env._("Nothing would change: choose sectors, or lock or unlock."))

    def _dates_error(self):
        if not (self.date_from and self.date_until):
            return self.env._("Choose the first and the last day.")
        if self.date_until < self.date_from:
            return self.env._("The last day comes before the first one: change one of them.")
        if (self.date_until - self.date_from).days >= MAX_DAYS:
            return self.env._("At most a year at once: choose a nearer last day.")
        return False

    def _agendas(self):
        """Return the agendas on the road in which this user plans."""
        return self.env["rendezvous.agenda"].search(
            [("by_sector", "=", True), ("company_id", "in", self.env.companies.ids)]
        )

    def _asked_ids(self):
        """Return the ids of the technicians concerned."""
        # As superuser: planners may not read the employees' files.
        chosen = self.sudo().employee_ids._origin
        return set(chosen.ids or self._agendas().sudo().technician_ids.ids)

    def _made_tours(self):
        return self.env["rendezvous.tour"].search(
            [
                ("employee_id", "in", list(self._asked_ids())),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_until),
            ]
        )

    def _days(self):
        """Return the ``(employee_id, day)`` concerned: worked days, and those that have a tour."""
        begin = datetime.combine(self.date_from, time())
        end = datetime.combine(self.date_until, time()) + timedelta(days=1)
        # A day of slack on both sides: local days are not UTC days.
        slack = timedelta(days=1)
        agendas = self._agendas()
        worked = self.env["rendezvous.availability"]._technician_days(
            agendas, begin - slack, end + slack
        )
        asked = self._asked_ids()
        worked |= {(tour.employee_id.id, tour.date) for tour in self._made_tours()}
        weekdays = {int(day) for day in (self.weekdays or "").split(",") if day.strip()}
        return {
            (employee_id, day)
            for employee_id, day in worked
            if employee_id in asked
            and self.date_from <= day <= self.date_until
            and (not weekdays or day.weekday() in weekdays)
        }

    def _tours(self):
        """Return the tours of these days, making those that would get something."""
        Tour, days = self.env["rendezvous.tour"], self._days()
        if self.operation in ("add", "replace") or self.lock == "lock":
            return Tour.browse(tour.id for tour in Tour._for_days(days).values())
        return self._made_tours().filtered(lambda tour: (tour.employee_id.id, tour.date) in days)

    def _changes(self, tours):
        """Return ``{(sector ids, locked): tours}`` of the days that become different."""
        wanted = tours.grouped(lambda tour: (self._sectors_of(tour), self._lock_of(tour)))
        return {
            key: different
            for key, same in wanted.items()
            if (different := same.filtered(lambda t, k=key: _now(t) != k))
        }

    def _sectors_of(self, tour):
        chosen, now = frozenset(self.sector_ids.ids), frozenset(tour.sector_ids.ids)
        return {"add": now | chosen, "replace": chosen, "remove": now - chosen, "keep": now}[
            self.operation
        ]

    def _lock_of(self, tour):
        return {"keep": tour.is_locked, "lock": True, "unlock": False}[self.lock]

    def _prepare_tour_vals(self, sector_ids, is_locked):
        vals = {} if self.lock == "keep" else {"is_locked": is_locked}
        if self.operation != "keep":
            vals["sector_ids"] = [Command.set(sorted(sector_ids))]
        return vals

    def _summary(self):
        """Return in words how many days would be changed, or what is wrong."""
        if error := self._dates_error():
            return error
        days = self._days()
        return self.env._(
            "%(days)s days of %(technicians)s technicians.",
            days=len(days),
            technicians=len({employee_id for employee_id, _day in days}),
        )


def _now(tour):
    return frozenset(tour.sector_ids.ids), tour.is_locked
