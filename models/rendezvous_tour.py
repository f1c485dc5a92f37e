from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import SQL, format_date, mute_logger

from ..tour_sectors import after_leaving, after_planning


class RendezvousTour(models.Model):
    """One technician, one day: the sectors he goes to and whom he visits.

    The sectors follow the appointments, see ``tour_sectors.py``; what a
    planner gave by hand is kept beside and comes back when they leave.
    """

    _name = "rendezvous.tour"
    _description = "Tour"
    _inherit = ["mail.thread", "mail.activity.mixin", "rendezvous.company.mixin"]
    _order = "date desc, employee_id, id"

    employee_id = fields.Many2one(
        "hr.employee", "Technician", required=True, index=True, ondelete="restrict"
    )
    date = fields.Date(required=True, index=True)
    company_id = fields.Many2one(
        related="employee_id.company_id", string="Establishment", store=True, index=True
    )
    sector_ids = fields.Many2many(
        "rendezvous.sector",
        "rendezvous_tour_sector_rel",
        "tour_id",
        "sector_id",
        string="Sectors",
        tracking=True,
        help="Where the technician goes that day; without any, the day is closed online.",
    )
    planned_sector_ids = fields.Many2many(
        "rendezvous.sector",
        "rendezvous_tour_planned_sector_rel",
        "tour_id",
        "sector_id",
        string="Sectors given by hand",
        readonly=True,
        copy=False,
        help="They come back when an appointment that brought another sector leaves.",
    )
    is_locked = fields.Boolean(
        "Locked", tracking=True, copy=False, help="A locked day takes no online booking."
    )
    note = fields.Text("Notes", help="For the technician: shown on the day sheet.")
    appointment_ids = fields.One2many(
        "rendezvous.appointment", "tour_id", "Appointments", readonly=True
    )

    _one_a_day = models.Constraint(
        "UNIQUE (employee_id, date)",
        "This technician has a tour on that day already: open it and change its sectors.",
    )

    @api.depends("employee_id", "date")
    def _compute_display_name(self):
        for tour in self:
            # As superuser: planners may not read the employees' files.
            name = tour.employee_id.sudo().name or ""
            day = format_date(self.env, tour.date) if tour.date else ""
            tour.display_name = " · ".join(filter(None, [name, day]))

    @api.constrains("sector_ids", "employee_id")
    def _check_sectors_of_organisation(self):
        for tour in self.sudo():
            strangers = tour.sector_ids.filtered(
                lambda sector, tour=tour: sector.company_id != tour.company_id.root_id
            )
            if strangers:
                raise ValidationError(
                    self.env._(
                        "%(sectors)s belong to another organisation than %(tour)s: choose its"
                        " own sectors.",
                        sectors=", ".join(strangers.mapped("display_name")),
                        tour=tour.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._note_by_hand(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._note_by_hand(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_visits(self):
        for tour in self.filtered("appointment_ids"):
            raise ValidationError(
                self.env._(
                    "%(tour)s has visits: move or cancel them first.", tour=tour.display_name
                )
            )

    def _note_by_hand(self, vals):
        """Remember the sectors that a person gives, whatever appointments do later."""
        if "sector_ids" not in vals or "planned_sector_ids" in vals:
            return vals
        return {**vals, "planned_sector_ids": vals["sector_ids"]}

    @api.model
    def _for_days(self, days):
        """Return ``{(employee_id, date): tour}``, making those that are missing.

        :raises ConcurrencyError: another transaction made one meanwhile; Odoo
            runs the request again, which then finds it
        """
        days = set(days)
        if not days:
            return {}
        domain = Domain("employee_id", "in", list({employee_id for employee_id, _day in days}))
        domain &= Domain("date", "in", list({day for _employee_id, day in days}))
        tours = {(tour.employee_id.id, tour.date): tour for tour in self.search(domain)}
        missing = sorted(days - set(tours))
        if missing:
            vals_list = [{"employee_id": employee_id, "date": day} for employee_id, day in missing]
            try:
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    made = self.create(vals_list)
            except UniqueViolation as error:
                raise ConcurrencyError("a tour was made meanwhile") from error
            tours |= dict(zip(missing, made, strict=True))
        return {day: tours[day] for day in days}

    def _take_sector(self, sector):
        """Note that an appointment in ``sector`` was planned on this day."""
        self.ensure_one()
        self._follow(after_planning(self._sector_set(), sector.id or None))

    def _leave_sector(self):
        """Note that an appointment left this day."""
        self.ensure_one()
        remaining = [visit.sector_id.id or None for visit in self.appointment_ids.sorted("id")]
        by_hand = frozenset(self.planned_sector_ids.ids)
        self._follow(after_leaving(self._sector_set(), by_hand, remaining))

    def _follow(self, sectors):
        if sectors != self._sector_set():
            self.write(
                {
                    "sector_ids": [Command.set(sorted(sectors))],
                    "planned_sector_ids": [Command.set(self.planned_sector_ids.ids)],
                }
            )

    def _sector_set(self):
        return frozenset(self.sector_ids.ids)

    @api.model
    def _keep_open(self, technician_ids, day):
        """Let no tour of a day change under an online booking.

        Whoever changed one since this transaction began makes it fail and run
        again; whoever wants to change one waits for it.
        """
        self.env.cr.execute(
            SQL(
                "SELECT FROM rendezvous_tour WHERE employee_id = ANY(%s) AND date = %s"
                " ORDER BY id FOR SHARE",
                list(technician_ids),
                day,
            )
        )
