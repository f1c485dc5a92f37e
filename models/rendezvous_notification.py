from odoo import api, fields, models
from odoo.exceptions import UserError

# What was refused by the gateway has not left: it is planned again.
NEXT_STATES = {"planned": ("sent", "failed", "dropped"), "sent": ("planned", "failed")}
# What people are told of. Templates: ``mail_template_appointment_<event>``, and of an SMS.
EVENTS = [
    ("created", "Booked by staff"),
    ("confirmed", "Confirmation"),
    ("moved", "New time"),
    ("narrowed", "Narrower time"),
    ("cancelled", "Cancellation"),
    ("reminder", "Reminder"),
    ("waitlist_offer", "Offer from the waiting list"),
    ("no_show", "Not attended"),
]


class RendezvousNotification(models.Model):
    """One message about an appointment, to its contact or to staff: due, sent, or why not.

    “Sent” means that it is in Odoo's own queue of emails or SMS, in the same
    transaction: a stop in between loses both or neither. What the gateway
    refuses later comes back (``…_failure.py``).
    """

    _name = "rendezvous.notification"
    _description = "Message about an appointment"
    _inherit = ["rendezvous.job.mixin"]
    _order = "due desc, id desc"
    _rec_name = "event"

    appointment_id = fields.Many2one(
        "rendezvous.appointment", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="appointment_id.company_id", string="Establishment", store=True, index=True
    )
    agenda_id = fields.Many2one(related="appointment_id.agenda_id", store=True)
    event = fields.Selection(EVENTS, required=True)
    channel = fields.Selection(
        [("email", "Email"), ("sms", "SMS"), ("internal", "Internal message")], required=True
    )
    audience = fields.Selection(
        [("contact", "Contact"), ("staff", "Staff")], "For", required=True, default="contact"
    )
    recipient_id = fields.Many2one(
        "res.partner",
        "Staff told",
        index="btree_not_null",
        ondelete="set null",
        help="Empty for a message to the contact, or to an address of nobody known here.",
    )
    recipient = fields.Char("Sent to", help="Address, number or name on the staff side.")
    due = fields.Datetime(required=True)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("dropped", "Dropped"),
        ],
        required=True,
        default="planned",
    )
    sent_at = fields.Datetime("Sent on")
    reason = fields.Char(help="Why it was not sent, or not yet.")
    attempts = fields.Integer(help="How often the gateway was asked.")
    reminder_id = fields.Many2one(
        "rendezvous.reminder", "Rule", index="btree_not_null", ondelete="set null"
    )
    message_rule_id = fields.Many2one(
        "rendezvous.message.rule",
        "Messages of the event",
        index="btree_not_null",
        ondelete="set null",
    )
    parts = fields.Integer(help="How many SMS are paid for this one.")
    told_start = fields.Datetime("Start told", help="The start that the message is about.")
    mail_message_id = fields.Many2one(
        "mail.message",
        "Message",
        index="btree_not_null",
        ondelete="set null",
        help="What the history keeps of it; the entry in the queue of emails or SMS hangs on it.",
    )
    body = fields.Html(related="mail_message_id.body", string="Text", related_sudo=True)

    _reminded_once = models.UniqueIndex(
        "(appointment_id, reminder_id, channel, told_start, COALESCE(recipient_id, 0),"
        " COALESCE(recipient, ''))"
        " WHERE reminder_id IS NOT NULL AND state <> 'dropped'",
        "This reminder is planned or was sent already.",
    )
    _due_idx = models.Index("(due) WHERE state = 'planned'")
    _company_due_idx = models.Index("(company_id, due)")

    @api.depends("event", "channel")
    def _compute_display_name(self):
        for row in self:
            event, channel = (row._label(name) for name in ("event", "channel"))
            row.display_name = f"{event} · {channel}"

    def write(self, vals):
        if "state" in vals:
            self._check_next_state(vals["state"])
        return super().write(vals)

    def action_view_appointment(self):
        self.ensure_one()
        return self.appointment_id.get_formview_action()

    def _check_next_state(self, state):
        """Keep to the states' one direction, whoever writes."""
        for row in self:
            if state not in NEXT_STATES.get(row.state, ()):
                raise UserError(
                    self.env._(
                        "This message is “%(current)s”, it cannot become “%(next)s”.",
                        current=row._label("state"),
                        next=row._label("state", state),
                    )
                )

    def _drop(self, reason):
        """Give these messages up, and say why."""
        self.write({"state": "dropped", "reason": reason})

    def _reminder_key(self):
        """Return what is planned once for a start: what one rule says to one person.

        Staff is known by the record: names and addresses change, and two users may share one.
        """
        whom = self.recipient_id.id or self.recipient or ""
        return self.appointment_id.id, self.reminder_id.id, self.channel, whom

    def _follow(self, vals):
        """Follow the appointment and the rules: moved to ``vals``, or dropped without.

        What the gateway refused keeps the moment of its next attempt, as long
        as it is about the same start.
        """
        self.ensure_one()
        if not vals:
            self._drop(self._unwanted_reason())
            return
        if self.attempts and self.told_start == vals["told_start"]:
            vals = {**vals, "due": self.due}
        changed = {
            name: vals.get(name, False)
            for name in ("partner_id", "recipient", "due", "told_start")
            if self._fields[name].convert_to_write(self[name], self) != vals.get(name, False)
        }
        if vals["due"] != self.due and vals["due"] <= fields.Datetime.now():
            self._drop(self.env._("The appointment was moved too close for this reminder."))
        elif changed:
            self.write(changed)

    def _unwanted_reason(self):
        appointment = self.appointment_id
        if appointment.state == "cancelled":
            return self.env._("The appointment was cancelled.")
        if not appointment._is_to_come():
            return self.env._("The appointment has begun.")
        return self.env._("The rules ask for this reminder no more.")

    def _note_untold(self):
        """Note in the history that a contact was told by no channel, and why."""
        rows = self.filtered(lambda row: row.audience == "contact")
        for appointment, mine in rows.grouped("appointment_id").items():
            if "sent" in mine.mapped("state"):
                continue
            if "failed" in mine.mapped("state"):
                note = self.env._("The message to the contact failed: tell them otherwise.")
            else:
                reasons = " ".join(mine.mapped("reason"))
                note = self.env._("No message sent: %(reason)s", reason=reasons)
            appointment._message_log(body=note)

    def _told_action(self):
        """Say what was sent, and what was not and why."""
        lines = [
            f"{row._label('channel')}: {row.reason or row._label('state').lower()}" for row in self
        ]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if "sent" in self.mapped("state") else "warning",
                "title": self.env._("Reminder"),
                "message": " · ".join(lines),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _label(self, name, value=None):
        """Return the value of a selection, its own if none is given, in the reader's words."""
        return dict(self._fields[name]._description_selection(self.env))[value or self[name]]

    def _own_data(self):
        """Return what the contact takes away of it, as plain values."""
        self.ensure_one()
        words = {name: self._label(name) for name in ("event", "channel", "state")}
        return {
            **words,
            "appointment": self.appointment_id.id,
            "due": self.due.isoformat() + "Z",
            "sent_on": self.sent_at and self.sent_at.isoformat() + "Z" or None,
            "reason": self.reason or None,
        }

    def _prepare_anonymous_vals(self, company):
        return {
            "partner_id": company._anonymous_partner().id,
            "reason": False,
            "mail_message_id": False,
        }

    def _wake_up(self):
        """Have the job run at the minute that each planned message is due."""
        moments = set(self.filtered(lambda row: row.state == "planned").mapped("due"))
        if not moments:
            return
        # As superuser: whoever books sets the clock of the job.
        cron = self.env.ref("rendezvous.rendezvous_cron_send_notifications").sudo()
        known = self.env["ir.cron.trigger"].sudo()
        known = known.search([("cron_id", "=", cron.id), ("call_at", "in", list(moments))])
        missing = sorted(moments - set(known.mapped("call_at")))
        if missing:
            cron._trigger(at=missing)

    @api.model
    def _sendable_domain(self):
        return [("state", "=", "planned"), ("due", "<=", fields.Datetime.now())]


def error_words(error):
    """Return what an error says, in one short line: what lies below it, where it tells."""
    while error.__cause__:
        error = error.__cause__
    return " ".join(str(error).split())[:200] or type(error).__name__
