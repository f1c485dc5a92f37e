from collections import defaultdict
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain

from ..availability import to_instant, to_seconds

WEEK = timedelta(days=7)
PLACES = 8
# Times of one day shown before “more”.
TIMES = 6


class RendezvousPage(models.AbstractModel):
    """A week of free times, place by place."""

    _inherit = "rendezvous.page"

    @api.model
    def _week(self, service, day=None, agendas=None, place_id=None):
        """Return the values of one week of ``service``, from Monday.

        Without ``day``, the week of the first free time. The first places
        are shown with their week, those after only with their first time:
        the page stays short, and the number of queries the same.
        """
        agendas = (self._agendas() if agendas is None else agendas) & service.agenda_ids
        firsts = service._first_available(agendas=agendas)
        nearby = self._by_place(agendas, firsts)
        if place_id:
            nearby = [entry for entry in nearby if entry["place"]["id"] == place_id] or nearby
        shown, more = nearby[:PLACES], nearby[PLACES:]
        first = min((entry["first"] for entry in shown if entry["first"]), default=None)
        if not day:
            day = first[1] if first else fields.Date.today()
        monday = day - timedelta(days=day.weekday())
        agendas = agendas.browse(id_ for entry in shown for id_ in entry["agenda_ids"])
        places = self._places_of_week(service, agendas, firsts, monday)
        zones = agendas.mapped("tz")
        return {
            "page": self,
            "service": service,
            "places": places,
            "columns": self._columns(places, monday),
            "more_places": more,
            "first": first,
            "zone_note": self._zone_note(zones),
            "is_empty": not any(place["count"] for place in places),
            "markers": self._markers(places),
            **self._map_settings(),
            **self._week_navigation(service, agendas, monday, zones),
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
        """Return the places with their seven days, in the order of ``agendas``."""
        begin, end = self._utc_week(agendas.mapped("tz") or ["UTC"], monday)
        times = defaultdict(lambda: defaultdict(dict))
        places, of_agenda = {}, {}
        locations = self.env["res.partner"].sudo()
        slots = service._available_slots(begin, end, agendas=agendas) if agendas else []
        open_days = self._open_days(service, agendas, begin, end)
        by_id = {agenda.id: agenda for agenda in agendas}

        def place_of(agenda, location_id):
            key = (agenda.id, location_id)
            if key not in of_agenda:
                place = self._place(locations.browse(location_id or []), agenda.company_id)
                of_agenda[key] = places.setdefault(
                    (place["id"], agenda.tz),
                    {**place, "tz": agenda.tz, "agendas": agenda.browse(), "open": set()},
                )
            of_agenda[key]["agendas"] |= agenda
            return of_agenda[key]

        for agenda in agendas:
            place_of(agenda, agenda.location_ids[:1].id)
        for (agenda_id, location_id), ordinals in open_days.items():
            place_of(by_id[agenda_id], location_id)["open"] |= ordinals
        for slot in slots:
            place = place_of(by_id[slot.agenda_id], slot.location_id)
            day = self._local_day(slot.start, place["tz"])
            # Agendas of one place that are free at the same time: one button.
            times[place["id"], place["tz"]][day].setdefault(slot.start, slot)
        return [
            self._place_week(service, place, times[key], firsts, monday)
            for key, place in places.items()
        ]

    def _place_week(self, service, place, times, firsts, monday):
        """Complete a place with its days and its first free time."""
        tz = place["tz"]
        today = self._local_day(fields.Datetime.now(), tz)
        last = today + timedelta(days=self._days_ahead(service, place["agendas"]))
        starts = [firsts[a.id].start for a in place["agendas"] if a.id in firsts]
        days = []
        for number in range(7):
            day = monday + timedelta(days=number)
            slots = [times[day][start] for start in sorted(times[day])]
            if slots:
                state = "free"
            elif day < today:
                state = "past"
            elif day > last:
                state = "later"
            else:
                state = "full" if day.toordinal() in place["open"] else "closed"
            days.append(
                {
                    "day": day,
                    "header": self._day_header(day),
                    "words": self._day_words(day),
                    "state": state,
                    "is_today": day == today,
                    "times": [
                        {"code": self._slot_code(s), "words": self._time_words(s.start, tz)}
                        for s in slots
                    ],
                }
            )
        first = min(starts, default=None)
        return {
            **place,
            "days": days,
            "count": sum(len(day["times"]) for day in days),
            "first_day": first and self._local_day(first, tz),
            "first": first and self._when(first, tz),
        }

    def _columns(self, places, monday):
        """Return the days of the week that deserve a column: no weekend closed everywhere."""
        return [
            number
            for number in range(7)
            if number < 5 or any(p["days"][number]["state"] in ("free", "full") for p in places)
        ]

    def _week_navigation(self, service, agendas, monday, zones):
        """Return the weeks before and after, False at both ends of what is open."""
        now = fields.Datetime.now()
        today = min((self._local_day(now, tz) for tz in set(zones)), default=now.date())
        last = today + timedelta(days=self._days_ahead(service, agendas))
        return {
            "monday": monday,
            "week_words": self._week_words(monday, monday + timedelta(days=6)),
            "previous_week": monday > today and monday - WEEK,
            "next_week": monday + WEEK <= last and monday + WEEK,
            "times_shown": TIMES,
        }

    def _days_ahead(self, service, agendas):
        return max((min(a.horizon, service.lead_max) for a in agendas), default=0)

    def _utc_week(self, zones, monday):
        """Return the naive UTC start and end of a week, whole in each of the zones."""

        def midnight(day, tz):
            local = datetime.combine(day, time(), ZoneInfo(tz))
            return local.astimezone(timezone.utc).replace(tzinfo=None)

        begin = min(midnight(monday, tz) for tz in set(zones))
        end = max(midnight(monday + WEEK, tz) for tz in set(zones))
        return begin, end

    def _open_days(self, service, agendas, begin, end):
        """Return ``{(agenda_id, location_id): {day}}``: the days that open at all.

        It only tells a full day from a closed one; what is free comes from
        the core.
        """
        days = defaultdict(set)
        if not agendas:
            return days
        found = self.env["rendezvous.availability"]._openings(
            agendas, begin, end, service=service, online=True
        )
        soonest = fields.Datetime.now() + timedelta(hours=service.lead_min)
        earliest = to_seconds(max(begin, soonest))
        closed = self._closed_periods(agendas, begin, end)
        for agenda_id, periods in found.items():
            for start, stop, location_id, day in periods:
                begins, ends = to_instant(start), to_instant(stop)
                is_closed = any(a <= begins and ends <= b for a, b in closed[agenda_id])
                if stop > earliest and not is_closed:
                    days[agenda_id, location_id].add(day)
        return days

    def _closed_periods(self, agendas, begin, end):
        """Return ``{agenda_id: [(start, stop)]}`` of closures and company holidays."""
        closures = self.env["rendezvous.closure"].sudo().search(
            Domain("start", "<", end)
            & Domain("stop", ">", begin)
            & (
                Domain("agenda_id", "in", agendas.ids)
                | Domain("agenda_id", "=", False)
                & Domain("company_id", "parent_of", agendas.company_id.ids)
            )
        )
        holidays = self.env["resource.calendar.leaves"].sudo().search(
            Domain("resource_id", "=", False)
            & Domain("date_from", "<", end)
            & Domain("date_to", ">", begin)
            & Domain("company_id", "in", [False, *closures.company_id.ids, *agendas.company_id.ids])
        )
        periods = {}
        for agenda in agendas:
            above = {int(id_) for id_ in agenda.company_id.parent_path.split("/") if id_}
            calendar = agenda.company_id.resource_calendar_id
            periods[agenda.id] = [
                (c.start, c.stop)
                for c in closures
                if c.agenda_id == agenda or (not c.agenda_id and c.company_id.id in above)
            ] + [
                (h.date_from, h.date_to)
                for h in holidays
                if h.calendar_id in (calendar, h.calendar_id.browse())
                and (not h.company_id or h.company_id.id in above)
            ]
        return periods

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

    @api.model
    def _map_settings(self):
        get_param = self.env["ir.config_parameter"].sudo().get_param
        return {
            "tile_url": get_param("rendezvous.tile_url"),
            "tile_attribution": get_param("rendezvous.tile_attribution") or "",
        }
