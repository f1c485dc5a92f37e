from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..announcement import narrowed


class RendezvousAppointment(models.Model):
    """A narrower time than the half-day, once the tour is settled."""

    _inherit = "rendezvous.appointment"

    def _announce_times(self):
        """Tell each contact a narrower time than his half-day; return who is told.

        Once for each half-day that he was told: a move that changes it, which
        he is told of, may be followed by another announcement.
        """
        now, margin = fields.Datetime.now(), self._announce_margin()
        told = self.browse()
        for visit in self.filtered_domain(self._to_announce_domain(now)):
            window = (visit.window_start, visit.window_stop)
            begin, end = narrowed(visit.start, visit.stop, window, margin, now)
            visit.write({"window_start": begin, "window_stop": end, "is_narrowed": True})
            if (begin, end) != window:
                told |= visit
        told._notify_contact("narrowed")
        return told

    @api.model
    def _to_announce_domain(self, now):
        """Return what waits for its narrower time: settled, and still to come."""
        return (
            Domain("tour_id.is_locked", "=", True)
            & Domain("state", "=", "confirmed")
            & Domain("window_start", "!=", False)
            & Domain("is_narrowed", "=", False)
            & Domain("started_at", "=", False)
            & Domain("start", ">", now)
        )

    @api.model
    def _announce_margin(self):
        get_param = self.env["ir.config_parameter"].sudo().get_param
        return timedelta(minutes=max(0, int(get_param("rendezvous.announce_minutes") or 0)))
