import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

ACTIVITY = "rendezvous.mail_activity_type_calendar"


class RendezvousAppointment(models.Model):
    """What the technician changed in a calendar: followed, or else shown to staff.

    A move is followed under the rules of staff: the same technician, a time
    that the core says is free. What he deleted, declined or gave away is
    never followed: it would cancel a contact's appointment without a word.
    """

    _inherit = "rendezvous.appointment"

    calendar_conflict = fields.Selection(
        [
            ("moved", "Moved in the calendar"),
            ("deleted", "Deleted in the calendar"),
            ("declined", "Declined in the calendar"),
            ("given", "Given to somebody else in the calendar"),
        ],
        "Calendar differs",
        readonly=True,
        copy=False,
        tracking=True,
        groups="rendezvous.group_user",
    )
    calendar_start = fields.Datetime(
        "Start in the calendar", readonly=True, copy=False, groups="rendezvous.group_user"
    )
    calendar_stop = fields.Datetime(
        "End in the calendar", readonly=True, copy=False, groups="rendezvous.group_user"
    )

    _calendar_conflict_idx = models.Index("(start) WHERE calendar_conflict IS NOT NULL")

    def action_keep_time(self):
        """Write the appointment's own time back into the calendar."""
        self.check_access("write")
        changes = {id_: {"place", "text"} for id_ in self.ids}
        self._write_calendars(changes)

    def action_take_calendar_time(self):
        """Move to the time in the calendar; over anything only with the right to."""
        self.ensure_one()
        self.check_access("write")
        event = self.sudo().calendar_event_id
        if self.calendar_conflict != "moved" or event.allday or event.recurrency:
            raise UserError(
                self.env._(
                    "The calendar gives no single time for %(appointment)s: move it by hand.",
                    appointment=self.display_name,
                )
            )
        self._move(
            self.calendar_start,
            technician=self.technician_id,
            online=False,
            forced=self.env.user.has_group("rendezvous.group_book_outside"),
        )

    def action_view_calendar_event(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "calendar.event",
            "res_id": self.calendar_event_id.id,
            "views": [(False, "form")],
        }

    @api.model
    def _follow_events(self, events, deleted=False):
        """Follow what was done to the events of appointments, here or outside.

        Called by whoever writes events, synchronisations first of all: it
        raises nothing but what asks for the whole transaction again.
        """
        # As superuser: the technician moves what is in his calendar, staff's rules decide.
        appointments = self.sudo().search(
            [
                ("calendar_event_id", "in", events.ids),
                ("state", "in", ("confirmed", "done")),
            ]
        )
        for appointment in appointments:
            event = appointment.calendar_event_id
            refused = "deleted" if deleted else appointment._refusal_of(event)
            if refused:
                appointment._flag_calendar(refused)
            elif not event._is_at(appointment.start, appointment.stop):
                appointment._follow_move(event)
            else:
                appointment._settle_calendar()

    def _refusal_of(self, event):
        """Return in which way the technician has the event no more, None while he has."""
        user = self._calendar_user()
        # Without owner it is that of an address which nobody here has, maybe his own.
        if user and event.user_id and event.user_id != user:
            return "given"
        if not event.active:
            return "deleted"
        return "declined" if event._is_declined_by(user) else None

    def _follow_move(self, event):
        if self._may_follow(event) and self._follow_safely(event.start):
            return
        self._flag_calendar("moved", event)

    def _may_follow(self, event):
        """Tell whether the move is one that staff could make, whatever is free."""
        now = fields.Datetime.now()
        return (
            self.state == "confirmed"
            and min(self.start, event.start) > now
            and not (event.allday or event.recurrency)
            and event.stop - event.start == self.stop - self.start
        )

    def _follow_safely(self, start):
        """Move and tell the contact; return whether it could be done."""
        try:
            with self.env.cr.savepoint():
                self._move(start, technician=self.technician_id, online=False)
        except OperationalError:
            raise
        except UserError:
            return False
        except Exception:  # pylint: disable=broad-except
            # A synchronisation has other events to bring in.
            _logger.exception("Appointment %s did not follow its event", self.id)
            return False
        return True

    def _flag_calendar(self, conflict, event=None):
        """Show both times to staff, and ask a planner; what is over concerns nobody."""
        now = fields.Datetime.now()
        if max(self.stop, event.stop if event else self.stop) <= now:
            return
        vals = {
            "calendar_conflict": conflict,
            "calendar_start": event.start if event else False,
            "calendar_stop": event.stop if event else False,
        }
        was_flagged = bool(self.calendar_conflict)
        self.write(vals)
        if not was_flagged:
            self.activity_schedule(
                ACTIVITY,
                date_deadline=fields.Date.context_today(self),
                user_id=self._planner().id,
            )

    def _settle_calendar(self):
        """Take back what was shown to staff: both times are one again."""
        flagged = self.filtered("calendar_conflict")
        if flagged:
            flagged.write(
                {"calendar_conflict": False, "calendar_start": False, "calendar_stop": False}
            )
            flagged.activity_unlink([ACTIVITY])

    def _planner(self):
        """Return a planner of the establishment, one at home there first; maybe nobody."""
        Users = self.env["res.users"]
        group = self.env.ref("rendezvous.group_planner")
        planners = [("all_group_ids", "in", group.ids), ("share", "=", False)]
        at_home = [*planners, ("company_id", "=", self.company_id.id)]
        in_reach = [*planners, ("company_ids", "in", self.company_id.ids)]
        return Users.search(at_home, order="id", limit=1) or Users.search(
            in_reach, order="id", limit=1
        )
