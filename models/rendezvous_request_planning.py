from odoo import api, fields, models
from odoo.exceptions import UserError


class RendezvousRequest(models.Model):
    """From a request to an appointment, and back."""

    _inherit = "rendezvous.request"

    def action_plan(self):
        """Open the picker of free times for this request."""
        self.ensure_one()
        self._check_open()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("rendezvous.rendezvous_booking_action"),
            "name": self.env._("Plan"),
            "context": {
                "dialog_size": "large",
                "default_request_id": self.id,
                "default_partner_id": self.partner_id.id,
                "default_service_id": self.service_id.id,
                "default_note": self.note,
                "default_wanted": self._wanted(),
                "rendezvous_request_id": self.id,
            },
        }

    def action_plan_at(self, start, technician_id, forced=False):
        """Plan at ``start`` (naive UTC, as text) with one technician, and return the appointment's id.

        Public for the client; the rights and the openings are checked by ``_book``.

        :raises SlotTaken: the start is not free; carries the nearest free ones
        """
        self.ensure_one()
        technician = self.env["hr.employee"].browse(technician_id)
        appointment = self.env["rendezvous.appointment"].with_context(
            rendezvous_request_id=self.id
        )
        appointment = appointment._book(
            self.service_id,
            fields.Datetime.to_datetime(start),
            self._agenda_of(technician),
            self.partner_id,
            technician=technician,
            location=self.location_id or None,
            online=False,
            note=self.note,
            forced=forced,
        )
        return appointment.id

    def action_undo_plan(self):
        """Cancel the appointment made by mistake: the request is to plan again."""
        for request in self.filtered(lambda request: request.state == "planned"):
            request.appointment_id.action_cancel(self.env._("Planned by mistake"))

    def action_close(self, reason=False):
        """Close without appointment: no longer wanted, or done otherwise."""
        self._check_open()
        self.write({"state": "closed", "close_reason": reason})

    def action_open_close(self):
        """Ask the reason before closing."""
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "rendezvous.rendezvous_request_close_action"
            ),
            "context": {"default_request_ids": self.ids},
        }

    def action_reopen(self):
        closed = self.filtered(lambda request: request.state == "closed")
        closed.write({"state": "open", "close_reason": False})

    def action_view_appointment(self):
        self.ensure_one()
        return self.appointment_id.get_formview_action()

    def _wanted(self):
        """Return the moment at which the picker opens, from the first day asked for."""
        if not self.date_from or self.date_from <= fields.Date.context_today(self):
            return False
        return fields.Datetime.to_datetime(self.date_from)

    def _agenda_of(self, technician):
        """Return the agenda in which ``technician`` does the service, one on the road first."""
        agendas = self.service_id.agenda_ids.filtered(
            # As superuser: planners may not read the employees' files.
            lambda agenda: technician.id in agenda.sudo().technician_ids.ids
        )
        if not agendas:
            raise UserError(
                self.env._(
                    "%(technician)s does not do “%(service)s”: choose another technician, or add"
                    " the service to an agenda of theirs.",
                    technician=technician.sudo().name,
                    service=self.service_id.name,
                )
            )
        return agendas.sorted(lambda agenda: not agenda.by_sector)[:1]

    def _planned_by(self, appointment):
        """Note that ``appointment`` answers this request."""
        self.write({"state": "planned", "appointment_id": appointment.id})

    @api.model
    def _open_again(self, appointments):
        """Put back what cancelled appointments answered.

        As superuser: the appointment decides, whoever cancels it.
        """
        requests = self.sudo().search(
            [("appointment_id", "in", appointments.ids), ("state", "=", "planned")]
        )
        requests.write({"state": "open", "appointment_id": False})

    def _prepare_planning_vals(self):
        """Return what the list beside the planning shows of one request."""
        service = self.service_id.sudo()  # the parent's, whoever reads
        return {
            "id": self.id,
            "contact": self.partner_id.name or "",
            "phone": self.partner_phone or "",
            "town": self.location_id.city or "",
            "postcode": self.location_id.zip or "",
            "service": service.name,
            "service_id": service.id,
            "minutes": service.duration,
            "sectors": self.sector_id._prepare_planning_vals(),
            "date_from": fields.Date.to_string(self.date_from) or "",
            "date_until": fields.Date.to_string(self.date_until) or "",
            "note": self.note or "",
            "is_urgent": self.priority == "1",
            "is_late": self.is_late,
            "is_online": self.origin == "online",
        }
