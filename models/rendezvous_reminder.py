from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_duration

from ..reminder_times import due

CHANNELS = {"email": ("email",), "sms": ("sms",), "both": ("email", "sms")}
# Source 004_…: two days before, at 9:00.
PARENT_DEFAULT = {"scope": "all", "channel": "both", "delay": 2, "unit": "days", "at_hour": 9}


class RendezvousReminder(models.Model):
    """When the contacts of an agenda, or of an establishment, are reminded.

    The rules of the agenda count as soon as one of them is on; else those of
    the establishment; without any there, those of its parent.
    """

    _name = "rendezvous.reminder"
    _description = "Reminder"
    _inherit = ["rendezvous.example.mixin"]
    _order = "company_id, agenda_id, sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    agenda_id = fields.Many2one(
        help="Empty: every agenda of the establishment that has no reminder of its own."
    )
    scope = fields.Selection(
        [("off", "Off"), ("all", "Everybody"), ("new", "New contacts only")],
        "Remind",
        required=True,
        default="all",
        help="A new contact has attended no earlier appointment, in any establishment.",
    )
    channel = fields.Selection(
        [("email", "Email"), ("sms", "SMS"), ("both", "Email and SMS")],
        "By",
        required=True,
        default="both",
    )
    delay = fields.Integer("Before", required=True, default=2)
    unit = fields.Selection(
        [("hours", "Hours"), ("days", "Days")], "Hours or days", required=True, default="days"
    )
    at_hour = fields.Float(
        "At", default=9, help="Days before: the hour of the day, on the agenda's clock."
    )

    _delay_range = models.Constraint(
        "CHECK (delay BETWEEN 0 AND 9000 AND (delay > 0 OR unit = 'days'))",
        "A reminder comes at least 1 hour before, or from 0 days before: enter a delay from there"
        " on.",
    )
    _at_hour_range = models.Constraint(
        "CHECK (at_hour >= 0 AND at_hour < 24)",
        "The hour of a reminder lies between 0:00 and 23:59.",
    )

    @api.depends("scope", "channel", "delay", "unit", "at_hour")
    def _compute_display_name(self):
        for reminder in self:
            reminder.display_name = f"{reminder._when_words()} ({reminder._channel_words()})"

    @api.constrains("unit", "delay")
    def _check_days(self):
        for reminder in self:
            if reminder.unit == "days" and reminder.delay > 366:
                raise ValidationError(
                    self.env._(
                        "%(days)s days before is more than a year: enter 366 or less.",
                        days=reminder.delay,
                    )
                )

    def unlink(self):
        """What was planned after a rule goes with it, and says so."""
        # As superuser: nobody else writes messages.
        planned = self.env["rendezvous.notification"].sudo()
        planned = planned.search([("reminder_id", "in", self.ids), ("state", "=", "planned")])
        planned._drop(self.env._("The rule of this reminder was deleted."))
        return super().unlink()

    def action_apply(self):
        """Plan the coming appointments anew, after these rules as they are now."""
        self.check_access("write")
        return self.env["rendezvous.appointment"]._replan_coming(self._concerned_domain())

    def _concerned_domain(self):
        """Return the appointments that these rules may be about."""
        everywhere = self.filtered(lambda reminder: not reminder.agenda_id).company_id
        return Domain("agenda_id", "in", self.agenda_id.ids) | Domain(
            "company_id", "child_of", everywhere.ids
        )

    @api.model
    def _rules_by_agenda(self, agendas):
        """Return ``{agenda: the rules that count there}``, those that are off left out."""
        agendas, found = agendas.sudo(), self._about(agendas)
        own = found.filtered("agenda_id").grouped("agenda_id")
        shared = (found - found.filtered("agenda_id")).grouped("company_id")
        return {agenda: self._rules_of(agenda, own, shared) for agenda in agendas}

    @api.model
    def _rules_of(self, agenda, own, shared):
        if not agenda.has_reminders:
            return self.browse()
        rules = own.get(agenda, self.browse())._that_are_on()
        company = agenda.company_id
        while not rules and company:
            if company in shared:
                return shared[company]._that_are_on()
            company = company.parent_id
        return rules

    def _that_are_on(self):
        return self.filtered(lambda reminder: reminder.scope != "off")

    def _due(self, told_start, tz):
        """Return when to remind of a start, in UTC, None when that is not before it."""
        self.ensure_one()
        return due(told_start, tz, self.delay, self.unit, self.at_hour)

    def _channels(self):
        return CHANNELS[self.channel]

    def _example_event(self):
        return "reminder"

    def _example_context(self):
        return {**super()._example_context(), "rendezvous_reminder_id": self._origin.id}

    def _channel_words(self):
        return dict(self._fields["channel"]._description_selection(self.env))[self.channel]

    def _when_words(self):
        if self.scope == "off":
            return self.env._("Off")
        if self.unit == "hours":
            return self.env._("%(hours)s h before", hours=self.delay)
        return self.env._(
            "%(days)s days before at %(hour)s",
            days=self.delay,
            hour=format_duration(self.at_hour),
        )

    @api.model
    def _create_parent_defaults(self):
        """Give the parents that have no rule yet the one of a new parent."""
        roots = self.env["res.company"].sudo().search([("parent_id", "=", False)])
        known = self.sudo().search([("agenda_id", "=", False)]).company_id
        (roots - known)._create_default_reminder()
