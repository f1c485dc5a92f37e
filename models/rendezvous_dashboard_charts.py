from collections import defaultdict

from odoo import api, models

STATES = ("done", "confirmed", "cancelled")
# Further bars could not be told apart: the table has them all.
MOST_BARS = 10


class RendezvousDashboard(models.AbstractModel):
    """The pictures: labels and series, drawn by the client and repeated as a table there."""

    _inherit = "rendezvous.dashboard"

    @api.model
    def _charts(self, figures, companies):
        return [
            self._weeks_chart(figures),
            self._attendance_chart(figures),
            self._services_chart(figures),
            self._fill_chart(figures, companies),
        ]

    @api.model
    def _weeks_chart(self, figures):
        labels = dict(
            self.env["rendezvous.report"]._fields["state"]._description_selection(self.env)
        )
        counts = defaultdict(int)
        for week, state, count, *_rest in figures.weeks:
            counts[week, state] += count
        weeks = sorted({week for week, _state in counts})
        return {
            "key": "weeks",
            "title": self.env._("Appointments per week"),
            "first_column": self.env._("Week of"),
            "kind": "number",
            "dates": [week.isoformat() for week in weeks],
            "series": [
                {
                    "key": state,
                    "label": labels[state],
                    "values": [counts[week, state] for week in weeks],
                }
                for state in STATES
            ],
        }

    @api.model
    def _attendance_chart(self, figures):
        now = figures.now
        recorded = {name: now[f"{name}:sum"] for name in ("attended", "excused", "no_show")}
        unknown = now["__count"] - now["cancelled:sum"] - sum(recorded.values())
        labels = dict(
            self.env["rendezvous.report"]._fields["attendance"]._description_selection(self.env)
        )
        parts = {**recorded, "unknown": unknown}
        return {
            "key": "attendance",
            "title": self.env._("Attendance"),
            "first_column": self.env._("Attendance"),
            "kind": "number",
            "keys": list(parts),
            "labels": [labels[name] for name in parts],
            "series": [
                {
                    "key": "attendance",
                    "label": self.env._("Appointments"),
                    "values": list(parts.values()),
                }
            ],
        }

    @api.model
    def _services_chart(self, figures):
        rows = [(service.display_name, count) for service, count, *_rest in figures.services]
        rows.sort(key=lambda row: -row[1])
        others = sum(count for _name, count in rows[MOST_BARS:])
        rows = rows[:MOST_BARS]
        if others:
            rows.append((self.env._("Others"), others))
        title, column = self.env._("Appointments by service"), self.env._("Service")
        return self._bars("services", title, column, "number", self.env._("Appointments"), rows)

    @api.model
    def _fill_chart(self, figures, companies):
        """Return the agendas that were open most, each with its fill rate."""
        opened = sorted((row for row in figures.agendas if row[2]), key=lambda row: -row[2])
        several = len({company for company, *_rest in opened}) > 1
        rows = []
        for company, agenda, _opened, _booked, fill_rate, _wait in opened[:MOST_BARS]:
            name = agenda.display_name
            # Each establishment has its “Reception”.
            place = companies.get(company.id, "")
            rows.append((f"{name} · {place}" if several else name, fill_rate))
        title, column = self.env._("Fill rate by agenda"), self.env._("Agenda")
        return self._bars("fill", title, column, "rate", self.env._("Fill rate"), rows)

    @api.model
    def _bars(self, key, title, first_column, kind, label, rows):
        return {
            "key": key,
            "title": title,
            "first_column": first_column,
            "kind": kind,
            "labels": [name for name, _value in rows],
            "series": [{"key": key, "label": label, "values": [value for _name, value in rows]}],
        }
