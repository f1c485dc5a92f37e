from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, drop_view_if_exists

# A rate is the average of 0 and 1; where the question makes no sense it is NULL,
# which an average leaves out.
QUERY = """
    SELECT a.id, a.id AS appointment_id, a.company_id, a.agenda_id, a.service_id,
           a.technician_id, a.sector_id, a.start, a.state, a.attendance, a.cancelled_by,
           (a.start AT TIME ZONE 'UTC' AT TIME ZONE g.tz)::date AS day,
           CASE WHEN a.is_online THEN 'online'
                WHEN a.forced THEN 'outside' ELSE 'staff' END AS origin,
           (coalesce(a.is_online, FALSE))::int AS online,
           (coalesce(a.is_online, FALSE))::int::float8 AS online_rate,
           greatest(extract(epoch FROM a.start - a.create_date) / 86400, 0)::float8 AS lead_days,
           (extract(epoch FROM a.stop - a.start) / 60)::int AS duration,
           (r.recorded AND a.attendance = 'attended')::int AS attended,
           (r.recorded AND a.attendance = 'excused')::int AS excused,
           (r.recorded AND a.attendance = 'no_show')::int AS no_show,
           CASE WHEN r.recorded
                THEN (a.attendance = 'no_show')::int::float8 END AS no_show_rate,
           (a.state = 'cancelled')::int AS cancelled,
           (a.state = 'cancelled')::int::float8 AS cancelled_rate,
           (a.state = 'cancelled' AND a.cancelled_by = 'contact')::int AS cancelled_by_contact,
           (a.state = 'cancelled' AND a.cancelled_by = 'staff')::int AS cancelled_by_staff,
           c.hours::float8 AS cancel_hours,
           CASE WHEN c.hours >= 24 THEN 'day' WHEN c.hours >= 4 THEN 'hours'
                WHEN c.hours > 0 THEN 'short' WHEN c.hours <= 0 THEN 'after' END AS cancel_notice
      FROM rendezvous_appointment a
      JOIN rendezvous_agenda g ON g.id = a.agenda_id
     CROSS JOIN LATERAL (
           SELECT a.state <> 'cancelled' AND a.attendance <> 'unknown' AS recorded) r
     CROSS JOIN LATERAL (
           SELECT CASE WHEN a.state = 'cancelled'
                  THEN extract(epoch FROM a.start - a.cancelled_at) / 3600 END AS hours) c
     WHERE a.state <> 'held' AND (a.state <> 'cancelled' OR a.hold_until IS NULL)
"""
ONE_DAY = timedelta(days=1)


class RendezvousReport(models.Model):
    """The appointments as figures: one row each, read under the rules of the appointments.

    A time that is held is no appointment yet, and one given back never was:
    both are left out. Days are those of the agenda's clock.
    """

    _name = "rendezvous.report"
    _description = "Statistics of appointments"
    _auto = False
    _rec_name = "appointment_id"
    _order = "start desc, id desc"
    _depends = {
        "rendezvous.agenda": ["tz"],
        "rendezvous.appointment": [
            "agenda_id",
            "attendance",
            "cancelled_at",
            "cancelled_by",
            "company_id",
            "forced",
            "hold_until",
            "is_online",
            "sector_id",
            "service_id",
            "start",
            "state",
            "stop",
            "technician_id",
        ],
    }

    appointment_id = fields.Many2one("rendezvous.appointment", readonly=True)
    company_id = fields.Many2one("res.company", "Establishment", readonly=True)
    agenda_id = fields.Many2one("rendezvous.agenda", readonly=True)
    service_id = fields.Many2one("rendezvous.service", readonly=True)
    technician_id = fields.Many2one("hr.employee", readonly=True)
    sector_id = fields.Many2one("rendezvous.sector", readonly=True)
    start = fields.Datetime(readonly=True)
    day = fields.Date(readonly=True, help="Of the start, on the clock of the agenda.")
    state = fields.Selection(
        [("confirmed", "Confirmed"), ("done", "Done"), ("cancelled", "Cancelled")], readonly=True
    )
    attendance = fields.Selection(
        [
            ("unknown", "Not recorded"),
            ("attended", "Attended"),
            ("excused", "Excused"),
            ("no_show", "No show"),
        ],
        readonly=True,
    )
    origin = fields.Selection(
        [("online", "Online"), ("staff", "Staff"), ("outside", "Staff, outside slots")],
        readonly=True,
    )
    cancelled_by = fields.Selection(
        [("contact", "Contact"), ("staff", "Staff")], "Cancelled by", readonly=True
    )
    cancel_notice = fields.Selection(
        [
            ("day", "A day before or more"),
            ("hours", "Less than a day before"),
            ("short", "Less than 4 hours before"),
            ("after", "After the start"),
        ],
        "Cancelled how late",
        readonly=True,
        help="How long before the start it was cancelled.",
    )
    online = fields.Integer("Booked online", readonly=True)
    online_rate = fields.Float("Online share", readonly=True, aggregator="avg")
    lead_days = fields.Float(
        "Lead time (days)",
        readonly=True,
        aggregator="avg",
        help="From the booking to the start; none for who was entered on arrival.",
    )
    duration = fields.Integer("Duration (minutes)", readonly=True)
    attended = fields.Integer(readonly=True)
    excused = fields.Integer(readonly=True)
    no_show = fields.Integer("No shows", readonly=True)
    no_show_rate = fields.Float(
        "No-show rate",
        readonly=True,
        aggregator="avg",
        help="Of the appointments whose attendance was recorded.",
    )
    cancelled = fields.Integer(readonly=True)
    cancelled_rate = fields.Float("Cancelled share", readonly=True, aggregator="avg")
    cancelled_by_contact = fields.Integer("Cancelled by contacts", readonly=True)
    cancelled_by_staff = fields.Integer("Cancelled by staff", readonly=True)
    cancel_hours = fields.Float("Cancelled before (hours)", readonly=True, aggregator="avg")

    def init(self):
        drop_view_if_exists(self.env.cr, self._table)
        self.env.cr.execute(SQL("CREATE VIEW %s AS (%s)", SQL.identifier(self._table), SQL(QUERY)))

    def action_view_appointment(self):
        self.ensure_one()
        return self.appointment_id.get_formview_action()

    @api.model
    def _period_domain(self, first, last):
        """Return the domain of the local days ``first`` to ``last``, both inside.

        The starts are bounded too, a zone's width further: of years of
        appointments only those around the period are read, by their index.
        """
        begin = fields.Datetime.to_datetime(first) - ONE_DAY
        end = fields.Datetime.to_datetime(last) + 2 * ONE_DAY
        days = Domain("day", ">=", first) & Domain("day", "<=", last)
        return days & Domain("start", ">=", begin) & Domain("start", "<", end)
