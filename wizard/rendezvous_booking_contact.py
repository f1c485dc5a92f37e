from odoo import api, fields, models

from ..models.rendezvous_contact_field import CONTACT_FIELDS, OF_APPOINTMENT

OF_CONTACT = [name for name, _label in CONTACT_FIELDS if name not in OF_APPOINTMENT]


class RendezvousBooking(models.TransientModel):
    """What the chosen agenda asks of the contact, filled in while booking."""

    _inherit = "rendezvous.booking"

    asked = fields.Char(compute="_compute_asked", help="Names of the fields, between commas.")
    mandatory = fields.Char(compute="_compute_asked", help="Those that cannot stay empty.")
    email = fields.Char(compute="_compute_contact", store=True, readonly=False)
    phone = fields.Char(compute="_compute_contact", store=True, readonly=False)
    birthdate_date = fields.Date(
        "Birth date", compute="_compute_contact", store=True, readonly=False
    )
    street = fields.Char("Address", compute="_compute_contact", store=True, readonly=False)
    zip = fields.Char("Postcode", compute="_compute_contact", store=True, readonly=False)
    city = fields.Char(compute="_compute_contact", store=True, readonly=False)
    reason = fields.Char()
    contact_note = fields.Text("Note of the contact")
    is_unreachable = fields.Boolean(compute="_compute_is_unreachable")

    @api.depends("agenda_id", "slot_agenda_id", "appointment_id")
    def _compute_asked(self):
        for booking in self:
            # A move asks nothing again.
            agenda = booking.slot_agenda_id or booking.agenda_id
            asked = agenda.contact_field_ids if not booking.appointment_id else []
            booking.asked = f",{','.join(line.field for line in asked)},"
            needed = [line.field for line in asked if line.required]
            booking.mandatory = f",{','.join(needed)},"

    @api.depends("partner_id")
    def _compute_contact(self):
        for booking in self:
            for name in OF_CONTACT:
                booking[name] = booking.partner_id[name]

    @api.depends("partner_id", "email", "phone")
    def _compute_is_unreachable(self):
        for booking in self:
            known = booking.email or booking.phone
            booking.is_unreachable = bool(booking.partner_id) and not known

    def _missing_names(self):
        needed = self._names(self.mandatory)
        return [*super()._missing_names(), *(name for name in needed if not self[name])]

    def _save_contact(self):
        """Write what was completed here into the contact's file."""
        asked = self._names(self.asked)
        vals = {
            name: self[name]
            for name in OF_CONTACT
            if name in asked and self[name] and self[name] != self.partner_id[name]
        }
        if vals:
            self.partner_id.write(vals)

    def _prepare_file_vals(self):
        asked = self._names(self.asked)
        return {name: self[name] for name in OF_APPOINTMENT if name in asked}

    @api.model
    def _names(self, text):
        return [name for name in (text or "").split(",") if name]
