from collections import defaultdict
from datetime import datetime, time, timedelta, timezone
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..dashboard_periods import PERIODS, Period, period_days

APPOINTMENTS = (
    "__count",
    "online_rate:avg",
    "no_show_rate:avg",
    "cancelled_rate:avg",
    "lead_days:avg",
    "attended:sum",
    "excused:sum",
    "no_show:sum",
    "cancelled_by_contact:sum",
    "cancelled_by_staff:sum",
    "cancelled:sum",
)
DAYS = ("open_minutes:sum", "booked_minutes:sum", "fill_rate:avg", "first_wait_days:avg")
BY_AGENDA = ["company_id", "agenda_id"]
# The database knows no greater one.
MAX_ID = 2**31 - 1


class Figures(NamedTuple):
    """What the reader's records say about one period; the rows as ``_read_group`` gives them."""

    period: Period
    now: dict
    before: dict
    weeks: list[tuple]
    services: list[tuple]
    agendas: list[tuple]
    appointment_months: list[tuple]
    day_months: list[tuple]


class RendezvousDashboard(models.AbstractModel):
    """The figures of an establishment on one page: read as its reader, in a few statements.

    ``…_tiles.py`` has the numbers, ``…_charts.py`` the pictures, ``…_table.py``
    the table and its files.
    """

    _name = "rendezvous.dashboard"
    _description = "Dashboard"

    @api.model
    @api.readonly
    def get_data(self, company_id=False, period="30_days"):
        """Return the whole page as plain values; public for the client.

        ``company_id`` is an establishment or a parent of several, all that one
        may see when false; ``period`` one of ``PERIODS``.
        """
        company_id = self._known_company(company_id)
        figures = self._figures(company_id, period)
        companies = self._companies()
        return {
            "companies": [{"id": id_, "name": name} for id_, name in companies.items()],
            "company_id": company_id,
            "period": period,
            "periods": [{"code": code, "label": self._period_label(code)} for code in PERIODS],
            **{name: day.isoformat() for name, day in figures.period._asdict().items()},
            "can_export": self._can_export(),
            "is_empty": not figures.now["__count"] and not figures.now["open_minutes:sum"],
            "tiles": self._tiles(figures, company_id),
            "charts": self._charts(figures, companies),
            "table": self._month_table(figures, companies),
        }

    @api.model
    def refresh(self, company_id=False):
        """Bring occupation and waiting times up to date for the agendas one may see."""
        domain = self._company_domain(self._known_company(company_id))
        self.env["rendezvous.agenda"].search(domain)._refresh_statistics()

    @api.model
    def _figures(self, company_id, code):
        period = self._period(code)
        now, weeks, services, appointment_months = self._read_appointments(
            company_id,
            period.first,
            period.last,
            [[], ["day:week", "state"], ["service_id"], [*BY_AGENDA, "day:month"]],
        )
        before = self._read_appointments(company_id, *period[2:], [[]])[0]
        days, agendas, day_months = self._read_days(
            company_id,
            period.first,
            period.last,
            [[], BY_AGENDA, [*BY_AGENDA, "date:month"]],
        )
        days_before = self._read_days(company_id, *period[2:], [[]])[0]
        messages, messages_before = self._read_messages(company_id, period)
        return Figures(
            period,
            {**self._named(now, APPOINTMENTS), **self._named(days, DAYS), **messages},
            {**self._named(before, APPOINTMENTS), **self._named(days_before, DAYS)}
            | messages_before,
            weeks,
            services,
            agendas,
            appointment_months,
            day_months,
        )

    @api.model
    def _period(self, code):
        if code not in PERIODS:
            raise UserError(self.env._("Choose one of the proposed periods."))
        return period_days(code, fields.Date.context_today(self))

    @api.model
    def _period_label(self, code):
        return {
            "month": self.env._("This month"),
            "last_month": self.env._("Last month"),
            "30_days": self.env._("Last 30 days"),
            "90_days": self.env._("Last 90 days"),
            "12_months": self.env._("Last 12 months"),
        }[code]

    @api.model
    def _known_company(self, company_id):
        """Return the id of one of the reader's companies, or of a branch of them; false for all.

        What is no such id is refused in the same words, there or not.
        """
        if not company_id:
            return False
        words = str(company_id)
        number = int(words) if words.isdecimal() and len(words) <= len(str(MAX_ID)) else 0
        mine = Domain("id", "=", number) & Domain("id", "child_of", self.env.companies.ids)
        # As superuser: who belongs to the parent may look at its branches, not read the company.
        if number > MAX_ID or not self.env["res.company"].sudo().search_count(mine):
            raise UserError(
                self.env._("Choose one of the proposed establishments, or all of them.")
            )
        return number

    @api.model
    def _can_export(self):
        """Tell whether the reader may take figures away as a file, here as in any list."""
        return self.env.user.has_group("base.group_allow_export")

    @api.model
    def _company_domain(self, company_id):
        return Domain("company_id", "child_of", company_id) if company_id else Domain.TRUE

    @api.model
    def _read_appointments(self, company_id, first, last, grouping_sets):
        Report = self.env["rendezvous.report"]
        domain = Report._period_domain(first, last) & self._company_domain(company_id)
        return Report._read_grouping_sets(domain, grouping_sets, APPOINTMENTS)

    @api.model
    def _days_domain(self, company_id, first, last):
        period = Domain("date", ">=", first) & Domain("date", "<=", last)
        return period & self._company_domain(company_id)

    @api.model
    def _read_days(self, company_id, first, last, grouping_sets):
        domain = self._days_domain(company_id, first, last)
        Day = self.env["rendezvous.statistics.day"]
        return Day._read_grouping_sets(domain, grouping_sets, DAYS)

    @api.model
    def _messages_domain(self, company_id, first, last):
        """Return the domain of the messages to contacts due on these days, on the reader's clock.

        What staff are told of the same appointments is counted in the report.
        """
        begin, end = (
            self.env.tz.localize(datetime.combine(day, time()))
            .astimezone(timezone.utc)
            .replace(tzinfo=None)
            for day in (first, last + timedelta(days=1))
        )
        due = Domain("due", ">=", begin) & Domain("due", "<", end)
        contacts = Domain("audience", "=", "contact")
        return contacts & due & self._company_domain(company_id)

    @api.model
    def _read_messages(self, company_id, period):
        """Return how many messages were ``sent`` and ``failed``, now and before."""
        counts = []
        for first, last in (period[:2], period[2:]):
            domain = self._messages_domain(company_id, first, last)
            groups = self.env["rendezvous.notification"]._read_group(domain, ["state"], ["__count"])
            found = defaultdict(int, groups)
            counts.append({"sent": found["sent"], "failed": found["failed"]})
        return counts

    @api.model
    def _named(self, groups, names):
        """Return the one row of a total by its names, zero and nothing where there is none."""
        values = groups[0] if groups else [None] * len(names)
        named = dict(zip(names, values, strict=True))
        return {
            name: value if name.endswith(":avg") else value or 0 for name, value in named.items()
        }

    @api.model
    def _companies(self):
        """Return ``{id: name}`` of the establishments whose agendas the reader may see."""
        groups = (
            self.env["rendezvous.agenda"]
            .with_context(active_test=False)
            .formatted_read_group([], ["company_id"])
        )
        return dict(group["company_id"] for group in groups)
