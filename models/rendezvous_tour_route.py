from datetime import timedelta
from typing import NamedTuple

from odoo import models

from .rendezvous_tour_load import _point


class Drive(NamedTuple):
    """From one address to the next; ``visit`` is the one driven to, empty on the way back."""

    pair: tuple
    visit: models.BaseModel
    earliest: object
    latest: object


class RendezvousTour(models.Model):
    """When the technician drives, and how far."""

    _inherit = "rendezvous.tour"

    def _legs(self):
        """Return the drives of these tours as plain values, asking the routing once.

        A drive ends when its visit starts. ``is_short`` tells that there is
        less time than it takes. Addresses without position are passed over.
        """
        drives = [(tour, drive) for tour in self for drive in tour._drives()]
        measured = self.env["rendezvous.routing"]._legs([drive.pair for _tour, drive in drives])
        return [
            tour._leg_vals(drive, km, minutes)
            for (tour, drive), (km, minutes) in zip(drives, measured, strict=True)
        ]

    def _drives(self):
        """Yield the :class:`Drive` of one tour in order."""
        visits = self._visits()
        if not any(_point(visit.location_id) for visit in visits):
            return
        departure, arrival = self._ends()
        here, free_from = _point(departure), None
        for visit in visits:
            there = _point(visit.location_id)
            if here and there:
                yield Drive((here, there), visit, free_from, visit.start)
            here, free_from = there or here, visit.stop
        if here and (there := _point(arrival)):
            yield Drive((here, there), visits.browse(), free_from, None)

    def _leg_vals(self, drive, km, minutes):
        length = timedelta(minutes=round(minutes))
        stop = drive.latest or drive.earliest + length
        start = stop - length
        is_short = bool(drive.earliest) and start < drive.earliest
        return {
            "tour_id": self.id,
            "technician_id": self.employee_id.id,
            "appointment_id": drive.visit.id,
            "start": max(start, drive.earliest) if drive.earliest else start,
            "stop": stop,
            "km": round(km, 1),
            "minutes": round(minutes),
            "is_short": is_short,
        }
