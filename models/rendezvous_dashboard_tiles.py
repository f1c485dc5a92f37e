from odoo import api, models
from odoo.fields import Domain

REPORT = "rendezvous.rendezvous_report_action"
OCCUPATION = "rendezvous.rendezvous_statistics_day_action"
MESSAGES = "rendezvous.rendezvous_notification_action_report"


class RendezvousDashboard(models.AbstractModel):
    """The numbers on top: what each is called, its value, and where it leads."""

    _inherit = "rendezvous.dashboard"

    @api.model
    def _tiles(self, figures, company_id):
        """Return the tiles; ``better`` says whether more (1) or less (-1) is good, 0 if neither.

        ``kind`` is ``number``, ``rate`` or ``days``; a value that has no
        answer is false, never zero.
        """
        first, last = figures.period[:2]
        appointments = self.env["rendezvous.report"]._period_domain(first, last)
        appointments &= self._company_domain(company_id)
        days = self._days_domain(company_id, first, last)
        messages = self._messages_domain(company_id, first, last)
        recorded = Domain("attendance", "!=", "unknown") & Domain("state", "!=", "cancelled")
        rows = self._tile_rows(appointments, appointments & recorded, days, messages)
        return [
            {
                "key": key,
                "label": label,
                "kind": kind,
                "better": better,
                "value": _shown(figures.now[name]),
                "before": _shown(figures.before[name]),
                "action": action,
                "domain": list(domain),
            }
            for key, label, kind, better, name, action, domain in rows
        ]

    @api.model
    def _tile_rows(self, appointments, recorded, days, messages):
        no_show, online = self.env._("No-show rate"), self.env._("Booked online")
        cancelled = appointments & Domain("state", "=", "cancelled")
        sent, failed = (messages & Domain("state", "=", state) for state in ("sent", "failed"))
        return [
            (
                "appointments",
                self.env._("Appointments"),
                "number",
                0,
                "__count",
                REPORT,
                appointments,
            ),
            ("online", online, "rate", 1, "online_rate:avg", REPORT, appointments),
            ("no_show", no_show, "rate", -1, "no_show_rate:avg", REPORT, recorded),
            (
                "cancelled",
                self.env._("Cancelled"),
                "rate",
                -1,
                "cancelled_rate:avg",
                REPORT,
                cancelled,
            ),
            ("fill", self.env._("Fill rate"), "rate", 1, "fill_rate:avg", OCCUPATION, days),
            (
                "wait",
                self.env._("First free time"),
                "days",
                -1,
                "first_wait_days:avg",
                OCCUPATION,
                days,
            ),
            ("sent", self.env._("Messages sent"), "number", 0, "sent", MESSAGES, sent),
            ("failed", self.env._("Messages failed"), "number", -1, "failed", MESSAGES, failed),
        ]


def _shown(value):
    return False if value is None else value
