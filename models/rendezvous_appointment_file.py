from odoo import api, fields, models
from odoo.tools import consteq

from ..exceptions import BookingRefused


class RendezvousAppointment(models.Model):
    """What the contact does online: hold a time, fill in the file, confirm.

    The routes call these methods as superuser, after they have checked whose
    appointment it is.
    """

    _inherit = "rendezvous.appointment"

    @api.model
    def _hold_for_contact(self, service, choice, partner):
        """Hold a chosen time and return the appointment.

        A time held already is simply found again, and what was typed for
        another time of the same service comes along.

        :raises SlotTaken: the time is not free; an earlier hold is kept
        :raises BookingRefused: the contact's profile leaves booking to staff
        """
        if not partner._may_in_portal("book"):
            raise BookingRefused(service)
        held = self.search(self._own_hold_domain(partner), limit=1)
        if held._is_held_now() and held._is_at(service, choice):
            return held
        with self.env.cr.savepoint():
            appointment = self._book(
                service,
                choice["start"],
                choice["agenda"],
                partner,
                location=choice["location"] or None,
                online=True,
                hold=True,
                **self._prepare_choice_vals(choice),
            )
        held._hand_answers_to(appointment)
        return appointment

    @api.model
    def _prepare_choice_vals(self, _choice):
        """Return what a choice says beyond the time and the place."""
        return {}

    def _retake(self, choice):
        """Hold another time for the file begun here; return the appointment that holds it."""
        self.ensure_one()
        appointment = self._hold_for_contact(self.service_id, choice, self.partner_id)
        self._hand_answers_to(appointment)
        return appointment

    def _confirm_by_contact(self):
        """Confirm the held time, or take it again when the hold was lost.

        :return: the confirmed appointment, another one when it was taken again
        :raises SlotTaken: someone else has the time now
        """
        self.ensure_one()
        if self.state in ("confirmed", "done"):
            return self
        if self.state == "held":
            self.action_confirm()
            return self
        again = self._retake(self._as_choice())
        again.action_confirm()
        return again

    def _as_choice(self):
        return {"start": self.told_start, "agenda": self.agenda_id, "location": self.location_id}

    def _is_at(self, service, choice):
        return (
            self.service_id == service
            and self.told_start == choice["start"]
            and self.agenda_id == choice["agenda"]
        )

    def _is_held_now(self):
        """Tell whether the time is still kept for the contact."""
        return bool(self) and self.state == "held" and self.hold_until > fields.Datetime.now()

    def _is_lost_hold(self):
        """Tell whether it was held once and is not any more: it may be taken again."""
        return not self._is_held_now() and bool(self.hold_until)

    def _hand_answers_to(self, other):
        """Give what was typed here to another appointment of the same service."""
        if not self or self == other or self.service_id != other.service_id:
            return
        answers = self.answer_ids.filtered(
            lambda answer: answer.question_id not in other.answer_ids.question_id
        )
        answers.write({"appointment_id": other.id})
        answers.attachment_id.write({"res_id": other.id})

    def _is_of_visitor(self, access_token=None):
        """Tell whether the current user is the contact, or holds the link sent to him.

        Staff reads and changes appointments in the back office, under their
        rights: these pages are for the contact alone.
        """
        self.ensure_one()
        if self._is_own() and self._is_in_view():
            return True
        token = self.access_token
        return bool(token and access_token) and consteq(token, access_token)
