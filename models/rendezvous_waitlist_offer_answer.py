from odoo import models

from ..exceptions import SlotTaken


class RendezvousWaitlistOffer(models.Model):
    """What the contact answers."""

    _inherit = "rendezvous.waitlist.offer"

    def _accept(self):
        """Book the offered time, or move the appointment to it; return the appointment.

        The place held gives way in the same transaction: nobody comes in between.

        :raises SlotTaken: the offer is over
        :raises UserError: the appointment may not be moved any more
        """
        self.ensure_one()
        self._check_open()
        earlier = self.entry_id.appointment_id
        if not earlier:
            self.appointment_id.action_confirm()
            return self.appointment_id
        held = self.appointment_id
        self._end("accepted")
        self.entry_id._booked_by(earlier)
        held._cancel("contact", self.env._("Given to the appointment that was to be earlier"))
        held.flush_recordset()
        return earlier._move_to_offered(held, self.entry_id.technician_id)

    def _refuse(self):
        """Leave the time to the next in line."""
        self.ensure_one()
        self._check_open()
        self._end("refused")
        self.entry_id._wake()

    def _check_open(self):
        if not self._is_open():
            raise SlotTaken(
                self.env._("This offer is over: the time went to the next person in line.")
            )

    def _needs_file(self):
        """Tell whether the file asks something first, as it does of the public."""
        self.ensure_one()
        return not self.entry_id.appointment_id and bool(self.appointment_id._save_file({}))

    def action_accept(self):
        """Accept for the contact, on the phone."""
        self.ensure_one()
        self.check_access("read")
        self.entry_id.check_access("write")
        # As superuser: offers are written by the system alone.
        appointment = self.sudo()._accept().with_env(self.env)
        return appointment._notification_action(self.env._("Booked: %s."))

    def action_refuse(self):
        """Refuse for the contact, on the phone: the next in line gets it."""
        for offer in self:
            offer.entry_id.check_access("write")
            offer.sudo()._refuse()
