from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime, format_time

NOTE_LENGTH = 4000


class RendezvousAppointment(models.Model):
    """On the spot: who makes a visit says when it begins, when it ends, and what came of it.

    A technician may be early: a visit that was started has begun, whatever
    was planned, so that its attendance can be recorded. Without that, only
    the planned start makes it begin.
    """

    _inherit = "rendezvous.appointment"

    started_at = fields.Datetime(
        "Started", readonly=True, copy=False, tracking=True, groups="rendezvous.group_user"
    )
    finished_at = fields.Datetime(
        "Finished", readonly=True, copy=False, tracking=True, groups="rendezvous.group_user"
    )

    def write(self, vals):
        """Whoever moves a visit that was started by mistake has it started again."""
        if "start" in vals and "started_at" not in vals and any(self.sudo().mapped("started_at")):
            vals = {**vals, "started_at": False}
        return super().write(vals)

    def _has_begun(self):
        """Tell whether the planned start has passed, or the visit was started early."""
        self.ensure_one()
        return self.is_past or bool(self.sudo().started_at)

    def _visit_action(self, action, note=""):
        """Do what a button of the phone page says: one of ``_visit_actions``.

        :raises UserError: what the visit does not allow now; nothing has changed
        :raises AccessError: the visit of somebody else
        """
        self.ensure_one()
        self._check_may_visit()
        if action == "note":
            self._add_visit_note(note)
        else:
            self._visit_actions()[action]()

    def _visit_actions(self):
        return {
            "start": self._start_visit,
            "finish": self._finish_visit,
            "attended": lambda: self._close_visit("attended"),
            "excused": lambda: self._close_visit("excused"),
            "no_show": lambda: self._close_visit("no_show"),
        }

    def _start_visit(self):
        """Note that the visit begins now, early or late, but not on another day."""
        self._check_may_visit()
        self._check_visit_open()
        if self.started_at:
            raise UserError(
                self.env._(
                    "%(appointment)s was started at %(time)s already.",
                    appointment=self.display_name,
                    time=format_time(self.env, self.started_at, tz=self.tz, time_format="short"),
                )
            )
        if self._local_start().date() > self._local(fields.Datetime.now()).date():
            raise UserError(
                self.env._(
                    "%(appointment)s is planned on another day: move it to today first.",
                    appointment=self.display_name,
                )
            )
        self.started_at = fields.Datetime.now()

    def _finish_visit(self):
        """Note that the visit ends now: the contact was there."""
        self._check_may_visit()
        self._check_visit_open()
        if not self._has_begun():
            raise UserError(
                self.env._(
                    "%(appointment)s has not begun: start it first.", appointment=self.display_name
                )
            )
        if not self.started_at:
            self.finished_at = fields.Datetime.now()
        self._close_visit("attended")

    def _close_visit(self, attendance):
        """Record who was there, later to be corrected; a visit under way ends with it."""
        if self.state == "confirmed" and self.started_at:
            self.finished_at = fields.Datetime.now()
        self._set_attendance(attendance)

    def _add_visit_note(self, text):
        """Append what was typed to the notes of staff, with the time and the author."""
        self._check_may_visit()
        text = (text or "").strip()
        if not text:
            raise UserError(self.env._("The note is empty: write it first."))
        if len(text) > NOTE_LENGTH:
            raise UserError(
                self.env._(
                    "This note is too long: %(length)s characters at most.", length=NOTE_LENGTH
                )
            )
        line = self.env._(
            "%(time)s, %(author)s: %(text)s",
            time=format_datetime(self.env, fields.Datetime.now(), tz=self.tz, dt_format="short"),
            author=self.env.user.name,
            text=text,
        )
        self.note = "\n".join(filter(None, [self.note, line]))

    def _check_may_visit(self):
        """Keep the buttons to who makes the visit, and to planners."""
        self.check_access("write")
        if not self._is_visit_of_user():
            raise AccessError(
                self.env._(
                    "%(appointment)s is a visit of %(technician)s: only this technician or a"
                    " planner records it.",
                    appointment=self.display_name,
                    technician=self.sudo().technician_id.name or self.env._("somebody else"),
                )
            )

    def _is_visit_of_user(self):
        """Tell whether the user makes this visit, or plans those of others."""
        user = self.env.user
        mine = self.sudo().technician_id.user_id == user
        return mine or user.has_group("rendezvous.group_planner")

    def _check_visit_open(self):
        if self.state != "confirmed":
            raise UserError(
                self.env._(
                    "%(appointment)s is “%(state)s”: it can be neither started nor finished.",
                    appointment=self.display_name,
                    state=self._state_label(),
                )
            )

    def _visit_state(self):
        """Return ``(code, words)`` of the visit, as the technician sees it."""
        self.ensure_one()
        labels = dict(self._fields["attendance"]._description_selection(self.env))
        if self.state == "done":
            unknown = self.attendance in ("unknown", "attended")
            return "done", self.env._("Finished") if unknown else labels[self.attendance]
        if self.started_at:
            return "started", self.env._("Under way")
        return "coming", self.env._("To come")
