from odoo import models


class RendezvousAppointment(models.Model):
    """What the templates for the staff side read."""

    _inherit = "rendezvous.appointment"

    def _staff_event(self):
        """Return in words, for the staff side, what happened."""
        self.ensure_one()
        event = self.env.context.get("rendezvous_event") or "confirmed"
        if event == "cancelled" and self.cancelled_by == "contact":
            return self.env._("Cancelled by the contact")
        words = {
            "created": self.env._("Booked by staff"),
            "confirmed": self.env._("Booked"),
            "moved": self.env._("Moved"),
            "narrowed": self.env._("Narrower time told"),
            "cancelled": self.env._("Cancelled by staff"),
            "reminder": self.env._("Reminder"),
            "waitlist_offer": self.env._("Offered from the waiting list"),
            "no_show": self.env._("Not attended"),
        }
        return words[event]

    def _staff_link(self):
        """Return the address of the appointment in the back office."""
        self.ensure_one()
        return f"{self.get_base_url()}/mail/view?model={self._name}&res_id={self.id}"
