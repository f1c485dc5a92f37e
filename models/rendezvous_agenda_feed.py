from odoo import fields, models


class RendezvousAgenda(models.Model):
    """The calendars that follow an agenda, and those that block it."""

    _inherit = "rendezvous.agenda"

    busy_feed_ids = fields.One2many(
        "rendezvous.busy.feed",
        "agenda_id",
        string="Outside calendars",
        groups="rendezvous.group_planner",
    )
    feed_ids = fields.One2many(
        "rendezvous.feed",
        "agenda_id",
        string="Calendar links",
        groups="rendezvous.group_planner",
    )
