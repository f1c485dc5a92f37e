from datetime import timedelta

from odoo import fields, models

from ..availability import to_seconds
from ..travel import insertion


class RendezvousAppointment(models.Model):
    """Who gets the appointment when several technicians are free."""

    _inherit = "rendezvous.appointment"

    def _by_assignment(self, lanes, service, start, agenda, moving):
        """Sort lanes of technicians: who had it first, then as the agenda assigns."""
        current = moving.technician_id.id if moving else False
        load = self._day_load(lanes, start, agenda)
        detours = [()] * len(lanes)
        if agenda.sudo().assignment == "smallest_detour":
            detours = self._detours(lanes, service, start, agenda, moving)
        keys = [
            (
                lane["technician_id"] != current,
                *detour,
                load.get(lane["technician_id"], 0),
                lane["technician_id"],
            )
            for lane, detour in zip(lanes, detours, strict=True)
        ]
        ranks = sorted(range(len(lanes)), key=keys.__getitem__)
        return [lanes[rank] for rank in ranks]

    def _day_load(self, lanes, start, agenda):
        """Return the number of appointments of that local day by technician."""
        day = fields.Datetime.context_timestamp(agenda.with_context(tz=agenda.tz), start)
        midnight = start - timedelta(hours=day.hour, minutes=day.minute, seconds=day.second)
        counts = self.sudo()._read_group(
            [
                ("technician_id", "in", list({lane["technician_id"] for lane in lanes})),
                ("state", "in", ("held", "confirmed", "done")),
                ("start", ">=", midnight),
                ("start", "<", midnight + timedelta(days=1)),
            ],
            ["technician_id"],
            ["__count"],
        )
        return {technician.id: count for technician, count in counts}

    def _detours(self, lanes, service, start, agenda, moving):
        """Return ``(road does not fit, kilometres it adds)`` for each lane.

        A road that does not fit comes last, and is still taken when nobody
        else is free: the contact was offered this time.
        """
        length = moving.stop - moving.start if moving else service._stop_of(start) - start
        seconds, duration = to_seconds(start), int(length.total_seconds())
        technician_ids = sorted({lane["technician_id"] for lane in lanes})
        planning = self.env["rendezvous.detour"]._planning(
            technician_ids, start, start + length, moving
        )
        points = self._lane_points(lanes)
        day = agenda.sudo()._local(start).toordinal()

        def measure(leg):
            found = []
            for lane in lanes:
                begin = to_seconds(lane["start"]) if "start" in lane else seconds
                whose = planning.day(lane["technician_id"], day)
                point = points[lane["location_id"]]
                road = insertion(whose, begin, begin + duration, point, leg)
                found.append((not road.fits, round(road.km, 1)))
            return found

        detours, _by_road = self.env["rendezvous.routing"]._measured(measure)
        return detours

    def _lane_points(self, lanes):
        """Return the point of each place the lanes lead to, by its id."""
        places = self.env["res.partner"].browse({lane["location_id"] or 0 for lane in lanes} - {0})
        points = {
            place.id: self.env["rendezvous.detour"]._locate(place, ask=False)[0] for place in places
        }
        return {False: None, **points}
