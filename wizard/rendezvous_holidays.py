from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

from odoo import api, fields, models
from odoo.exceptions import UserError

UTC = ZoneInfo("UTC")
MAX_YEARS = 10


class RendezvousHolidays(models.TransientModel):
    """Load the public holidays of a country into the closures of an establishment."""

    _name = "rendezvous.holidays"
    _description = "Load public holidays"

    company_id = fields.Many2one(
        "res.company",
        "Establishment",
        required=True,
        default=lambda self: self.env.company,
        help="The closures of a parent hold in all its establishments.",
    )
    country_id = fields.Many2one(
        "res.country",
        required=True,
        compute="_compute_country_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    country_choice_ids = fields.Many2many("res.country", compute="_compute_country_choice_ids")
    region = fields.Char(
        help="Code of a region with holidays of its own, such as 57 for the Moselle; or empty."
    )
    year_from = fields.Integer(
        "From", required=True, default=lambda self: fields.Date.context_today(self).year
    )
    year_to = fields.Integer(
        "To", required=True, default=lambda self: fields.Date.context_today(self).year + 1
    )

    @api.depends("company_id")
    def _compute_country_id(self):
        known = holidays.list_supported_countries()
        for wizard in self:
            country = wizard.company_id.sudo().country_id
            wizard.country_id = country if country.code in known else self.env.ref("base.fr")

    def _compute_country_choice_ids(self):
        codes = list(holidays.list_supported_countries())
        self.country_choice_ids = self.env["res.country"].search([("code", "in", codes)], limit=300)

    def action_load(self):
        """Create the closures that are missing, and show those of the chosen years."""
        self.ensure_one()
        self._check_choice()
        names = self._names_by_day()
        known = self._known_periods(names)
        missing = [day for day in sorted(names) if self._period(day) not in known]
        closures = self.env["rendezvous.closure"].create(
            [self._prepare_closure_vals(day, names[day]) for day in missing]
        )
        self._translate(closures, missing)
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("rendezvous.rendezvous_closure_action"),
            "domain": [("company_id", "=", self.company_id.id), ("agenda_id", "=", False)],
        }

    def _check_choice(self):
        if not 0 <= self.year_to - self.year_from < MAX_YEARS or self.year_from < 1900:
            raise UserError(
                self.env._(
                    "Choose the years in order, at most %(years)s of them, such as 2026 to 2027.",
                    years=MAX_YEARS,
                )
            )
        regions = holidays.list_supported_countries().get(self.country_id.code)
        if regions is None:
            raise UserError(
                self.env._(
                    "The holidays of %(country)s are not known: enter them as closures.",
                    country=self.country_id.name,
                )
            )
        if self.region and self.region not in regions:
            raise UserError(
                self.env._(
                    "“%(region)s” is not a region of %(country)s with holidays of its own:"
                    " leave it empty, or choose among %(regions)s.",
                    region=self.region,
                    country=self.country_id.name,
                    regions=", ".join(regions) or "–",
                )
            )

    def _names_by_day(self, lang=None):
        """Return ``{day: name}``, named in ``lang`` where the library knows it.

        By default in the user's language, else in the country's own.
        """
        return dict(
            holidays.country_holidays(
                self.country_id.code,
                subdiv=self.region or None,
                years=range(self.year_from, self.year_to + 1),
                language=self._library_language(lang or self.env.lang),
            )
        )

    def _library_language(self, lang):
        """Return the library's code for ``lang``: fr for fr_FR, en_US for en_GB; or None."""
        known = holidays.country_holidays(self.country_id.code).supported_languages
        short = (lang or "").split("_")[0]
        return next((code for code in known if code.split("_")[0] == short), None)

    def _period(self, day):
        """Return the naive UTC bounds of a whole day on the establishment's clock."""
        zone = ZoneInfo(self.company_id.sudo().resource_calendar_id.tz or self.env.user.tz or "UTC")
        return tuple(
            datetime.combine(moment, time(), zone).astimezone(UTC).replace(tzinfo=None)
            for moment in (day, day + timedelta(days=1))
        )

    def _known_periods(self, days):
        if not days:
            return set()
        closures = self.env["rendezvous.closure"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("agenda_id", "=", False),
                ("start", ">=", self._period(min(days))[0]),
                ("stop", "<=", self._period(max(days))[1]),
            ],
            limit=10_000,
        )
        return {(closure.start, closure.stop) for closure in closures}

    def _prepare_closure_vals(self, day, name):
        start, stop = self._period(day)
        return {"name": name, "company_id": self.company_id.id, "start": start, "stop": stop}

    def _translate(self, closures, days):
        """Name the closures in each installed language that the library speaks."""
        names = {
            lang: self._names_by_day(lang)
            for lang, _name in self.env["res.lang"].get_installed()
            if self._library_language(lang)
        }
        for closure, day in zip(closures, days, strict=True):
            closure.update_field_translations(
                "name", {lang: by_day[day] for lang, by_day in names.items()}
            )
