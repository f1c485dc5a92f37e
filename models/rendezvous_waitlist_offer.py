from odoo import fields, models

STATES = [
    ("open", "Offered"),
    ("accepted", "Accepted"),
    ("refused", "Refused"),
    ("expired", "Not answered"),
    ("lost", "Withdrawn"),
]


class RendezvousWaitlistOffer(models.Model):
    """One free time offered to one entry, and what came of it.

    While it is open, a held appointment keeps the place: the database
    guarantees it against everybody else.
    """

    _name = "rendezvous.waitlist.offer"
    _description = "Offer of a free time"
    _order = "id desc"
    _rec_name = "start"

    entry_id = fields.Many2one(
        "rendezvous.waitlist.entry", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="entry_id.partner_id", string="Contact")
    service_id = fields.Many2one(related="entry_id.service_id")
    agenda_id = fields.Many2one("rendezvous.agenda", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        related="agenda_id.company_id", string="Establishment", store=True, index=True
    )
    technician_id = fields.Many2one("hr.employee", index="btree_not_null", ondelete="set null")
    appointment_id = fields.Many2one(
        "rendezvous.appointment",
        "Held appointment",
        index="btree_not_null",
        ondelete="set null",
        help="What keeps the place while the offer is open.",
    )
    start = fields.Datetime(required=True)
    state = fields.Selection(STATES, required=True, default="open")
    due = fields.Datetime(
        "Told from", required=True, help="Now by day; by night, when the quiet hours end."
    )
    sent_at = fields.Datetime("Told on")
    until = fields.Datetime(required=True, help="Afterwards the next in line gets the place.")
    answered_at = fields.Datetime("Ended on")
    reason = fields.Char()

    # No entry has two offers at once, no place is offered twice.
    _one_open = models.UniqueIndex(
        "(entry_id) WHERE state = 'open'", "This entry has an offer already: wait for its answer."
    )
    _until_idx = models.Index("(until) WHERE state = 'open'")

    def _is_open(self):
        """Tell whether it may still be accepted."""
        self.ensure_one()
        return self.state == "open" and self.until > fields.Datetime.now()

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _end(self, state, reason=False):
        """End open offers: the place is free again, the entry waits on or is over.

        Whoever ends an offer sets its state before its appointment changes, so
        that the appointment finds nothing left to follow.
        """
        offers = self.filtered(lambda offer: offer.state == "open")
        offers.write({"state": state, "reason": reason, "answered_at": fields.Datetime.now()})
        if state == "accepted":
            return
        held = offers.appointment_id.filtered(lambda a: a.state == "held")
        held._cancel("contact" if state in ("refused", "expired") else "staff", reason)
        offers.entry_id.filtered(lambda entry: entry.state == "offered")._wait_on()

    def _follow(self, appointment):
        """End with the appointment that kept the place, whoever changed it."""
        self.ensure_one()
        if appointment.state == "confirmed":
            self._end("accepted")
            self.entry_id._booked_by(appointment)
        elif self.until <= fields.Datetime.now():
            self._end("expired", self.env._("No answer in time"))
        elif appointment.cancelled_by == "staff":
            self._end("lost", appointment.cancel_reason or self.env._("Withdrawn by staff"))
        else:
            self._end("refused")

    def _own_data(self):
        """Return what the contact takes away of it, as plain values."""
        self.ensure_one()
        return {
            "start": self.start.isoformat() + "Z",
            "agenda": self.agenda_id.name,
            "told_on": self.sent_at and self.sent_at.isoformat() + "Z" or None,
            "state": self._state_label(),
        }
