import logging
from datetime import datetime, timedelta, timezone

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Domain

from ..feeds import FeedError, busy_time, fetch

_logger = logging.getLogger(__name__)

DAYS_BACK, DAYS_AHEAD = 1, 400
# As time goes on, an unchanged calendar has to be looked at again further ahead.
READ_ANEW = timedelta(days=7)
# Minutes after the first failure in a row, the second, …; the last one goes on.
PAUSES = (15, 60, 240, 720, 1440)


class RendezvousBusyFeed(models.Model):
    """The reading of outside calendars, by a job or at once.

    What cannot be had leaves what is known as it is, says so, and is asked
    again later and later.
    """

    _inherit = "rendezvous.busy.feed"

    def action_fetch(self):
        """Read these calendars now."""
        self.check_access("write")
        for feed in self:
            # As superuser: what is read is written by the system alone.
            feed.sudo()._fetch()

    @api.model
    def _cron_fetch(self):
        """Read the calendars that are due, one after the other, each for itself."""
        self._work_off(self._due_domain(), self._take_due, lambda feed: feed._fetch())

    @api.model
    def _due_domain(self):
        alive = Domain("agenda_id.active", "=", True) | Domain("technician_id.active", "=", True)
        return alive & Domain("next_fetch", "<=", fields.Datetime.now())

    @api.model
    def _take_due(self):
        """Return the calendar due for longest, locked; those that others hold are passed over."""
        feeds = self.search(self._due_domain(), order="next_fetch, id", limit=100)
        return feeds.try_lock_for_update(limit=1)

    def _fetch(self):
        """Read one calendar: note what is busy, or why it could not be read."""
        self.ensure_one()
        now = fields.Datetime.now()
        try:
            with self.env.cr.savepoint():
                self._read_calendar(now)
        except OperationalError:
            # The database asks for the whole transaction again.
            raise
        except FeedError as error:
            self._note_failure(error.code, error.status, now)
        except Exception:  # pylint: disable=broad-except
            # A calendar may hold anything; the others go on.
            _logger.exception("Outside calendar %s not read", self.id)
            self._note_failure("unexpected", 0, now)

    def _read_calendar(self, now):
        known = self.parsed_at and self.parsed_at > now - READ_ANEW
        conditions = (self.etag or "", self.last_modified or "") if known else ()
        answer = fetch(self.url, *conditions)
        vals = {"read_at": now, "next_fetch": now + timedelta(minutes=int(self.every))}
        if answer.body is not None:
            first = now.replace(hour=0, minute=0, second=0) - timedelta(days=DAYS_BACK)
            last = first + timedelta(days=DAYS_BACK + DAYS_AHEAD)
            busy = busy_time(answer.body, _second(first), _second(last), self.tz)
            self._keep(busy.periods)
            vals |= {
                "etag": answer.etag,
                "last_modified": answer.last_modified,
                "parsed_at": now,
                "unread": busy.unread,
            }
        self.write({**vals, "error": False, "error_status": 0, "failures": 0})

    def _keep(self, periods):
        """Write what is new and remove what is gone; the rest is not touched."""
        wanted = {(_instant(start), _instant(stop)) for start, stop in periods}
        known = {(period.start, period.stop): period for period in self.period_ids}
        gone = [period.id for key, period in known.items() if key not in wanted]
        Period = self.env["rendezvous.busy.period"]
        Period.browse(gone).unlink()
        Period.create(
            [
                {"feed_id": self.id, "start": start, "stop": stop}
                for start, stop in sorted(wanted - known.keys())
            ]
        )

    def _note_failure(self, code, status, now):
        pause = PAUSES[min(self.failures, len(PAUSES) - 1)]
        self.write(
            {
                "error": code,
                "error_status": status,
                "failures": self.failures + 1,
                "next_fetch": now + timedelta(minutes=pause),
            }
        )


def _second(moment):
    return int(moment.replace(tzinfo=timezone.utc).timestamp())


def _instant(second):
    return datetime.fromtimestamp(second, timezone.utc).replace(tzinfo=None)
