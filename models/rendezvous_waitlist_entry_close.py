from odoo import fields, models

from .rendezvous_waitlist_entry import OPEN

# Of earlier times, one a day.
OFFERS_OF_EARLIER = 3
# To who never answers, so that nobody is written to for ever.
UNANSWERED = 3


class RendezvousWaitlistEntry(models.Model):
    """The ways out of the line."""

    _inherit = "rendezvous.waitlist.entry"

    def action_cancel(self):
        """Take these entries off the list."""
        self.check_access("write")
        self._close("cancelled", self.env._("Taken off by %s", self.env.user.name))

    def action_reopen(self):
        """Wait again, at the same place in the line."""
        self.check_access("write")
        closed = self.filtered(lambda entry: entry.state in ("expired", "cancelled"))
        closed.write({"state": "waiting", "close_reason": False})
        self._wake()

    def _leave(self):
        """Leave the list, as the contact asks."""
        self._close("cancelled", self.env._("Left by the contact"))

    def _close(self, state, reason):
        """Close entries; what is on offer to them goes to the next in line."""
        entries = self.filtered(lambda entry: entry.state in OPEN)
        entries.write({"state": state, "close_reason": reason})
        # As superuser: offers are written by the system alone.
        entries.sudo().offer_id._end("lost", reason)
        self._wake()

    def _booked_by(self, appointment):
        """Close entries that an appointment answers; another time on offer is withdrawn."""
        entries = self.filtered(lambda entry: entry.state in OPEN)
        entries.write(
            {"state": "booked", "booked_appointment_id": appointment.id, "close_reason": False}
        )
        entries.sudo().offer_id._end("lost", self.env._("Another time was booked"))

    def _wait_on(self):
        """Wait for another offer, unless there have been enough."""
        for entry in self:
            enough = entry._enough_reason()
            if enough:
                entry.write({"state": "expired", "close_reason": enough})
            else:
                entry.state = "waiting"

    def _enough_reason(self):
        """Return why nothing more is offered, False while something may be."""
        if self.appointment_id:
            enough = len(self.appointment_id._earlier_offers()) >= OFFERS_OF_EARLIER
            return enough and self.env._("%s offers were made", OFFERS_OF_EARLIER)
        enough = self.offer_ids.mapped("state").count("expired") >= UNANSWERED
        return enough and self.env._("%s offers were not answered", UNANSWERED)

    def _over_reason(self, today):
        """Return why waiting is in vain, False while it is not."""
        appointment = self.appointment_id
        if appointment and not appointment._is_to_come():
            return self.env._("The appointment has begun or was cancelled")
        if self.date_until and self.date_until < today:
            return self.env._("The last day wanted is over")
        # Who joins again for the same appointment gets no more than three in all.
        return bool(appointment) and self.state == "waiting" and self._enough_reason()

    def action_view_appointment(self):
        self.ensure_one()
        appointment = self.booked_appointment_id or self.appointment_id
        return appointment.get_formview_action()

    def action_place(self):
        """Open the picker of free times, to place this entry by hand."""
        self.ensure_one()
        agenda = self.agenda_ids if len(self.agenda_ids) == 1 else self.agenda_ids.browse()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("rendezvous.rendezvous_booking_action"),
            "name": self.env._("Place from the waiting list"),
            "context": {
                "dialog_size": "large",
                "default_waitlist_entry_id": self.id,
                "default_appointment_id": self.appointment_id.id,
                "default_partner_id": self.partner_id.id,
                "default_service_id": self.service_id.id,
                "default_agenda_id": agenda.id,
                "default_technician_id": self.technician_id.id,
                "default_note": self.note,
                "default_wanted": fields.Datetime.to_datetime(self.date_from),
            },
        }
