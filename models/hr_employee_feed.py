from odoo import fields, models


class HrEmployee(models.Model):
    """The calendars that follow a technician, and those that block him."""

    _inherit = "hr.employee"

    busy_feed_ids = fields.One2many(
        "rendezvous.busy.feed",
        "technician_id",
        string="Outside calendars",
        groups="rendezvous.group_planner",
    )
    feed_ids = fields.One2many(
        "rendezvous.feed",
        "technician_id",
        string="Calendar links",
        groups="rendezvous.group_planner",
    )
