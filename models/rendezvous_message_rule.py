from odoo import api, fields, models
from odoo.exceptions import UserError

from .rendezvous_notification import EVENTS

# Told to the contact unless the parent says otherwise; the staff side asks for what it wants.
PARENT_DEFAULTS = {
    "created": {"email": True},
    "confirmed": {"email": True},
    "moved": {"email": True},
    "narrowed": {"email": True},
    "cancelled": {"email": True},
    # Which channels remind the contact, and when, is said by the reminders.
    "reminder": {},
    # The time is kept for half an hour: the contact must see it.
    "waitlist_offer": {"email": True, "sms": True},
    "no_show": {},
}


class RendezvousMessageRule(models.Model):
    """Who is told of one event, and how.

    The row of the agenda counts; without one for this event, that of its
    establishment; without one there, the parent's. A parent sends nothing of
    its own: it has no agenda.
    """

    _name = "rendezvous.message.rule"
    _description = "Messages of an event"
    _inherit = ["rendezvous.example.mixin"]
    _order = "company_id, agenda_id, event_order, id"
    _check_company_auto = True

    event = fields.Selection(EVENTS, required=True)
    event_order = fields.Integer(compute="_compute_event_order", store=True, precompute=True)
    agenda_id = fields.Many2one(
        help="Empty: every agenda of the establishment that has no row of its own for this event."
    )
    email = fields.Boolean("Email to the contact")
    sms = fields.Boolean("SMS to the contact")
    staff_email = fields.Boolean("Email to staff")
    staff_sms = fields.Boolean("SMS to staff")
    staff_internal = fields.Boolean(
        "Internal message",
        help="In the history of the appointment: users are notified in Odoo.",
    )
    is_default = fields.Boolean(
        "Of the parent", compute="_compute_is_default", help="Counts where nothing else is said."
    )

    _agenda_once = models.UniqueIndex(
        "(agenda_id, event) WHERE agenda_id IS NOT NULL",
        "This agenda has a row for this event already: change that one.",
    )
    _company_once = models.UniqueIndex(
        "(company_id, event) WHERE agenda_id IS NULL",
        "This establishment has a row for this event already: change that one.",
    )

    @api.depends("event")
    def _compute_event_order(self):
        order = {event: rank for rank, (event, _label) in enumerate(EVENTS)}
        for rule in self:
            rule.event_order = order.get(rule.event, len(order))

    @api.depends("company_id", "agenda_id")
    def _compute_is_default(self):
        for rule in self:
            rule.is_default = not rule.agenda_id and not rule.company_id.sudo().parent_id

    @api.depends("event")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = rule._event_words()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_default(self):
        """Without the parent's row, nobody would say who is told of the event."""
        if self.filtered("is_default"):
            raise UserError(
                self.env._(
                    "The defaults of the parent are kept: untick the channels of what nobody"
                    " should be told."
                )
            )

    def action_customise(self):
        """Open the establishment's own row for this event, made from this one where missing."""
        self.ensure_one()
        company = self.env.company
        own = self.search(
            [
                ("company_id", "=", company.id),
                ("agenda_id", "=", False),
                ("event", "=", self.event),
            ]
        )
        own = own or self.copy({"company_id": company.id, "agenda_id": False})
        return own.get_formview_action()

    @api.model
    def _by_agenda(self, agendas, event):
        """Return ``{agenda: the rule that counts there}``, as superuser."""
        agendas = agendas.sudo()
        found = self._about(agendas, [("event", "=", event)])
        own = {rule.agenda_id: rule for rule in found if rule.agenda_id}
        shared = {rule.company_id: rule for rule in found if not rule.agenda_id}
        return {
            agenda: own.get(agenda) or self._of(agenda.company_id, shared) for agenda in agendas
        }

    @api.model
    def _of(self, company, shared):
        """Return the rule of the nearest company, itself or above, that has one."""
        while company and company not in shared:
            company = company.parent_id
        return shared.get(company, self.sudo().browse())

    def _channels(self):
        """Return the channels to the contact; those of reminders are in their own rules."""
        if self.event == "reminder":
            return []
        return [channel for channel in ("email", "sms") if self[channel]]

    def _staff_channels(self):
        return [channel for channel in ("email", "sms", "internal") if self[f"staff_{channel}"]]

    @api.model
    def _create_parent_defaults(self):
        """Give the parents the rows that they have not yet."""
        roots = self.env["res.company"].sudo().search([("parent_id", "=", False)])
        roots._create_default_message_rules()
