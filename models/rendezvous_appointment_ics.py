from urllib.parse import urljoin
from uuid import uuid4

import vobject
from dateutil.tz import UTC

from odoo import fields, models

# What makes calendars of contacts stale when it changes.
SCHEDULE_FIELDS = {
    "agenda_id",
    "location_id",
    "start",
    "state",
    "stop",
    "technician_id",
    "window_start",
    "window_stop",
}


class RendezvousAppointment(models.Model):
    """The appointment as a calendar file, which calendars update instead of doubling."""

    _inherit = "rendezvous.appointment"

    ics_uid = fields.Char(
        "Calendar UID",
        default=lambda self: f"{uuid4()}@rendezvous",
        readonly=True,
        copy=False,
        help="Names the appointment in other calendars, for ever.",
    )
    ics_sequence = fields.Integer(
        "Calendar sequence",
        readonly=True,
        copy=False,
        help="Grows with each change, so that calendars keep the latest version.",
    )

    def write(self, vals):
        if not SCHEDULE_FIELDS & vals.keys():
            return super().write(vals)
        before = {appointment: appointment._schedule() for appointment in self}
        result = super().write(vals)
        for appointment, schedule in before.items():
            if schedule and appointment._schedule() != schedule:
                appointment.ics_sequence += 1
        return result

    def _schedule(self):
        """Return what the contact's calendar shows, nothing while it shows nothing."""
        if self.state == "held":
            return ()
        is_off = self.state == "cancelled"
        return (self.told_start, self.told_stop, self.location_id, self.technician_id, is_off)

    def _ics(self):
        """Return the calendar file as bytes, in the contact's language.

        It says REQUEST until the appointment is cancelled, then CANCEL.
        """
        self.ensure_one()
        # Contacts may not read the establishment, its location and technicians.
        lang = self.sudo().partner_id.lang or self.env.lang
        appointment = self.sudo().with_context(lang=lang)
        cancelled = appointment.state == "cancelled"
        calendar = blank_calendar("CANCEL" if cancelled else "REQUEST")
        event = calendar.add("vevent")
        for name, value in appointment._prepare_ics_values().items():
            event.add(name).value = value
        appointment._add_ics_people(event)
        return calendar.serialize().encode()

    def _prepare_ics_values(self, url=None):
        """Return the properties of the event by name; moments are in UTC.

        Without ``url``, it links to the page of the contact, log-in included.
        """
        states = {"held": "TENTATIVE", "cancelled": "CANCELLED"}
        place = self._place()
        url = url or self._portal_link()
        lines = [self.service_id.name, self.service_id.instructions_before, url]
        return {
            "uid": self.ics_uid,
            "sequence": str(self.ics_sequence),
            "dtstamp": fields.Datetime.now().replace(tzinfo=UTC),
            "dtstart": self.told_start.replace(tzinfo=UTC),
            "dtend": self.told_stop.replace(tzinfo=UTC),
            "summary": f"{self.service_id.name} – {self.company_id.name}",
            "location": ", ".join(filter(None, (place.name, self._place_address()))),
            "description": "\n\n".join(filter(None, lines)),
            "url": url,
            "status": states.get(self.state, "CONFIRMED"),
        }

    def _add_ics_people(self, event):
        """The establishment invites; the contact has accepted by booking."""
        company, partner = self.company_id, self.partner_id
        sender = company.partner_id.email_normalized or company.root_id.partner_id.email_normalized
        organizer = event.add("organizer")
        organizer.value = f"mailto:{sender}" if sender else self.get_base_url()
        organizer.cn_param = _plain(company.name)
        if partner.email_normalized:
            attendee = event.add("attendee")
            attendee.value = f"mailto:{partner.email_normalized}"
            attendee.cn_param = _plain(partner.name)
            attendee.partstat_param = "ACCEPTED"
            attendee.rsvp_param = "FALSE"

    def _place(self):
        """Return the partner whose address one goes to."""
        self.ensure_one()
        return self.location_id or self.company_id.partner_id

    def _place_address(self):
        """Return the address of the place in one line."""
        lines = self._place()._display_address(without_company=True).splitlines()
        return ", ".join(line.strip() for line in lines if line.strip())

    def _portal_link(self):
        """Return the absolute address of the contact's page; following it changes nothing."""
        return urljoin(self.get_base_url(), self.get_portal_url())


def blank_calendar(method):
    """Return a calendar without events, that says what it is for."""
    calendar = vobject.iCalendar()
    calendar.add("prodid").value = "-//Rendezvous//Rendezvous//EN"
    calendar.add("method").value = method
    return calendar


def _plain(name):
    """Return a name that fits a parameter of a calendar file."""
    return " ".join((name or "").replace('"', "’").split())
