from odoo import api, fields, models
from odoo.tools import SQL


class RendezvousTechnician(models.Model):
    """An employee as planners see him: hours, services, where his day begins and ends.

    A view of ``hr.employee``, with the same ids: planners set the hours of
    the technicians of their establishments without reading employees' files.
    """

    _name = "rendezvous.technician"
    _description = "Technician"
    _inherit = ["rendezvous.week.mixin"]
    _auto = False
    _order = "name, id"

    # Only to reach the employee: his file stays closed to planners.
    employee_id = fields.Many2one("hr.employee", readonly=True)
    name = fields.Char(readonly=True)
    active = fields.Boolean(readonly=True)
    company_id = fields.Many2one("res.company", "Establishment", readonly=True)
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        "Working schedule",
        readonly=True,
        help="Odoo's own: public holidays and leaves of this schedule block the technician.",
    )
    agenda_ids = fields.Many2many(
        "rendezvous.agenda",
        "rendezvous_agenda_technician_rel",
        "employee_id",
        "agenda_id",
        string="Agendas",
        readonly=True,
    )
    ordinary_hours_ids = fields.One2many(
        "rendezvous.technician.hours",
        "technician_id",
        string="Ordinary hours",
        domain=[("online", "=", False)],
        context={"default_online": False},
    )
    web_hours_ids = fields.One2many(
        "rendezvous.technician.hours",
        "technician_id",
        string="Web hours",
        domain=[("online", "=", True)],
        context={"default_online": True},
    )
    service_ids = fields.Many2many(
        "rendezvous.service",
        "rendezvous_service_technician_rel",
        "employee_id",
        "service_id",
        string="Services",
        help="What this person can do; empty: every service of the agendas.",
    )
    departure_id = fields.Many2one(
        "res.partner",
        compute="_compute_addresses",
        inverse="_inverse_departure_id",
        compute_sudo=True,
        help="Where the day begins; empty: the address of the establishment.",
    )
    return_id = fields.Many2one(
        "res.partner",
        compute="_compute_addresses",
        inverse="_inverse_return_id",
        compute_sudo=True,
        help="Where the day ends; empty: where it begins.",
    )
    week_words = fields.Char(
        "Web hours per week",
        compute="_compute_week_words",
        help="The hours of a week that can be booked online.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT e.id, e.id AS employee_id, e.name, e.active, e.company_id,
                   r.calendar_id AS resource_calendar_id
              FROM hr_employee e
              JOIN resource_resource r ON r.id = e.resource_id
            """
        )

    @api.depends("employee_id.rendezvous_departure_id", "employee_id.rendezvous_return_id")
    def _compute_addresses(self):
        for technician in self:
            technician.departure_id = technician.employee_id.rendezvous_departure_id
            technician.return_id = technician.employee_id.rendezvous_return_id

    def _inverse_departure_id(self):
        self._write_address("rendezvous_departure_id", "departure_id")

    def _inverse_return_id(self):
        self._write_address("rendezvous_return_id", "return_id")

    def _write_address(self, stored, field):
        for technician in self:
            technician[field].check_access("read")
            # Checked by the rules of this model: planners may not write employees.
            technician.employee_id.sudo()[stored] = technician[field]

    @api.depends("web_hours_ids.hour_from", "web_hours_ids.hour_to")
    def _compute_week_words(self):
        for technician in self:
            hours = sum(h.hour_to - h.hour_from for h in technician.web_hours_ids)
            technician.week_words = self.env._("%(hours)s h", hours=f"{hours:g}") if hours else ""
