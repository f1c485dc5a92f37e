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
# Who is not there any more, or never open, has no row that stays behind.
FORGET = """
    DELETE FROM rendezvous_statistics_day
     WHERE agenda_id = ANY(%s) AND date BETWEEN %s AND %s AND technician_id IS NOT NULL
"""
USED = """
    INSERT INTO rendezvous_statistics_day
           (agenda_id, technician_id, company_id, date, open_minutes, booked_minutes, fill_rate)
    SELECT agenda.id, NULLIF(new.technician_id, 0), agenda.company_id, new.date, new.open,
           new.booked, new.booked::float8 / NULLIF(new.open, 0)
      FROM unnest(%s::int[], %s::int[], %s::date[], %s::int[], %s::int[])
        AS new(agenda_id, technician_id, date, open, booked)
      JOIN rendezvous_agenda agenda ON agenda.id = new.agenda_id
        ON CONFLICT (agenda_id, date, (COALESCE(technician_id, 0))) DO UPDATE
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
        ON CONFLICT (agenda_id, date, (COALESCE(technician_id, 0))) DO UPDATE
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
        for batch in batches:
            self._fill_used(*batch)
            if not Cron._commit_progress(1):
                return

    @api.model
    def _batches(self, agendas, today):
        """Return ``[(agendas, first, last)]``, oldest first: what stops in between goes on there.

        They end with the days made again each night: a new agenda leaves the
        older days of the others as they were.
        """
        known = dict(self.env.execute_query(SQL(LAST_DAYS, agendas.ids)))
        earliest, redone = (today - timedelta(days=number) for number in (MAX_DAYS, REDONE_DAYS))
        firsts = {
            id_: max(earliest, first, min(known.get(id_, earliest), redone))
            for id_, first in agendas._first_days().items()
        }
        start, last, batches = min(firsts.values(), default=today), today, []
        first = redone
        while start <= last:
            those = agendas.filtered(lambda agenda, last=last: firsts[agenda.id] <= last)
            batches.append((those, max(first, start), last))
            first, last = first - timedelta(days=BATCH_DAYS), first - timedelta(days=1)
        return batches[::-1]

    @api.model
    def _fill_used(self, agendas, first, last):
        """Write the open and booked minutes of each day, closed days with none.

        A technician has a row of his own where he was open; the row without
        technician is that of a counter, and of the agenda's waiting time.
        """
        used = self.env["rendezvous.availability"]._used_minutes(agendas, first, last)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        nothing = {
            (agenda_id, 0, day): (0, 0)
            for agenda_id, first_day in agendas._first_days().items()
            for day in days
            if day >= first_day
        }
        opened = {key: minutes for key, minutes in used.items() if minutes[0]}
        rows = [(*key, *minutes) for key, minutes in {**nothing, **opened}.items()]
        if rows:
            self._write_rows(SQL(FORGET, agendas.ids, first, last))
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
