from odoo import fields, models
from odoo.fields import Command

# Source 001_…: two reminders to set up, off.
AGENDA_DEFAULTS = (
    {"scope": "off", "delay": 2, "unit": "days", "at_hour": 9},
    {"scope": "off", "delay": 2, "unit": "hours", "at_hour": 9},
)


class RendezvousAgenda(models.Model):
    """The agenda's own reminders, instead of the establishment's."""

    _inherit = "rendezvous.agenda"

    has_reminders = fields.Boolean(
        "Remind contacts",
        default=True,
        tracking=True,
        help="Off: nobody is reminded of an appointment of this agenda.",
    )
    reminder_ids = fields.One2many(
        "rendezvous.reminder",
        "agenda_id",
        string="Reminders",
        copy=True,
        default=lambda self: [Command.create(dict(values)) for values in AGENDA_DEFAULTS],
    )

    def action_apply_reminders(self):
        """Plan the reminders of this agenda's coming appointments anew."""
        self.ensure_one()
        self.check_access("write")
        return self.env["rendezvous.appointment"]._replan_coming([("agenda_id", "=", self.id)])
