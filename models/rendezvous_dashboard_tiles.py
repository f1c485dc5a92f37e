from odoo import api, models
from odoo.fields import Domain

REPORT = "rendezvous.rendezvous_report_action"
OCCUPATION = "rendezvous.rendezvous_statistics_day_action"
MESSAGES = "rendezvous.rendezvous_notification_action_report"
# Name, kind, whether more (1) or less (-1) is good, the figure, where it leads, and what
# is measured there.
TILES = (
    ("appointments", "number", 0, "__count", REPORT, ["__count"]),
    ("online", "rate", 1, "online_rate:avg", REPORT, ["__count", "online_rate"]),
    ("no_show", "rate", -1, "no_show_rate:avg", REPORT, ["__count", "no_show_rate"]),
    ("cancelled", "rate", -1, "cancelled_rate:avg", REPORT, ["__count", "cancel_hours"]),
    ("fill", "rate", 1, "fill_rate:avg", OCCUPATION, ["fill_rate"]),
    ("wait", "days", -1, "first_wait_days:avg", OCCUPATION, ["first_wait_days"]),
    ("sent", "number", 0, "sent", MESSAGES, ["__count"]),
    ("failed", "number", -1, "failed", MESSAGES, ["__count"]),
)


class RendezvousDashboard(models.AbstractModel):
    """The numbers on top: what each is called, its value, and where it leads."""

    _inherit = "rendezvous.dashboard"

    @api.model
    def _tiles(self, figures, company_id):
        """Return the tiles; a value that has no answer is false, never zero."""
        labels = self._tile_labels()
        domains = self._tile_domains(figures.period, company_id)
        return [
            {
                "key": key,
                "label": labels[key],
                "kind": kind,
                "better": better,
                "value": _shown(figures.now[name]),
                "before": _shown(figures.before[name]),
                "action": action,
                "domain": list(domains[key]),
                "measures": measures,
            }
            for key, kind, better, name, action, measures in TILES
        ]

    @api.model
    def _tile_labels(self):
        return {
            "appointments": self.env._("Appointments"),
            "online": self.env._("Booked online"),
            "no_show": self.env._("No-show rate"),
            "cancelled": self.env._("Cancelled"),
            "fill": self.env._("Fill rate"),
            "wait": self.env._("First free time"),
            "sent": self.env._("Messages sent to contacts"),
            "failed": self.env._("Failed messages to contacts"),
        }

    @api.model
    def _tile_domains(self, period, company_id):
        """Return which records each tile counts."""
        first, last = period[:2]
        appointments = self.env["rendezvous.report"]._period_domain(first, last)
        appointments &= self._company_domain(company_id)
        recorded = Domain("attendance", "!=", "unknown") & Domain("state", "!=", "cancelled")
        days = self._days_domain(company_id, first, last)
        messages = self._messages_domain(company_id, first, last)
        return {
            "appointments": appointments,
            "online": appointments,
            "no_show": appointments & recorded,
            "cancelled": appointments & Domain("state", "=", "cancelled"),
            "fill": days,
            "wait": days & Domain("technician_id", "=", False),
            "sent": messages & Domain("state", "=", "sent"),
            "failed": messages & Domain("state", "=", "failed"),
        }


def _shown(value):
    return False if value is None else value
