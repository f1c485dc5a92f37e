from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

NEXT_STATES = {"held": ("confirmed", "cancelled"), "confirmed": ("done", "cancelled")}


class RendezvousAppointment(models.Model):
    """From held to done or cancelled, and who may decide until when."""

    _inherit = "rendezvous.appointment"

    def action_confirm(self):
        """Confirm held appointments; the contact is told."""
        for appointment in self:
            if appointment.state != "held":
                raise UserError(
                    self.env._(
                        "%(appointment)s is not held any more: choose a time again.",
                        appointment=appointment.display_name,
                    )
                )
        self.write({"state": "confirmed", "hold_until": False})
        self._quote_when_confirmed()
        self._notify_contact("confirmed")

    def action_cancel(self, reason=False):
        """Cancel in the name of staff; the contact is told."""
        self._cancel("staff", reason)

    def action_done(self):
        for appointment in self:
            if appointment.state != "confirmed" or not appointment._has_begun():
                raise UserError(
                    self.env._(
                        "%(appointment)s cannot be closed: only a confirmed appointment whose"
                        " start has passed can.",
                        appointment=appointment.display_name,
                    )
                )
        self.write({"state": "done"})

    def action_attended(self):
        self._set_attendance("attended")

    def action_excused(self):
        self._set_attendance("excused")

    def action_no_show(self):
        self._set_attendance("no_show")

    def _set_attendance(self, attendance):
        """Record who came, and close what was still open."""
        for appointment in self:
            if appointment.state not in ("confirmed", "done"):
                raise UserError(
                    self.env._(
                        "%(appointment)s is not confirmed: there is no attendance to record.",
                        appointment=appointment.display_name,
                    )
                )
        self.write({"attendance": attendance})
        self.filtered(lambda a: a.state == "confirmed").action_done()

    def _cancel(self, cancelled_by, reason=False):
        """Cancel held and confirmed appointments; who had a confirmation is told."""
        confirmed = self.filtered(lambda a: a.state == "confirmed")
        self.write({"state": "cancelled", "cancelled_by": cancelled_by, "cancel_reason": reason})
        self._cancel_quotations()
        confirmed._notify_contact("cancelled")

    def _cancel_by_contact(self, reason=False):
        """Cancel for the contact, within the limit of the service.

        Source: 004_…, cancelling is possible until exactly 4 h before.
        """
        self.ensure_one()
        if not self._contact_may_cancel():
            raise UserError(self._limit_message())
        self._cancel("contact", reason)

    def _contact_may_cancel(self):
        limit = self._contact_limit("cancel_limit")
        return self.service_id.sudo().is_cancel_allowed and self._is_before_limit(limit)

    def _contact_may_move(self):
        limit = self._contact_limit("move_limit")
        return self.service_id.sudo().is_move_allowed and self._is_before_limit(limit)

    def _contact_limit(self, name):
        """Return a limit in hours: the establishment's own for its interventions, if it has."""
        company = self.company_id.sudo()
        if company.rendezvous_own_limits and self.agenda_id.sudo().by_sector:
            return company[f"rendezvous_{name}"]
        return self.service_id.sudo()[name]

    def _is_before_limit(self, hours):
        self.ensure_one()
        # Counted from the start of the half-day, where that is what the contact was told.
        deadline = self.told_start - timedelta(hours=hours)
        return self.state == "confirmed" and fields.Datetime.now() <= deadline

    def _limit_message(self):
        company = self.sudo().company_id
        return self.env._(
            "It is too late to change this appointment online: it is kept as it is."
            " To cancel or move it, call %(company)s (%(phone)s).",
            company=company.name,
            phone=company.phone or company.email or "–",
        )

    def _check_next_state(self, state):
        """Keep to the states' one direction, whoever writes."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for appointment in self:
            if state not in NEXT_STATES.get(appointment.state, ()):
                raise UserError(
                    self.env._(
                        "%(appointment)s is “%(current)s”, it cannot become “%(next)s”.",
                        appointment=appointment.display_name,
                        current=labels[appointment.state],
                        next=labels[state],
                    )
                )

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]
