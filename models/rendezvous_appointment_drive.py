from odoo import api, fields, models


class RendezvousAppointment(models.Model):
    """The drive to an appointment on the road, from the stop before it."""

    _inherit = "rendezvous.appointment"

    drive_km = fields.Float(
        "Drive (km)", compute="_compute_drive", digits=(8, 1), groups="rendezvous.group_user"
    )
    drive_minutes = fields.Integer(
        "Drive (minutes)", compute="_compute_drive", groups="rendezvous.group_user"
    )
    sector_color = fields.Integer(related="sector_id.color", groups="rendezvous.group_user")
    town = fields.Char(related="location_id.city", groups="rendezvous.group_user")

    @api.depends("tour_id", "start", "location_id")
    def _compute_drive(self):
        legs = {leg["appointment_id"]: leg for leg in self.tour_id._legs()}
        for appointment in self:
            leg = legs.get(appointment.id, {})
            appointment.drive_km = leg.get("km", 0)
            appointment.drive_minutes = leg.get("minutes", 0)
