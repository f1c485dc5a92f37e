import logging
from datetime import timedelta

from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Command

from .rendezvous_notification import error_words

_logger = logging.getLogger(__name__)

# What decides in whose calendar an appointment is and when, and what is written there.
PLACE = ("state", "start", "stop", "technician_id")
TEXT = ("service_id", "partner_id", "location_id")
NOTED = "rendezvous.calendar"
RETRY = timedelta(minutes=15)


class RendezvousAppointment(models.Model):
    """The appointment in the calendar of its technician: a ``calendar.event`` of his user.

    Odoo's ``microsoft_calendar`` and ``google_calendar`` carry it on, where
    they are installed. The event follows from ``create`` and ``write``
    themselves, once per transaction or savepoint, after the database has
    accepted the appointment. What fails there never undoes a booking: it is
    noted, and a job tries again.
    """

    _inherit = "rendezvous.appointment"

    calendar_event_id = fields.Many2one(
        "calendar.event",
        "Calendar event",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="rendezvous.group_user",
        help="Where the technician sees it. Busy time comes from the appointment, not from here.",
    )
    calendar_retry = fields.Datetime(
        "Calendar tried again at", readonly=True, copy=False, groups="rendezvous.group_user"
    )

    _calendar_retry_idx = models.Index("(calendar_retry) WHERE calendar_retry IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        appointments = super().create(vals_list)
        assigned = appointments.filtered("technician_id")
        assigned._note_for_calendar(dict.fromkeys(assigned.ids, {"place", "text"}))
        return appointments

    def write(self, vals):
        if not {*PLACE, *TEXT}.intersection(vals):
            return super().write(vals)
        before = {appointment: appointment._calendar_facts() for appointment in self.sudo()}
        result = super().write(vals)
        changes = {}
        for appointment, facts in before.items():
            now = appointment._calendar_facts()
            if appointment._concerns_calendars():
                changes[appointment.id] = {name for name in now if now[name] != facts[name]}
        self._note_for_calendar({id_: kinds for id_, kinds in changes.items() if kinds})
        return result

    def _concerns_calendars(self):
        return self.technician_id or self.calendar_event_id or self.calendar_conflict

    def _calendar_facts(self):
        return {
            "place": [self[name] for name in PLACE],
            "text": [self[name] for name in TEXT],
        }

    def _note_for_calendar(self, changes):
        """Have the calendars written at the end, once: ``changes`` by appointment's id."""
        if not changes:
            return
        precommit = self.env.cr.precommit
        if NOTED not in precommit.data:
            precommit.data[NOTED] = {}
            precommit.add(self.env[self._name]._write_noted_calendars)
        for id_, kinds in changes.items():
            precommit.data[NOTED].setdefault(id_, set()).update(kinds)

    def _write_noted_calendars(self):
        self._write_calendars(self.env.cr.precommit.data.pop(NOTED, {}))

    @api.model
    def _write_calendars(self, changes):
        """Bring the calendars up to date with what changed: the place, the text or both."""
        # As superuser: technicians' users and events are not the booker's to read.
        appointments = self.sudo().browse(changes).filtered(lambda a: not a.anonymised_date)
        for user, mine in appointments.grouped(lambda a: a._calendar_user()).items():
            try:
                with self.env.cr.savepoint():
                    mine._write_calendar_of(user, changes)
            except OperationalError:
                # The database asks for the whole transaction again, booking included.
                raise
            except Exception as error:  # pylint: disable=broad-except
                # Outside calendars may refuse for any reason; the booking stands.
                _logger.exception("Calendar of user %s: appointments %s", user.id, mine.ids)
                mine._note_calendar_failure(error_words(error))

    def _calendar_user(self):
        """Return the user in whose calendar the appointment is to be, if any."""
        self.ensure_one()
        user = self.technician_id.user_id
        is_shown = (
            self.state in ("confirmed", "done")
            and self.company_id.rendezvous_calendar_sync
            and user.active
            and not user.share
            # One attendee without address stops all that Odoo sends to Outlook.
            and user.email
        )
        return user if is_shown else user.browse()

    def _write_calendar_of(self, user, changes):
        """Write these appointments into the calendar of ``user``, or take them out of any."""
        placed = self.filtered(lambda a: "place" in changes[a.id])
        placed._leave_calendars(user)
        if user:
            for appointment in self.filtered("calendar_event_id.active"):
                appointment._update_event(user, changes[appointment.id])
            placed.filtered(lambda a: not a.calendar_event_id.active)._create_events(user)
        self.filtered("calendar_retry").calendar_retry = False
        placed._settle_calendar()

    def _leave_calendars(self, user):
        """Archive the events of other users: deleted, Outlook would never hear of it."""
        events = self.calendar_event_id.filtered(
            lambda e: e.active and not (user and e.user_id == user)
        )
        for former, theirs in events.grouped("user_id").items():
            former._calendar_events().browse(theirs.ids).write({"active": False})

    def _update_event(self, user, changed):
        """Write what differs: each write is a message to the outside calendar."""
        vals = self._prepare_event_times() if "place" in changed else {}
        event = user._calendar_events().browse(self.calendar_event_id.id)
        if "place" in changed:
            event._ask_again(user)
        if event.allday or event.recurrency:
            vals["allday"] = False
        if "text" in changed:
            vals |= self._prepare_event_text(user)
        vals = {name: value for name, value in vals.items() if event[name] != value}
        if vals:
            event.write(vals)

    def _create_events(self, user):
        """Create the events of what is to come; what is over is history."""
        now = fields.Datetime.now()
        coming = self.filtered(lambda a: a.stop > now)
        if coming:
            vals_list = [appointment._prepare_event_vals(user) for appointment in coming]
            events = user._calendar_events().create(vals_list)
            for appointment, event in zip(coming, events, strict=True):
                appointment.calendar_event_id = event.id

    def _prepare_event_vals(self, user):
        return {
            **self._prepare_event_times(),
            **self._prepare_event_text(user),
            "allday": False,
            "user_id": user.id,
            # The technician alone: Outlook writes to all attendees.
            "partner_ids": [Command.set(user.partner_id.ids)],
            "privacy": "private",
            "show_as": "busy",
            "alarm_ids": [Command.clear()],
            "videocall_location": False,
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
        }

    def _prepare_event_times(self):
        return {"start": self.start, "stop": self.stop}

    def _prepare_event_text(self, user):
        """Return what the technician needs on the spot, in his language."""
        appointment = self.with_context(lang=user.lang)
        service, contact, place = appointment.service_id, self.partner_id, self._place()
        address = self._place_address()
        lines = [service.name, contact.name, contact.phone, address]
        where = [place.name if place != contact else "", address]
        return {
            "name": f"{service.name} · {contact.name}",
            "description": Markup("<p>%s</p>")
            % Markup("<br>").join(line for line in lines if line),
            # Never empty: Odoo would have Outlook hold a video meeting.
            "location": ", ".join(filter(None, where)) or self.company_id.name,
        }

    def _note_calendar_failure(self, reason):
        """Plan another try; staff read of the first failure in the history."""
        retry = fields.Datetime.now() + RETRY
        for appointment in self.filtered(lambda a: not a.calendar_retry):
            appointment._message_log(
                body=self.env._(
                    "The calendar of the technician could not be updated: %(reason)s."
                    " The appointment stands; this is tried again.",
                    reason=reason.rstrip("."),
                )
            )
        self.calendar_retry = retry
        self._wake_calendar_job(retry)
