from datetime import datetime, timezone
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_interval, format_skeleton

from odoo import api, models
from odoo.http import request
from odoo.tools.misc import babel_locale_parse, format_time, get_lang

from ..sms_length import gsm_letters


class RendezvousPage(models.AbstractModel):
    """Dates, hours, zones and addresses in the visitor's words."""

    _inherit = "rendezvous.page"

    @api.model
    def _locale(self):
        return babel_locale_parse(get_lang(self.env).code)

    @api.model
    def _day_words(self, day):
        words = format_date(day, "full", locale=self._locale())
        # One “û” of “août” would double the price of an SMS.
        return gsm_letters(words) if self.env.context.get("rendezvous_in_sms") else words

    @api.model
    def _day_header(self, day):
        return format_skeleton("MMMEd", day, locale=self._locale())

    @api.model
    def _day_block(self, instant, tz):
        """Return the parts of a day shown like a leaf of a calendar."""
        day, locale = self._local_day(instant, tz), self._locale()
        patterns = {"weekday": "EEE", "day": "d", "month": "MMM", "year": "y"}
        return {name: format_date(day, pattern, locale) for name, pattern in patterns.items()}

    @api.model
    def _week_words(self, first, last):
        return format_interval(first, last, "yMMMd", locale=self._locale())

    @api.model
    def _hours_words(self, start, stop, tz):
        """Return “9:00 – 9:30”."""
        return " – ".join(self._time_words(instant, tz) for instant in (start, stop))

    @api.model
    def _hours_between(self, start, stop, tz):
        """Return “between 8:00 and 12:00”."""
        return self.env._(
            "between %(start)s and %(stop)s",
            start=self._time_words(start, tz),
            stop=self._time_words(stop, tz),
        )

    @api.model
    def _place_of(self, appointment):
        if appointment.by_sector:
            return self._place_of_visit(appointment)
        return self._place(appointment.location_id, appointment.company_id)

    @api.model
    def _time_words(self, instant, tz):
        return format_time(self.env, instant, tz=tz, time_format="short")

    @api.model
    def _when(self, instant, tz):
        """Return “Tuesday, January 6, 2026 at 9:00”, on the clock of ``tz``."""
        return self.env._(
            "%(day)s at %(time)s",
            day=self._day_words(self._local_day(instant, tz)),
            time=self._time_words(instant, tz),
        )

    @api.model
    def _when_between(self, start, stop, tz):
        """Return “Tuesday, January 6, 2026, between 8:00 and 12:00”."""
        return self.env._(
            "%(day)s, %(hours)s",
            day=self._day_words(self._local_day(start, tz)),
            hours=self._hours_between(start, stop, tz),
        )

    @api.model
    def _duration_words(self, minutes):
        hours, rest = divmod(minutes, 60)
        if not hours:
            return self.env._("%(minutes)s min", minutes=minutes)
        if not rest:
            return self.env._("%(hours)s h", hours=hours)
        return self.env._("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)

    @api.model
    def _zone_words(self, tz):
        return tz.rpartition("/")[2].replace("_", " ")

    @api.model
    def _visitor_tz(self):
        """Return the visitor's zone when known: his own setting, or the browser's cookie."""
        user = self.env.user
        if user and not user._is_public() and user.tz:
            return user.tz
        return (request and request.httprequest.cookies.get("tz")) or None

    @api.model
    def _zone_note(self, zones):
        """Return the zone to name, and whether it surely differs from the visitor's.

        A visitor without a known zone gets the note without scripts; with
        them, the browser hides it when its clock shows the same.
        """
        zones = sorted(set(zones))
        visitor = self._visitor_tz()
        return {
            "zones": zones,
            "names": ", ".join(self._zone_words(tz) for tz in zones),
            "differs": len(zones) > 1 or bool(visitor and zones and visitor != zones[0]),
            "unknown": not visitor,
        }

    @api.model
    def _place(self, location, company):
        """Return the name and address of a location, the establishment's by default."""
        partner = location or company.partner_id
        town = " ".join(filter(None, [partner.zip, partner.city]))
        return {
            "id": partner.id,
            "name": partner.name or partner.parent_id.name or company.name,
            "company": company.name,
            "address": ", ".join(filter(None, [partner.street, partner.street2, town])),
            "phone": partner.phone or company.phone,
            "latitude": partner.partner_latitude,
            "longitude": partner.partner_longitude,
        }

    @api.model
    def _local_day(self, instant, tz):
        return instant.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(tz)).date()

    @api.model
    def _instant(self, text):
        """Return the naive UTC datetime of an ISO text, None when it is not one."""
        try:
            moment = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
            if moment.tzinfo:
                moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
        except (ValueError, OverflowError):
            return None
        return moment if 2000 <= moment.year <= 2200 else None

    @api.model
    def _day(self, text):
        moment = self._instant(text)
        return moment and moment.date()

    @api.model
    def _url(self, path, anchor="", **query):
        query = urlencode(query)
        return f"{path}{'?' if query else ''}{query}{'#' if anchor else ''}{anchor}"
