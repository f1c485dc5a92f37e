from odoo import api, fields, models


class RendezvousTechnicianHours(models.Model):
    """When a technician can be booked. Without any, never online."""

    _name = "rendezvous.technician.hours"
    _description = "Technician hours"
    _inherit = ["rendezvous.opening.mixin", "rendezvous.waking.mixin"]
    _order = "employee_id, weekday, hour_from, id"
    _opening_siblings = "employee_id.technician_hours_ids"

    employee_id = fields.Many2one(
        "hr.employee", "Technician", required=True, index=True, ondelete="cascade"
    )
    # The same, as planners reach it: from their screen a line may not name the employee.
    technician_id = fields.Many2one(
        "rendezvous.technician",
        "Technician seen by planners",
        compute="_compute_technician_id",
        store=True,
        precompute=True,
        index=True,
    )
    company_id = fields.Many2one(related="employee_id.company_id", store=True, index=True)
    weekday = fields.Selection(required=True)
    online = fields.Boolean(
        "Web hours", default=True, help="Off: ordinary hours, that only staff plans in."
    )

    @api.depends("employee_id")
    def _compute_technician_id(self):
        for hours in self:
            hours.technician_id = hours.employee_id.id

    @api.depends("online", "employee_id.technician_hours_ids")
    def _compute_overlap(self):
        return super()._compute_overlap()

    @api.constrains("weekday", "hour_from", "hour_to", "online", "employee_id")
    def _check_services_fit(self):
        self.employee_id.sudo().agenda_ids._check_services_fit()

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._name_employee(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._name_employee(vals))

    def _name_employee(self, vals):
        if "technician_id" not in vals:
            return vals
        # The ids are the same.
        return {**vals, "employee_id": vals["technician_id"]}

    def _overlaps(self, other):
        # Web hours lie within ordinary ones: that is no mistake.
        return self.online == other.online and super()._overlaps(other)
