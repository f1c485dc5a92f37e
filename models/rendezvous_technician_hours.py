from odoo import api, fields, models


class RendezvousTechnicianHours(models.Model):
    """When a technician can be booked. Without any, never online."""

    _name = "rendezvous.technician.hours"
    _description = "Technician hours"
    _inherit = ["rendezvous.opening.mixin"]
    _order = "employee_id, weekday, hour_from, id"
    _opening_siblings = "employee_id.technician_hours_ids"

    employee_id = fields.Many2one(
        "hr.employee", "Technician", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="employee_id.company_id", store=True, index=True)
    weekday = fields.Selection(required=True)
    online = fields.Boolean(
        "Web hours", default=True, help="Off: ordinary hours, that only staff plans in."
    )

    @api.depends("online", "employee_id.technician_hours_ids")
    def _compute_overlap(self):
        return super()._compute_overlap()

    @api.constrains("weekday", "hour_from", "hour_to", "online", "employee_id")
    def _check_services_fit(self):
        self.employee_id.sudo().agenda_ids._check_services_fit()

    def _overlaps(self, other):
        # Web hours lie within ordinary ones: that is no mistake.
        return self.online == other.online and super()._overlaps(other)
