from collections import defaultdict
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models

WEEK = timedelta(days=7)
# Places shown with their week; those after only with their first free time.
PLACES = 8
# Times of one day shown before “more”.
TIMES = 6


class RendezvousPage(models.AbstractModel):
    """A week of free times, place by place."""

    _inherit = "rendezvous.page"

    @api.model
    def _week(self, service, day=None, agendas=None, place_id=None):
        """Return the values of one week of ``service``, from Monday.

        Without ``day``, the week of the first free time. The page stays
        short, and the number of queries the same, however many agendas.
        """
        agendas = (self._agendas() if agendas is None else agendas) & service.agenda_ids
        firsts = service._first_available(agendas=agendas)
        nearby = self._by_place(agendas, firsts)
        if place_id:
            nearby = [entry for entry in nearby if entry["place"]["id"] == place_id] or nearby
        shown = nearby[:PLACES]
        if not day:
            first = min((entry["first"] for entry in shown if entry["first"]), default=None)
            day = first[1] if first else fields.Date.today()
        monday = day - timedelta(days=day.weekday())
        agendas = agendas.browse(id_ for entry in shown for id_ in entry["agenda_ids"])
        places = self._places_of_week(service, agendas, firsts, monday)
        return {
            "page": self,
            "service": service,
            "places": places,
            "columns": self._columns(places),
            "more_places": nearby[PLACES:],
            "zone_note": self._zone_note(agendas.mapped("tz")),
            "markers": self._markers(places),
            "times_shown": TIMES,
            **self._map_settings(),
            **self._week_navigation(service, agendas, monday),
        }

    def _by_place(self, agendas, firsts):
        """Return one entry per place, the one with the first free time first."""
        entries = {}
        for agenda in agendas:
            place = self._place(agenda.location_ids[:1], agenda.company_id)
            entry = entries.setdefault(
                (place["id"], agenda.tz),
                {"place": place, "agenda_ids": [], "first": None, "when": ""},
            )
            entry["agenda_ids"].append(agenda.id)
            slot = firsts.get(agenda.id)
            if slot and (not entry["first"] or slot.start < entry["first"][0]):
                entry["first"] = (slot.start, self._local_day(slot.start, agenda.tz))
                entry["when"] = self._when(slot.start, agenda.tz)
        return sorted(
            entries.values(),
            key=lambda entry: (
                entry["first"][0] if entry["first"] else datetime.max,
                entry["place"]["name"],
            ),
        )

    def _places_of_week(self, service, agendas, firsts, monday):
        """Return the places with their days, in the order of ``agendas``.

        Agendas of one place that are free at the same time make one button.
        """
        begin, end = self._utc_week(agendas.mapped("tz") or ["UTC"], monday)
        slots = service._available_slots(begin, end, agendas=agendas) if agendas else []
        open_days = self._open_days(service, agendas, begin, end)
        default = [(agenda.id, agenda.location_ids[:1].id) for agenda in agendas]
        spots = dict.fromkeys(
            [*default, *open_days, *((slot.agenda_id, slot.location_id) for slot in slots)]
        )
        places = {}
        for agenda_id, location_id in spots:
            place = self._place_of_spot(agendas.browse(agenda_id), location_id)
            place = places.setdefault((place["id"], place["tz"]), place)
            place["agendas"] |= agendas.browse(agenda_id)
            place["open"] |= open_days.get((agenda_id, location_id), set())
            spots[agenda_id, location_id] = place
        for slot in slots:
            place = spots[slot.agenda_id, slot.location_id]
            day = self._local_day(slot.start, place["tz"])
            place["times"][day].setdefault(slot.start, slot)
        return [self._complete_place(service, p, firsts, monday) for p in places.values()]

    def _place_of_spot(self, agenda, location_id):
        location = self.env["res.partner"].sudo().browse(location_id or [])
        return {
            **self._place(location, agenda.company_id),
            "tz": agenda.tz,
            "agendas": agenda,
            "open": set(),
            "times": defaultdict(dict),
        }

    def _complete_place(self, service, place, firsts, monday):
        """Return a place with its seven days and its first free time."""
        tz = place["tz"]
        today = self._local_day(fields.Datetime.now(), tz)
        last = today + timedelta(days=self._days_ahead(service, place["agendas"]))
        starts = [firsts[agenda.id].start for agenda in place["agendas"] if agenda.id in firsts]
        first = min(starts, default=None)
        days = [monday + timedelta(days=number) for number in range(7)]
        return {
            **place,
            "days": [self._day_of_place(place, day, today, last) for day in days],
            "first_day": first and self._local_day(first, tz),
            "first": first and self._when(first, tz),
        }

    def _day_of_place(self, place, day, today, last):
        """Return one day: its state, and its times when it has some."""
        times, tz = place["times"].get(day, {}), place["tz"]
        if times:
            state = "free"
        elif day < today:
            state = "past"
        elif day > last:
            state = "later"
        else:
            state = "full" if day.toordinal() in place["open"] else "closed"
        return {
            "header": self._day_header(day),
            "words": self._day_words(day),
            "state": state,
            "is_today": day == today,
            "times": [
                {"code": self._slot_code(times[start]), "words": self._time_words(start, tz)}
                for start in sorted(times)
            ],
        }

    def _columns(self, places):
        """Return the days of the week that deserve a column: no weekend closed everywhere."""
        return [
            number
            for number in range(7)
            if number < 5 or any(p["days"][number]["state"] in ("free", "full") for p in places)
        ]

    def _week_navigation(self, service, agendas, monday):
        """Return the weeks before and after, False at both ends of what is open."""
        now = fields.Datetime.now()
        zones = set(agendas.mapped("tz"))
        today = min((self._local_day(now, tz) for tz in zones), default=now.date())
        last = today + timedelta(days=self._days_ahead(service, agendas))
        return {
            "monday": monday,
            "week_words": self._week_words(monday, monday + timedelta(days=6)),
            "previous_week": monday > today and monday - WEEK,
            "next_week": monday + WEEK <= last and monday + WEEK,
        }

    def _days_ahead(self, service, agendas):
        return max((min(agenda.horizon, service.lead_max) for agenda in agendas), default=0)

    def _utc_week(self, zones, monday, length=WEEK):
        """Return the naive UTC start and end of a week or more, whole in each of the zones."""

        def midnight(day, tz):
            local = datetime.combine(day, time(), ZoneInfo(tz))
            return local.astimezone(timezone.utc).replace(tzinfo=None)

        begin = min(midnight(monday, tz) for tz in set(zones))
        end = max(midnight(monday + length, tz) for tz in set(zones))
        return begin, end

    @api.model
    def _map_settings(self):
        get_param = self.env["ir.config_parameter"].sudo().get_param
        return {
            "tile_url": get_param("rendezvous.tile_url"),
            "tile_attribution": get_param("rendezvous.tile_attribution") or "",
        }

    def _markers(self, places):
        """Return the places that a map can show."""
        return [
            {
                "anchor": f"place-{place['id']}",
                "name": place["name"],
                "address": place["address"],
                "first": place["first"] or "",
                "latitude": place["latitude"],
                "longitude": place["longitude"],
            }
            for place in places
            if place["latitude"] or place["longitude"]
        ]
