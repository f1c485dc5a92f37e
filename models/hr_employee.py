from odoo import fields, models


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "rendezvous.archive.mixin"]

    technician_hours_ids = fields.One2many(
        "rendezvous.technician.hours",
        "employee_id",
        string="Technician hours",
        groups="rendezvous.group_user",
    )
    agenda_ids = fields.Many2many(
        "rendezvous.agenda",
        "rendezvous_agenda_technician_rel",
        "employee_id",
        "agenda_id",
        string="Agendas",
        groups="rendezvous.group_user",
    )
    appointment_ids = fields.One2many(
        "rendezvous.appointment",
        "technician_id",
        string="Appointments",
        groups="rendezvous.group_user",
    )
