from odoo import api, models

NOTHING_BOOKED = (0, None, None, None, None, 0, 0, 0, 0, 0, 0)
NOTHING_OPEN = (0, 0, None, None)


class RendezvousDashboard(models.AbstractModel):
    """The table by establishment, agenda and month."""

    _inherit = "rendezvous.dashboard"

    @api.model
    def _month_table(self, figures, companies):
        """Return ``{"columns": …, "rows": …}``; a value that has no answer is false."""
        appointments = {row[:3]: row[3:] for row in figures.appointment_months}
        days = {row[:3]: row[3:] for row in figures.day_months}
        rows = [
            [
                companies.get(company.id, ""),
                agenda.display_name,
                month.strftime("%Y-%m"),
                *self._month_cells(
                    appointments.get((company, agenda, month), NOTHING_BOOKED),
                    days.get((company, agenda, month), NOTHING_OPEN),
                ),
            ]
            for company, agenda, month in {**appointments, **days}
        ]
        return {"columns": self._table_columns(), "rows": sorted(rows, key=lambda row: row[:3])}

    @api.model
    def _month_cells(self, booked, opened):
        """Return the cells of one agenda and month in the order of the columns."""
        count, online, no_show_rate, _cancelled_rate, lead, *sums = booked
        attended, excused, no_show, by_contact, by_staff, _cancelled = sums
        open_minutes, booked_minutes, fill, wait = opened
        cells = (
            *(count, online, lead, attended, excused, no_show, no_show_rate),
            *(by_contact, by_staff, open_minutes / 60, booked_minutes / 60, fill, wait),
        )
        return [False if value is None else value for value in cells]

    @api.model
    def _table_columns(self):
        _ = self.env._
        columns = (
            ("text", _("Establishment")),
            ("text", _("Agenda")),
            ("month", _("Month")),
            ("number", _("Appointments")),
            ("rate", _("Booked online")),
            ("days", _("Lead time (days)")),
            ("number", _("Attended")),
            ("number", _("Excused")),
            ("number", _("No shows")),
            ("rate", _("No-show rate")),
            ("number", _("Cancelled by contacts")),
            ("number", _("Cancelled by staff")),
            ("hours", _("Open hours")),
            ("hours", _("Booked hours")),
            ("rate", _("Fill rate")),
            ("days", _("Days to the first free time")),
        )
        return [{"kind": kind, "label": label} for kind, label in columns]
