from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from ..number_lists import WEEKDAYS
from ..waiting_list import moved_end
from .rendezvous_waitlist_entry import OPEN

# Of one contact at once: nobody needs more, and nobody fills the list.
MOST = 10


class RendezvousPage(models.AbstractModel):
    """The form by which a contact joins the list, and what it sends.

    What is typed is a claim: establishments, technicians and the appointment
    count only where the page would have proposed them.
    """

    _inherit = "rendezvous.page"

    @api.model
    def _waitlist_page(self, service, appointment, typed=None, errors=None):
        """Return the values of the form; with an appointment, for an earlier time of it."""
        agendas = self._agendas_of_form(service, appointment)
        values = self._typed_wish(typed) if typed else self._proposed_wish(agendas, appointment)
        first = agendas[:1]
        return {
            "page": self,
            "service": service,
            "earlier": appointment,
            "establishments": agendas.company_id.sorted("name"),
            "technicians": self._technicians_of_form(service, agendas),
            "weekday_names": self._weekday_names(),
            "length": first.waitlist_hour_to - first.waitlist_hour_from,
            "today": fields.Date.today(),
            "values": values,
            "errors": errors or {},
        }

    @api.model
    def _agendas_of_form(self, service, appointment):
        if appointment:
            return self._agendas_for_earlier(appointment)
        return self._agendas_to_wait_for(service)

    def _weekday_names(self):
        """Return ``[(code, name)]`` of the days of the week, in the visitor's language."""
        return self.env["rendezvous.slot"]._fields["weekday"]._description_selection(self.env)

    def _technicians_of_form(self, service, agendas):
        return agendas.technician_ids.filtered(
            lambda employee: (
                not employee.rendezvous_service_ids or service in employee.rendezvous_service_ids
            )
        ).sorted("name")

    def _proposed_wish(self, agendas, appointment):
        """Return what the form opens with: the validity of the agenda, every day until the end."""
        agenda, today = agendas[:1], fields.Date.today()
        last = today + timedelta(days=agenda.horizon)
        if appointment:
            last = self._local_day(appointment.told_start, appointment.tz)
        here = appointment.company_id if appointment else agendas.company_id
        return {
            "date_from": today.isoformat(),
            "date_until": last.isoformat(),
            "hour_from": _time_value(agenda.waitlist_hour_from),
            "hour_to": _time_value(agenda.waitlist_hour_to),
            "weekdays": {str(day) for day in WEEKDAYS},
            "establishments": {str(company.id) for company in here},
            "technician": "",
        }

    def _typed_wish(self, typed):
        return {
            **{name: typed.get(name, "") for name in ("date_from", "date_until")},
            **{name: typed.get(name, "") for name in ("hour_from", "hour_to", "technician")},
            "weekdays": set(typed.getlist("weekday")),
            "establishments": set(typed.getlist("establishment")),
        }

    @api.model
    def _join_waitlist(self, service, appointment, partner, typed):
        """Return the entry that a contact makes, and ``{field: message}`` of what is wrong.

        The same service or appointment twice is the same entry, which keeps its
        place in the line with what is wanted now.
        """
        vals, errors = self._read_wish(service, appointment, typed)
        Entry = self.env["rendezvous.waitlist.entry"].sudo()
        mine = Entry.search([("partner_id", "=", partner.id), ("state", "in", OPEN)], order="id")
        known = mine.filtered(
            lambda entry: (entry.service_id, entry.appointment_id) == (service, appointment)
        )[:1]
        if not known and len(mine) >= MOST:
            errors["service"] = self.env._(
                "You wait for %s things already: leave one of them first.", MOST
            )
        if errors:
            return Entry, errors
        if known:
            known.write(vals)
            Entry._wake()
            return known, {}
        own = {
            "partner_id": partner.id,
            "service_id": service.id,
            "appointment_id": appointment.id,
            "origin": "online",
        }
        return Entry.create({**own, **vals}), {}

    def _read_wish(self, service, appointment, typed):
        """Return the values of what was typed, and ``{field: message}`` of what is wrong."""
        wish, errors = self._typed_wish(typed), {}
        agendas = self._agendas_of_form(service, appointment)
        chosen = agendas.filtered(lambda a: str(a.company_id.id) in wish["establishments"])
        if not chosen:
            errors["establishments"] = self.env._("Choose at least one establishment.")
        technician = self._technicians_of_form(service, chosen).filtered(
            lambda employee: str(employee.id) == wish["technician"]
        )
        if wish["technician"] and not technician:
            errors["technician"] = self.env._("Choose somebody of the establishments chosen.")
        weekdays = [str(day) for day in WEEKDAYS if str(day) in wish["weekdays"]]
        if not weekdays:
            errors["weekdays"] = self.env._("Choose at least one day of the week.")
        vals = {
            "agenda_ids": [Command.set(chosen.ids)],
            "technician_id": technician.id,
            "weekdays": ",".join(weekdays) if len(weekdays) < len(WEEKDAYS) else False,
            **self._read_wanted_days(wish, errors),
            **self._read_wanted_hours(wish, chosen or agendas, errors),
        }
        return vals, errors

    def _read_wanted_days(self, wish, errors):
        first, last = self._day(wish["date_from"]), self._day(wish["date_until"])
        today = fields.Date.today()
        if not first:
            errors["date_from"] = self.env._("Type the first day you could come.")
        if wish["date_until"] and not last:
            errors["date_until"] = self.env._("Type a day, or leave it empty.")
        elif last and last < max(first or today, today):
            errors["date_until"] = self.env._("This day comes too early: choose a later one.")
        return {"date_from": first, "date_until": last or False}

    def _read_wanted_hours(self, wish, agendas, errors):
        """Return the hours; an end that comes before the start moves with it (source 001_…)."""
        agenda = agendas[:1]
        begin, end = _hour(wish["hour_from"]), _hour(wish["hour_to"])
        if begin is None:
            errors["hour_from"] = self.env._("Type an hour such as 09:00.")
            return {}
        if end is None or end <= begin:
            length = agenda.waitlist_hour_to - agenda.waitlist_hour_from
            end = moved_end(begin, 24.0, length)
        return {"hour_from": begin, "hour_to": end}


def _time_value(hour):
    """Return an hour of the day as a browser's field takes it: 24:00 is its last minute."""
    minutes = min(round(hour * 60), 24 * 60 - 1)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _hour(text):
    """Return ``"09:30"`` as 9.5, None for what is no hour of a day."""
    hours, _colon, minutes = (text or "").strip().partition(":")
    if not hours.isdecimal() or not (minutes or "0").isdecimal() or len(hours + minutes) > 4:
        return None
    hour = int(hours) + int(minutes or 0) / 60
    return hour if int(minutes or 0) < 60 and hour < 24 else None
