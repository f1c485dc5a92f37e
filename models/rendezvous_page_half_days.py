from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models

# Shown at once.
WEEKS = timedelta(weeks=4)
# A morning may last through lunch.
NOON, LUNCH, EVENING = 12, 14, 17


class RendezvousPage(models.AbstractModel):
    """A calendar of half-days: where technicians come, and when they are free."""

    _inherit = "rendezvous.page"

    @api.model
    def _sector(self, postcode):
        """Return the sector of a postcode in this website's organisation, none if outside."""
        return self.env["rendezvous.sector"].sudo()._sector_of(postcode, self._company())

    @api.model
    def _road_agendas(self, service):
        """Return the agendas of this website whose technicians come to the customer."""
        return (self._agendas() & service.agenda_ids).filtered("by_sector")

    @api.model
    def _half_days(self, service, agendas, sector, day=None):
        """Return the values of the coming weeks in a sector, from the Monday before ``day``.

        Without ``day``, from the first free half-day on. The number of
        queries does not depend on that of agendas, technicians or tours.
        """
        firsts = service._first_available(agendas=agendas, sector=sector) if agendas else {}
        first = min(firsts.values(), default=None)
        zones = agendas.mapped("tz") or ["UTC"]
        today = self._local_day(fields.Datetime.now(), zones[0])
        if first:
            first_day = self._local_day(first.start, agendas.browse(first.agenda_id).tz)
        day = day or (first_day if first else today)
        monday = day - timedelta(days=day.weekday())
        last = today + timedelta(days=self._days_ahead(service, agendas))
        days = self._days_of_weeks(service, agendas, sector, monday)
        columns = self._open_columns(days)
        return {
            "first_half_day": first and self._choice_of_slot(first),
            "nothing": "" if first else service._why_nothing_free(agendas, sector),
            "weeks": self._calendar_weeks(days, columns, monday, today, last),
            "columns": columns,
            "zone_note": self._zone_note(zones),
            "monday": monday,
            "week_words": self._week_words(monday, monday + WEEKS - timedelta(days=1)),
            "previous_week": monday > today and monday - WEEKS,
            "next_week": monday + WEEKS <= last and monday + WEEKS,
        }

    def _days_of_weeks(self, service, agendas, sector, monday):
        """Return ``{day: {(start, stop): (slot, agenda)}}``, without slot what is full.

        Of several technicians or establishments free at the same time, the
        first counts: the customer gets one button. Under None, that the day
        opens: openings that hold several starts are no half-days.
        """
        days = defaultdict(dict)
        if not agendas:
            return days
        begin, end = self._utc_week(agendas.mapped("tz"), monday, WEEKS)
        for slot in service._available_slots(begin, end, agendas=agendas, sector=sector):
            agenda = agendas.browse(slot.agenda_id)
            day = self._local_day(slot.start, agenda.tz)
            days[day].setdefault((slot.start, slot.stop), (slot, agenda))
        begin = max(begin, fields.Datetime.now() + timedelta(hours=service.lead_min))
        if begin >= end:
            return days
        Availability = self.env["rendezvous.availability"]
        opened = Availability._open_half_days(service, agendas, begin, end, sector)
        for agenda in agendas.filtered(lambda agenda: agenda.id in opened):
            for span in opened[agenda.id]:
                day = self._local_day(span[0], agenda.tz)
                key = span if agenda.booking_mode == "window" else None
                days[day].setdefault(key, (None, agenda))
        return days

    def _open_columns(self, days):
        """Return the weekdays that deserve a column: no weekend closed everywhere."""
        used = {day.weekday() for day in days}
        return [number for number in range(7) if number < 5 or number in used]

    def _calendar_weeks(self, days, columns, monday, today, last):
        weeks = []
        for number in range(WEEKS.days // 7):
            first = monday + timedelta(weeks=number)
            dates = [first + timedelta(days=column) for column in columns]
            cells = [self._calendar_day(day, days.get(day, {}), today, last) for day in dates]
            words, states = self._week_words(dates[0], dates[-1]), {day["state"] for day in cells}
            # One word for a week in which every day says the same.
            state = states.pop() if len(states) == 1 and "free" not in states else ""
            weeks.append({"words": words, "days": cells, "state": state})
        return weeks

    def _calendar_day(self, day, half_days, today, last):
        """Return one day: its state in a word, and its half-days, free and full."""
        if any(slot for slot, _agenda in half_days.values()):
            state = "free"
        elif day < today:
            state = "past"
        elif day > last:
            state = "later"
        else:
            state = "full" if half_days else "closed"
        spans = sorted(span for span in half_days if span)
        return {
            "header": self._day_header(day),
            "words": self._day_words(day),
            "state": state,
            "is_today": day == today,
            "half_days": [self._half_day(*span, *half_days[span]) for span in spans],
        }

    def _half_day(self, start, stop, slot, agenda):
        """Return a half-day in words; its ``code`` is empty where it is full."""
        words = {"code": self._slot_code(slot) if slot else "", "name": "", "hours": ""}
        if agenda.booking_mode == "window":
            words["name"] = self._half_day_name(start, stop, agenda.tz)
            words["hours"] = self._hours_words(start, stop, agenda.tz)
        else:
            words["hours"] = self._time_words(start, agenda.tz)
        words["label"] = " ".join(filter(None, [words["name"], words["hours"]]))
        return words

    @api.model
    def _half_day_name(self, start, stop, tz):
        """Return “Morning” or “Afternoon”, by the hours on the clock of ``tz``."""
        begin, end = (self._local_hour(instant, tz) for instant in (start, stop))
        if begin < NOON and end <= LUNCH:
            return self.env._("Morning")
        if begin >= EVENING:
            return self.env._("Evening")
        return self.env._("Afternoon") if begin >= NOON else self.env._("Day")

    def _local_hour(self, instant, tz):
        local = fields.Datetime.context_timestamp(self.with_context(tz=tz), instant)
        return local.hour + local.minute / 60

    @api.model
    def _window_words(self, start, stop, agenda):
        """Return a time in words, as it is told to who books it at ``agenda``."""
        if stop and agenda.booking_mode == "window":
            return self._when_between(start, stop, agenda.tz)
        return self._when(start, agenda.tz)
