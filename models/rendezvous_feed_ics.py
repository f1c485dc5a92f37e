from datetime import timedelta

from dateutil.tz import UTC

from odoo import fields, models
from odoo.fields import Domain

from .rendezvous_appointment_ics import blank_calendar

DAYS_BACK, DAYS_AHEAD = 60, 365
# The nearest ones, so that a busy counter is still quick to read.
MOST_COMING, MOST_PAST = 800, 200
# How often calendars may come and look.
EVERY = "PT1H"
# What left the calendar cannot be seen in what remains: so long may a reader
# that knows the date alone believe that nothing has changed.
STALE_MINUTES = 15


class RendezvousFeed(models.Model):
    """The appointments behind a link, as a calendar file.

    Coming ones up to a year ahead, and those of the last two months; held and
    cancelled ones are not there, so that calendars take them out.
    """

    _inherit = "rendezvous.feed"

    def _calendar_file(self):
        """Return ``(bytes, when it last changed)``; the moment is naive UTC."""
        self.ensure_one()
        feed = self.sudo().with_context(lang=self.sudo()._reader_lang())
        appointments = feed._appointments()
        calendar = blank_calendar("PUBLISH")
        feed._describe(calendar)
        for appointment in appointments:
            event = calendar.add("vevent")
            for name, value in feed._event_values(appointment).items():
                if value:
                    event.add(name).value = value
        return calendar.serialize().encode(), feed._changed(appointments)

    def _appointments(self):
        """Return what the link shows, the oldest first."""
        Appointment = self.env["rendezvous.appointment"]
        now = fields.Datetime.now()
        start, stop = now - timedelta(days=DAYS_BACK), now + timedelta(days=DAYS_AHEAD)
        around = self._owner_domain() & Domain("state", "in", ("confirmed", "done"))
        coming = Domain("start", ">=", now) & Domain("start", "<", stop)
        found = Appointment.search(around & coming, order="start, id", limit=MOST_COMING)
        if not self.partner_id or self.partner_id._may_in_portal("see_history"):
            past = Domain("start", ">=", start) & Domain("start", "<", now)
        else:
            # Of the past, only what is still going on.
            past = Domain("start", "<", now)
            past &= Domain("stop", ">", now) | Domain("window_stop", ">", now)
        past = Appointment.search(around & past, order="start desc, id desc", limit=MOST_PAST)
        return (past | found).sorted("start")

    def _owner_domain(self):
        for name in ("agenda_id", "technician_id", "partner_id"):
            if self[name]:
                return Domain(name, "=", self[name].id)
        return Domain.FALSE

    def _event_values(self, appointment):
        if self.partner_id:
            return appointment._prepare_contact_feed_values()
        return appointment._prepare_staff_feed_values()

    def _describe(self, calendar):
        """Name the calendar, and say how often to come back."""
        name = self._calendar_name()
        for key in ("x-wr-calname", "name"):
            calendar.add(key).value = name
        calendar.add("x-published-ttl").value = EVERY
        interval = calendar.add("refresh-interval")
        interval.value, interval.value_param = EVERY, "DURATION"

    def _calendar_name(self):
        if self.partner_id:
            return self.env._("My appointments")
        owner = self.agenda_id or self.technician_id
        return f"{owner.name} – {self.company_id.name}"

    def _reader_lang(self):
        """Return the language of who reads the link: staff of a counter, that of the house."""
        reader = self.partner_id or self.technician_id.user_id or self.company_id.partner_id
        return reader.lang or self.env.lang

    def _changed(self, appointments):
        """Return when the file last changed, as far as a date can tell."""
        records = (
            self,
            self.agenda_id,
            self.technician_id,
            appointments,
            appointments.partner_id,
            appointments.service_id,
            appointments.agenda_id,
            appointments.company_id,
            appointments.company_id.partner_id,
            appointments.location_id,
        )
        moments = [moment for group in records for moment in group.mapped("write_date")]
        now = fields.Datetime.now().replace(second=0, microsecond=0)
        moments.append(now - timedelta(minutes=now.minute % STALE_MINUTES))
        return max(moments).replace(microsecond=0)

    def _response_parts(self):
        """Return the file, and the moment as the headers of an answer want it."""
        body, changed = self._calendar_file()
        return body, changed.replace(tzinfo=UTC)
