import re
from datetime import timedelta
from urllib.parse import quote

from odoo import api, fields, models
from odoo.fields import Domain

# Where an address without position is looked up.
ADDRESS_URL = "https://www.openstreetmap.org/search?query={address}"


class RendezvousPage(models.AbstractModel):
    """The page of the technician's day: tours are read under his own rights."""

    _inherit = "rendezvous.page"

    @api.model
    def _day_page(self, day=None):
        """Return the values of the current user's own day, today by default."""
        # As superuser: staff read no employees, not even themselves, but in their own company.
        employees_sudo = self.env["hr.employee"].sudo().search([("user_id", "=", self.env.uid)])
        today = self._today_of(employees_sudo)
        day = day or today
        mine = Domain("employee_id", "in", employees_sudo.ids)
        Tour = self.env["rendezvous.tour"]
        tours = Tour.search(mine & Domain("date", "=", day))
        ahead = mine & Domain("date", ">", day) & Domain("appointment_ids", "!=", False)
        return {
            **self._tours_page(tours, day),
            "is_mine": True,
            "is_technician": bool(employees_sudo),
            "is_today": day == today,
            "previous_day": day - timedelta(days=1),
            "next_day": day + timedelta(days=1),
            "next_tour": Tour.search(ahead, order="date, id", limit=1),
        }

    @api.model
    def _tour_page(self, tour):
        """Return the values of the same page for one tour, whoever's it is."""
        return {
            **self._tours_page(tour, tour.date),
            "is_mine": False,
            "is_technician": True,
            "is_today": False,
        }

    def _tours_page(self, tours, day):
        sheets = tours._day_sheets()
        stops = [self._day_stop(stop) for sheet in sheets for stop in sheet["stops"]]
        self._mark_recordable(stops)
        states = [stop["state"][0] for stop in stops]
        for wanted in ("started", "coming"):
            if wanted in states:
                stops[states.index(wanted)]["is_next"] = True
                break
        return {
            "page": self.sudo(),
            "day": day,
            "sheets": sheets,
            "stops": stops,
            "left": len(states) - states.count("done"),
        }

    def _mark_recordable(self, stops):
        """Say of each visit whether the user may record what becomes of it."""
        visits = self.env["rendezvous.appointment"].browse(stop["visit"].id for stop in stops)
        writable = visits._filtered_access("write")
        for stop, visit in zip(stops, visits, strict=True):
            stop["may_record"] = visit in writable and visit._is_visit_of_user()

    def _day_stop(self, stop):
        """Return what one card shows; the visit comes as superuser."""
        visit = stop["visit"]
        return {
            **stop,
            "state": visit._visit_state(),
            "is_next": False,
            "route_url": self._route_url(visit._place()),
            "phone": visit.partner_phone or visit._place().phone,
            "answers": visit.answer_ids.filtered(lambda answer: answer._value_label()),
        }

    def _today_of(self, employees_sudo):
        """Return the day it is where these technicians work."""
        tz = employees_sudo.agenda_ids[:1].tz or self.env.user.tz or "UTC"
        return self._local_day(fields.Datetime.now(), tz)

    @api.model
    def _route_url(self, place):
        """Return where the way to a place is shown, nothing when the setting is empty."""
        get_param = self.env["ir.config_parameter"].sudo().get_param
        template = get_param("rendezvous.route_url")
        lines = place._display_address(without_company=True).splitlines()
        address = ", ".join(" ".join(line.split()) for line in lines if line.strip())
        is_located = any((place.partner_latitude, place.partner_longitude))
        if not template or not (is_located or address):
            return ""
        if not is_located and "{address}" not in template:
            template = ADDRESS_URL
        values = {
            "latitude": place.partner_latitude,
            "longitude": place.partner_longitude,
            "address": quote(address, safe=""),
        }
        for name, value in values.items():
            template = template.replace(f"{{{name}}}", str(value))
        return template

    @api.model
    def _tel_url(self, phone):
        return "tel:" + re.sub(r"[^\d+]", "", phone or "")

    @api.model
    def _leg_words(self, leg):
        """Return “12 km, 15 min” of a way driven."""
        km, minutes = leg
        return self.env._(
            "%(km)s km, %(minutes)s",
            km=round(km),
            minutes=self._duration_words(round(minutes)),
        )
