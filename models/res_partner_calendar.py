from odoo import fields, models

# What the event of an appointment tells of a contact or of a place.
TOLD = {"city", "firstname", "lastname", "name", "phone", "street", "street2", "zip"}


class ResPartner(models.Model):
    """A new telephone or address reaches the technician's calendar."""

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if TOLD.intersection(vals):
            self._tell_calendars()
        return result

    def _tell_calendars(self):
        # As superuser: contacts are shared, the appointments of siblings are not.
        appointments = self.env["rendezvous.appointment"].sudo()
        coming = appointments.search(
            [
                ("calendar_event_id", "!=", False),
                ("state", "=", "confirmed"),
                ("stop", ">", fields.Datetime.now()),
                "|",
                ("partner_id", "in", self.ids),
                ("location_id", "in", self.ids),
            ]
        )
        appointments._note_for_calendar({id_: {"text"} for id_ in coming.ids})
