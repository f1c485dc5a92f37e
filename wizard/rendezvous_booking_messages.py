from odoo import api, fields, models


class RendezvousBooking(models.TransientModel):
    """By which channels the contact is told: as the agenda asks, less what staff unticks."""

    _inherit = "rendezvous.booking"

    notify_email = fields.Boolean("By email", default=True)
    notify_sms = fields.Boolean("By SMS", default=True)
    asks_email = fields.Boolean(compute="_compute_asks")
    asks_sms = fields.Boolean(compute="_compute_asks")
    no_email_reason = fields.Char(compute="_compute_reach")
    no_sms_reason = fields.Char(compute="_compute_reach")

    @api.depends("agenda_id", "slot_agenda_id", "service_id", "appointment_id")
    def _compute_asks(self):
        for booking in self:
            agenda = booking.slot_agenda_id or booking.agenda_id
            # Any agenda: what the first one asks, until a time is chosen.
            agenda = agenda or booking.service_id.agenda_ids[:1]
            event = "moved" if booking.appointment_id else "created"
            rules = self.env["rendezvous.message.rule"]._by_agenda(agenda, event)
            channels = rules[agenda]._channels() if agenda else ()
            booking.asks_email = "email" in channels
            booking.asks_sms = "sms" in channels

    @api.depends("partner_id", "email", "phone")
    def _compute_reach(self):
        for booking in self:
            typed = {name: booking[name] for name in ("email", "phone") if booking[name]}
            contact = self.env["res.partner"].new(typed, origin=booking.partner_id._origin)
            known = bool(booking.partner_id)
            booking.no_email_reason = known and contact._no_email_reason()
            booking.no_sms_reason = known and contact._no_sms_reason()

    def _prepare_place_vals(self):
        skipped = {name for name in ("email", "sms") if not self[f"notify_{name}"]}
        return {**super()._prepare_place_vals(), "skipped": skipped}
