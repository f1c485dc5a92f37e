from odoo import models


class RendezvousAppointment(models.Model):
    """The time in words: what the contact is told, and what staff know.

    All that a contact reads goes through ``_told_when`` and ``_told_hours``:
    a half-day stays one there, whatever the exact time inside it.
    """

    _inherit = "rendezvous.appointment"

    def _told_when(self):
        """Return “Tuesday, January 6, 2026 at 9:00”, or “…, between 8:00 and 12:00”."""
        self.ensure_one()
        return self._when_words(self.start, self.window_start, self.window_stop)

    def _told_hours(self):
        """Return “9:00 – 9:30”, or “between 8:00 and 12:00”."""
        self.ensure_one()
        page = self.env["rendezvous.page"]
        words = page._hours_between if self.window_start else page._hours_words
        return words(self.told_start, self.told_stop, self.agenda_id.tz)

    def _exact_when(self):
        """Return the exact time in words, for staff only."""
        self.ensure_one()
        return self._when_words(self.start)

    def _when_words(self, start, window_start=False, window_stop=False):
        page, tz = self.env["rendezvous.page"], self.agenda_id.tz
        if window_start and window_stop:
            return page._when_between(window_start, window_stop, tz)
        return page._when(start, tz)
