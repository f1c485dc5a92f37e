from odoo import fields, models


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "rendezvous.archive.mixin", "rendezvous.week.mixin"]

    technician_hours_ids = fields.One2many(
        "rendezvous.technician.hours",
        "employee_id",
        string="Technician hours",
        groups="rendezvous.group_user",
    )
    ordinary_hours_ids = fields.One2many(
        "rendezvous.technician.hours",
        "employee_id",
        string="Ordinary hours",
        domain=[("online", "=", False)],
        context={"default_online": False},
        groups="rendezvous.group_user",
    )
    web_hours_ids = fields.One2many(
        "rendezvous.technician.hours",
        "employee_id",
        string="Web hours",
        domain=[("online", "=", True)],
        context={"default_online": True},
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
    rendezvous_service_ids = fields.Many2many(
        "rendezvous.service",
        "rendezvous_service_technician_rel",
        "employee_id",
        "service_id",
        string="Services",
        groups="rendezvous.group_user",
        help="What this person can do; empty: every service of the agendas.",
    )
    # Not read with the name: Odoo refuses the whole reading to who is no HR officer.
    rendezvous_departure_id = fields.Many2one(
        "res.partner",
        "Departure",
        prefetch=False,
        groups="rendezvous.group_user",
        help="Where the day begins; empty: the address of the establishment.",
    )
    rendezvous_return_id = fields.Many2one(
        "res.partner",
        "Return",
        prefetch=False,
        groups="rendezvous.group_user",
        help="Where the day ends; empty: where it begins.",
    )
