from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..availability import to_instant


class RendezvousAgenda(models.Model):
    """What the calendars of the back office draw: openings, closures, appointments."""

    _inherit = "rendezvous.agenda"

    def get_openings(self, first_day, last_day):
        """Return ``[{agenda_id, start, stop}, …]``, merged, without the closures.

        Public for the client, under the reader's rights.
        """
        self.check_access("read")
        first, last = (fields.Datetime.to_datetime(day) for day in (first_day, last_day))
        found = self.env["rendezvous.availability"]._openings(
            self, first - timedelta(days=1), last + timedelta(days=2), closed=True
        )
        return [
            {"agenda_id": agenda.id, "start": start, "stop": stop}
            for agenda in self
            for start, stop in _merged_periods(found[agenda.id])
        ]

    @api.model
    def get_board(self, start, stop, agenda_ids):
        """Return the columns of “Side by side” for the day ``[start, stop)``, naive UTC as text."""
        agendas = self.browse(agenda_ids)
        agendas.check_access("read")
        begin, end = (fields.Datetime.to_datetime(moment) for moment in (start, stop))
        appointments = self._board_appointments(agendas, begin, end).grouped("agenda_id")
        openings = agendas.get_openings(begin.date(), end.date())
        closures = self._board_closures(agendas, begin, end)
        return [
            {
                "id": agenda.id,
                "name": agenda.name,
                "color": agenda.color,
                "openings": [o for o in openings if o["agenda_id"] == agenda.id],
                "closures": [_closure_vals(c) for c in closures if _closes(c, agenda)],
                "appointments": [
                    appointment._prepare_board_vals()
                    for appointment in appointments.get(agenda, ())
                ],
            }
            for agenda in agendas
        ]

    @api.model
    def _board_appointments(self, agendas, begin, end):
        return self.env["rendezvous.appointment"].search(
            [
                ("agenda_id", "in", agendas.ids),
                ("start", "<", end),
                ("stop", ">", begin),
                ("state", "!=", "cancelled"),
            ],
            order="start, id",
            limit=2_000,
        )

    @api.model
    def _board_closures(self, agendas, begin, end):
        own = Domain("agenda_id", "in", agendas.ids)
        whole = Domain("agenda_id", "=", False) & Domain(
            "company_id", "parent_of", agendas.company_id.ids
        )
        period = Domain("start", "<", end) & Domain("stop", ">", begin)
        return self.env["rendezvous.closure"].search(period & (own | whole), limit=1_000)


def _closes(closure, agenda):
    """Tell whether a closure holds for ``agenda``."""
    if closure.agenda_id:
        return closure.agenda_id == agenda
    return str(closure.company_id.id) in agenda.sudo().company_id.parent_path.split("/")


def _closure_vals(closure):
    return {
        "id": closure.id,
        "name": closure.name,
        "start": fields.Datetime.to_string(closure.start),
        "stop": fields.Datetime.to_string(closure.stop),
    }


def _merged_periods(openings):
    """Return the ``(start, stop)`` texts when at least one lane is open."""
    merged = []
    for start, stop in sorted(opening[:2] for opening in openings):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], stop)
        else:
            merged.append([start, stop])
    return [
        tuple(fields.Datetime.to_string(to_instant(second)) for second in period)
        for period in merged
    ]
