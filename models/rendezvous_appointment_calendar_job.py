import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Domain

from .rendezvous_notification import error_words

_logger = logging.getLogger(__name__)

BATCH = 200


class RendezvousAppointment(models.Model):
    """The job that puts calendars right: what failed, what came late, what was not sent."""

    _inherit = "rendezvous.appointment"

    @api.model
    def _wake_calendar_job(self, moment=None):
        # As superuser: whoever books sets the job going.
        cron = self.env.ref("rendezvous.rendezvous_cron_write_calendars").sudo()
        cron._trigger(at=moment)

    @api.model
    def _cron_write_calendars(self):
        """Write what is missing in calendars, then send what Outlook and Google have not got."""
        Cron = self.env["ir.cron"]
        domain = self._calendar_due_domain()
        Cron._commit_progress(remaining=self.search_count(domain))
        # Failures come last in line: the next run begins with the others.
        due = self.search(domain, order="calendar_retry NULLS FIRST, start, id", limit=BATCH)
        for appointments in due.grouped("technician_id").values():
            self._write_calendars(dict.fromkeys(appointments.ids, {"place", "text"}))
            if not Cron._commit_progress(len(appointments)):
                return
        self._send_waiting_events()

    @api.model
    def _calendar_due_domain(self):
        """Return the domain of coming appointments whose calendar is not as it should be."""
        now = fields.Datetime.now()
        is_on = Domain("company_id.rendezvous_calendar_sync", "=", True)
        shown = Domain("state", "=", "confirmed") & is_on
        without = Domain("calendar_event_id", "=", False) | Domain(
            "calendar_event_id.active", "=", False
        )
        missing = (
            shown
            & without
            & Domain(
                [
                    ("calendar_conflict", "=", False),
                    ("technician_id.user_id.share", "=", False),
                    ("technician_id.user_id.active", "=", True),
                    ("technician_id.user_id.partner_id.email", "!=", False),
                ]
            )
        )
        left_over = ~is_on & Domain("calendar_event_id.active", "=", True)
        not_yet = Domain("calendar_retry", ">", now)
        failed = Domain("calendar_retry", "<=", now)
        return Domain("stop", ">", now) & (((missing | left_over) & ~not_yet) | failed)

    @api.model
    def _send_waiting_events(self):
        """Send, user by user, the events that did not leave when they were written."""
        for user, events in self._events_not_in_outlook().grouped("user_id").items():
            try:
                user._send_events_to_outlook(events)
                self.env["ir.cron"]._commit_progress()
            except OperationalError:
                raise
            except Exception as error:  # pylint: disable=broad-except
                # A token refused, an address missing: the other users' calendars go on.
                self.env.cr.rollback()
                _logger.warning("Calendar of user %s not sent: %s", user.id, error_words(error))
        google = self.env.ref("google_calendar.ir_cron_sync_all_cals", raise_if_not_found=False)
        if google and self._events_not_in_google():
            google._trigger()

    @api.model
    def _events_not_in_outlook(self):
        """Return the coming events of appointments that Outlook has not got as they are."""
        events = self._waiting_events(
            "need_sync_m", "microsoft_calendar_rtoken", "microsoft_synchronization_stopped"
        )
        return events.filtered(lambda e: e.active or e.ms_universal_event_id)

    @api.model
    def _events_not_in_google(self):
        events = self._waiting_events(
            "need_sync", "google_calendar_rtoken", "google_synchronization_stopped"
        )
        return events.filtered(lambda e: e.active or e.google_id)

    @api.model
    def _waiting_events(self, mark, token, stopped):
        """Return the marked events of users who are linked; none without that module."""
        # As superuser: tokens are the system's to read.
        events = self.env["calendar.event"].sudo().with_context(active_test=False)
        if mark not in events._fields:
            return events
        marked = events.search(
            [
                ("res_model", "=", self._name),
                (mark, "=", True),
                ("stop", ">", fields.Datetime.now() - timedelta(days=1)),
                ("user_id.active", "=", True),
            ],
            order="start",
        )
        linked = marked.user_id.filtered(lambda user: user[token] and not user[stopped])
        return marked.filtered(lambda event: event.user_id in linked)
