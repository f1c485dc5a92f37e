from odoo import models


class RendezvousAppointment(models.Model):
    """What stays in calendars once nobody may know any more whose it was: service and time."""

    _inherit = "rendezvous.appointment"

    def _remove_traces(self):
        removed = super()._remove_traces()
        # Those of former technicians and of cancelled appointments too.
        events = self._own_records("calendar.event")
        services = {appointment.id: appointment.service_id for appointment in self}
        alike = events.grouped(lambda event: (event.user_id, services[event.res_id]))
        for (user, service), theirs in alike.items():
            user._calendar_events().browse(theirs.ids).write(
                {"name": service.name, "description": False, "location": False}
            )
        messages = self.env["mail.message"].search(
            [("model", "=", "calendar.event"), ("res_id", "in", events.ids)]
        )
        messages.unlink()
        return removed
