from datetime import date

from odoo import fields, models
from odoo.tools import SQL

# Those who come from another program bring the appointments they had there.
FIRST_DAYS = """
    SELECT agenda.id,
           (LEAST(agenda.create_date, booked.first) AT TIME ZONE 'UTC' AT TIME ZONE agenda.tz)::date
      FROM rendezvous_agenda agenda
      LEFT JOIN LATERAL (
           SELECT min(start) AS first
             FROM rendezvous_appointment
            WHERE agenda_id = agenda.id AND state IN ('confirmed', 'done')) booked ON TRUE
     WHERE agenda.id = ANY(%s)
"""


class RendezvousAgenda(models.Model):
    """The figures of an agenda: since when, and made again on demand."""

    _inherit = "rendezvous.agenda"

    def _refresh_statistics(self):
        """Do the work of the night now, for these agendas."""
        self.check_access("read")
        # As superuser, like the job: nobody writes figures by hand.
        Day = self.env["rendezvous.statistics.day"].sudo()
        agendas = self.sudo()
        Day._fill_waits(agendas)
        for batch in Day._batches(agendas, fields.Date.today()):
            Day._fill_used(*batch)

    def _first_days(self):
        """Return ``{agenda_id: day}``, the first local day that counts.

        That of its creation, or of its first appointment where that was
        before: the time when it was not there was not empty.
        """
        self.flush_model(["create_date", "tz"])
        self.env["rendezvous.appointment"].flush_model(["agenda_id", "start", "state"])
        rows = self.env.execute_query(SQL(FIRST_DAYS, self.ids))
        return {agenda_id: day or date.min for agenda_id, day in rows}
