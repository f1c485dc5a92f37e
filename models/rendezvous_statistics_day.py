from odoo import fields, models
from odoo.tools import SQL


class RendezvousStatisticsDay(models.Model):
    """How full an agenda was on one day, by technician, and how long one waited for a free time.

    Rules and closures change; what a day was like does not. The job writes it
    down (``…_fill.py``).
    """

    _name = "rendezvous.statistics.day"
    _description = "Occupation of agendas"
    _order = "date desc, agenda_id"
    _rec_name = "agenda_id"
    _log_access = False

    agenda_id = fields.Many2one(
        "rendezvous.agenda", required=True, readonly=True, ondelete="cascade"
    )
    technician_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
        help="Empty for a counter, and for how long one waits in the agenda as a whole.",
    )
    company_id = fields.Many2one(
        related="agenda_id.company_id", string="Establishment", store=True, precompute=True
    )
    date = fields.Date("Day", required=True, readonly=True, help="On the clock of the agenda.")
    open_minutes = fields.Integer(
        "Open minutes",
        readonly=True,
        help="What the openings leave without closures and leaves, once for each technician"
        " or place, from the first day of the agenda. A technician of several agendas counts"
        " once: each minute in the agenda that booked it, a minute that nobody booked in equal"
        " parts in those that are open then.",
    )
    booked_minutes = fields.Integer(
        "Booked minutes",
        readonly=True,
        help="What appointments occupy of the open minutes, buffers included.",
    )
    fill_rate = fields.Float(
        "Fill rate", readonly=True, aggregator="avg", help="Booked minutes over open minutes."
    )
    first_wait_days = fields.Float(
        "Days to the first free time",
        readonly=True,
        aggregator="avg",
        help="How many days ahead, seen from that day, the public found the first free time"
        " of any service.",
    )
    is_full = fields.Integer(
        "Nothing free",
        readonly=True,
        help="1 where the public found no free time at all, as far ahead as one may book.",
    )

    _once_a_day = models.UniqueIndex(
        "(agenda_id, date, (COALESCE(technician_id, 0)))",
        "The figures of this agenda are there for that day already.",
    )
    _company_date_idx = models.Index("(company_id, date)")

    def _read_group_select(self, aggregate_spec, query):
        """Weigh the days of a fill rate by what was open: an hour counts as an hour."""
        if aggregate_spec != "fill_rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%s)::float8 / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "booked_minutes", query),
            self._field_to_sql(self._table, "open_minutes", query),
        )

    def action_refresh(self):
        """Bring the figures of the user's agendas up to date, and show them.

        Whatever is selected: a button of a list sends the rows chosen, often none.
        """
        self.env["rendezvous.agenda"].search([("active", "=", True)])._refresh_statistics()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
