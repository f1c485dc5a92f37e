from odoo import models


class CalendarAttendee(models.Model):
    _inherit = "calendar.attendee"

    # The core asks for the events of its technicians; Odoo only indexes the event.
    _partner_idx = models.Index("(partner_id)")
