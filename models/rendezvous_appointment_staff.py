from odoo import api, fields, models
from odoo.fields import Domain


class RendezvousAppointment(models.Model):
    """What the back office asks of an appointment."""

    _inherit = "rendezvous.appointment"

    phone_search = fields.Char("Phone number", store=False, search="_search_phone")
    is_movable = fields.Boolean(compute="_compute_allowed_changes")
    is_attendance_due = fields.Boolean(compute="_compute_allowed_changes")
    is_attendance_open = fields.Boolean(compute="_compute_allowed_changes")

    @api.depends("state", "start", "started_at", "attendance")
    def _compute_allowed_changes(self):
        for appointment in self:
            is_open = appointment.state == "confirmed"
            appointment.is_movable = is_open or appointment.state == "held"
            started = appointment._has_begun() and (is_open or appointment.state == "done")
            appointment.is_attendance_open = started
            appointment.is_attendance_due = started and appointment.attendance == "unknown"

    def _search_phone(self, operator, value):
        """Find by any part of the number, however it is written: +33 1…, 01…, 01.…"""
        if operator not in ("ilike", "like", "=", "in") or not value:
            return NotImplemented
        numbers = {value} if isinstance(value, str) else set(value)
        return Domain.OR(Domain("partner_id.display_name", "ilike", number) for number in numbers)

    def action_move(self, start, notify=True, agenda_id=None, technician_id=None, forced=False):
        """Move to ``start`` (naive UTC, as text) after a drag in the calendar.

        Public for the client; the rights and the openings are checked by ``_move``.
        """
        self.ensure_one()
        self.check_access("write")
        self._move(
            fields.Datetime.to_datetime(start),
            agenda=self.env["rendezvous.agenda"].browse(agenda_id) if agenda_id else None,
            technician=self.env["hr.employee"].browse(technician_id) if technician_id else None,
            online=False,
            notify=notify,
            forced=forced,
        )
        return True

    def action_open_move(self):
        """Open the picker of free times for this appointment."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("rendezvous.rendezvous_booking_action"),
            "name": self.env._("Move"),
            "context": {
                "default_appointment_id": self.id,
                "default_partner_id": self.partner_id.id,
                "default_service_id": self.service_id.id,
                "default_agenda_id": self.agenda_id.id,
                "default_wanted": self.start,
            },
        }

    def action_open_cancel(self):
        """Ask the reason before cancelling."""
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("rendezvous.rendezvous_cancel_action"),
            "context": {"active_ids": self.ids},
        }

    def action_view_contact(self):
        self.ensure_one()
        return self.partner_id.get_formview_action()

    def action_view_service(self):
        self.ensure_one()
        return self.service_id.get_formview_action()

    def _notification_action(self, message):
        """Close the dialog, and say what was done where the eye is.

        ``message`` has a place (`%s`) for the link to the appointment.
        """
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "links": [
                    {
                        "label": f"{self.display_name}, {self._exact_when()}",
                        "url": f"/odoo/appointments/{self.id}",
                    }
                ],
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _prepare_board_vals(self):
        """Return what one block of “Side by side” shows; ``lane`` gives its sub-column."""
        self.ensure_one()
        return {
            "id": self.id,
            "start": fields.Datetime.to_string(self.start),
            "stop": fields.Datetime.to_string(self.stop),
            "contact": self.partner_id.name or "",
            "phone": self.partner_phone or "",
            "service": self.service_id.name,
            "technician": self.technician_id.display_name if self.technician_id else "",
            "location": self.location_id.name or "",
            "note": self.note or "",
            "lane": self.technician_id.id or self.lane,
            "state": self.state,
            "state_label": self._state_label(),
            "attendance": self.attendance,
            "forced": self.forced,
        }
