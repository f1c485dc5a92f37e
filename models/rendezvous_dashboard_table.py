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
        columns = (
            ("text", self.env._("Establishment")),
            ("text", self.env._("Agenda")),
            ("month", self.env._("Month")),
            ("number", self.env._("Appointments")),
            ("rate", self.env._("Online share")),
            ("days", self.env._("Lead time (days)")),
            ("number", self.env._("Attended")),
            ("number", self.env._("Excused")),
            ("number", self.env._("No shows")),
            ("rate", self.env._("No-show rate")),
            ("number", self.env._("Cancelled by contacts")),
            ("number", self.env._("Cancelled by staff")),
            ("hours", self.env._("Open hours")),
            ("hours", self.env._("Booked hours")),
            ("rate", self.env._("Fill rate")),
            ("days", self.env._("Days to the first free time")),
        )
        return [{"kind": kind, "label": label} for kind, label in columns]
