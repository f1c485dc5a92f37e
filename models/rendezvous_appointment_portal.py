from operator import itemgetter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class RendezvousAppointment(models.Model):
    """The appointment as its contact sees it."""

    _inherit = "rendezvous.appointment"

    @api.model
    def _contact_domain(self, partner, past):
        """Return the domain of what a contact sees, coming or past, by his profile.

        A time that was held and given back was never an appointment; one that
        a colleague holds is not one yet.
        """
        mine = partner._portal_appointments_domain()
        now = fields.Datetime.now()
        held = Domain("state", "=", "held") & Domain("hold_until", ">", now)
        held &= Domain("partner_id", "=", partner.id)
        # As long as what the contact was told lasts.
        coming = Domain("stop", ">", now) | Domain("window_stop", ">", now)
        if past and not partner._may_in_portal("see_history"):
            return Domain.FALSE
        if not past:
            active = Domain("state", "=", "confirmed") & coming
            return mine & (active | held)
        over = Domain("state", "in", ("confirmed", "done")) & ~coming
        ahead = Domain("state", "=", "done") & coming
        cancelled = Domain("state", "=", "cancelled") & Domain("hold_until", "=", False)
        return mine & (over | ahead | cancelled)

    def _contact_state(self):
        """Return ``(code, words)`` of the state, as it is shown to the contact."""
        self.ensure_one()
        if self.state == "cancelled":
            return "cancelled", self.env._("Cancelled")
        if self.state == "held":
            return "held", self.env._("To be completed")
        if self.state == "done" or self.told_stop <= fields.Datetime.now():
            return "past", self.env._("Past")
        return "confirmed", self.env._("Confirmed")

    def _contact_history(self):
        """Return ``[(moment, words)]``, oldest first, in words for the contact.

        Read from the tracked changes: the moves carry both times; the other
        states follow one another in a single order.
        """
        self.ensure_one()
        history, states = self._contact_moves(), []
        for tracked in self.message_ids.sudo().tracking_value_ids.sorted("id"):
            if tracked.field_id.name == "state":
                states.append(tracked.mail_message_id.date)
        if self.state == "cancelled":
            moment = states.pop() if states else self.write_date
            history.append((moment, self._cancelled_words()))
        elif self.state == "done" and states:
            history.append((states.pop(), self.env._("Closed by %s", self.company_id.name)))
        history += [(moment, self.env._("Confirmed")) for moment in states]
        return [(self.create_date, self._booked_words()), *sorted(history, key=itemgetter(0))]

    def _booked_words(self):
        if self.is_online:
            return self.env._("Time chosen online")
        return self.env._("Booked by %s", self.company_id.name)

    def _cancelled_words(self):
        if self.cancelled_by == "staff":
            words = self.env._("Cancelled by %s", self.company_id.name)
        else:
            words = self.env._("Cancelled by you")
        return f"{words} ({self.cancel_reason})" if self.cancel_reason else words

    def _is_too_late(self):
        """Tell whether a coming appointment can no longer be changed online."""
        until = self.window_stop or self.start
        coming = self.state == "confirmed" and until > fields.Datetime.now()
        return coming and not (self._contact_may_cancel() and self._contact_may_move())

    def _move_by_contact(self, choice):
        """Move for the contact, within the limit of the service.

        :raises UserError: too late, or not allowed
        :raises SlotTaken: the time is not free; nothing has changed
        """
        self.ensure_one()
        if not self._contact_may_move():
            raise UserError(self._limit_message())
        return self._move(choice["start"], choice["agenda"], location=choice["location"] or None)
