from odoo import models

# What somebody answers; that he is asked again is no answer.
ANSWERS = ("accepted", "declined", "tentative")


class CalendarAttendee(models.Model):
    """The technician's answer to the event of an appointment: staff see that he declined."""

    _inherit = "calendar.attendee"

    # The core asks for the events of its technicians; Odoo only indexes the event.
    _partner_idx = models.Index("(partner_id)")

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in ANSWERS and not self.env.context.get("rendezvous_calendar"):
            self.env["rendezvous.appointment"]._follow_events(self.event_id)
        return result
