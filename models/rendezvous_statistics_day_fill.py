from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# How far back the figures go on the first night, or after an outage.
MAX_DAYS = 92
# Made again each night: appointments and closures are entered late, too.
REDONE_DAYS = 7
BATCH_DAYS = 14
# A day of which only the wait is known is still to be made.
LAST_DAYS = """
    SELECT agenda_id, max(date) FROM rendezvous_statistics_day
     WHERE agenda_id = ANY(%s) AND open_minutes IS NOT NULL
     GROUP BY agenda_id
"""
USED = """
    INSERT INTO rendezvous_statistics_day
           (agenda_id, company_id, date, open_minutes, booked_minutes, fill_rate)
    SELECT agenda.id, agenda.company_id, new.date, new.open, new.booked,
           new.booked::float8 / NULLIF(new.open, 0)
      FROM unnest(%s::int[], %s::date[], %s::int[], %s::int[])
        AS new(agenda_id, date, open, booked)
      JOIN rendezvous_agenda agenda ON agenda.id = new.agenda_id
        ON CONFLICT (agenda_id, date) DO UPDATE
       SET open_minutes = excluded.open_minutes,
           booked_minutes = excluded.booked_minutes,
           fill_rate = excluded.fill_rate
"""
WAITS = """
    INSERT INTO rendezvous_statistics_day
           (agenda_id, company_id, date, first_wait_days, is_full)
    SELECT agenda.id, agenda.company_id, (%s AT TIME ZONE 'UTC' AT TIME ZONE agenda.tz)::date,
           new.days, (new.days IS NULL)::int
      FROM unnest(%s::int[], %s::float8[]) AS new(agenda_id, days)
      JOIN rendezvous_agenda agenda ON agenda.id = new.agenda_id
        ON CONFLICT (agenda_id, date) DO UPDATE
       SET first_wait_days = excluded.first_wait_days, is_full = excluded.is_full
"""


class RendezvousStatisticsDay(models.Model):
    """Each night: the days since the last one, and how long one waits from today.

    Rows are written by the database's own “insert or update”: run twice, or by
    two at once, the job leaves the same figures.
    """

    _inherit = "rendezvous.statistics.day"

    @api.model
    def _cron_fill(self):
        agendas = self.env["rendezvous.agenda"].search([("active", "=", True)])
        today = fields.Date.today()
        batches = self._batches(agendas, today)
        Cron = self.env["ir.cron"]
        self._fill_waits(agendas)
        Cron._commit_progress(remaining=len(batches))
        for first, last in batches:
            self._fill_used(agendas, first, last)
            if not Cron._commit_progress(1):
                return

    @api.model
    def _batches(self, agendas, today):
        """Return the periods to make, oldest first: what stops in between goes on from there."""
        known = dict(self.env.execute_query(SQL(LAST_DAYS, agendas.ids)))
        earliest = today - timedelta(days=MAX_DAYS)
        last_days = [known.get(agenda_id, earliest) for agenda_id in agendas.ids]
        day = max(earliest, min([*last_days, today - timedelta(days=REDONE_DAYS)]))
        batches = []
        while agendas and day <= today:
            last = min(day + timedelta(days=BATCH_DAYS - 1), today)
            batches.append((day, last))
            day = last + timedelta(days=1)
        return batches

    @api.model
    def _fill_used(self, agendas, first, last):
        """Write the open and booked minutes of each day, closed days with none."""
        used = self.env["rendezvous.availability"]._used_minutes(agendas, first, last)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        rows = [
            (agenda_id, day, *used.get((agenda_id, day), (0, 0)))
            for agenda_id in agendas.ids
            for day in days
        ]
        if rows:
            self._write_rows(SQL(USED, *map(list, zip(*rows, strict=True))))

    @api.model
    def _fill_waits(self, agendas):
        """Write for today how many days ahead of now the public finds the first free time."""
        now = fields.Datetime.now()
        agendas = agendas.filtered(
            lambda agenda: (
                agenda.is_published
                and any(service._is_visible_online(self.env.user) for service in agenda.service_ids)
            )
        )
        first = {}
        for service in agendas.service_ids:
            for agenda_id, slot in service._first_available(agendas=agendas, after=now).items():
                first[agenda_id] = min(slot.start, first.get(agenda_id, slot.start))
        waits = [
            (max((first[id_] - now) / timedelta(days=1), 0) if id_ in first else None)
            for id_ in agendas.ids
        ]
        if waits:
            self._write_rows(SQL(WAITS, now, agendas.ids, waits))

    def _write_rows(self, statement):
        self.env["rendezvous.agenda"].flush_model(["company_id", "tz"])
        self.flush_model()
        self.env.cr.execute(statement)
        self.invalidate_model()
