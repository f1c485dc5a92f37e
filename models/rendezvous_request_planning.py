from odoo import api, fields, models
from odoo.exceptions import UserError


class RendezvousRequest(models.Model):
    """From a request to an appointment, and back."""

    _inherit = "rendezvous.request"

    def action_plan(self):
        """Open “Find a slot” for this request; off the road, the picker of free times."""
        self.ensure_one()
        self._check_open()
        on_road = any(self.service_id.agenda_ids.mapped("by_sector"))
        screen, context = self._finding() if on_road else self._picking()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(f"rendezvous.{screen}"),
            "name": self.env._("Plan"),
            "context": {
                "default_request_id": self.id,
                "default_partner_id": self.partner_id.id,
                "default_service_id": self.service_id.id,
                "default_equipment_id": self.equipment_id.id,
                "default_note": self.note,
                "rendezvous_request_id": self.id,
                **context,
            },
        }

    def _finding(self):
        today = fields.Date.context_today(self)
        return "rendezvous_find_slot_action", {
            "dialog_size": "extra-large",
            "default_location_id": self.location_id.id,
            "default_date_from": max(self.date_from or today, today),
        }

    def _picking(self):
        later = self.date_from and self.date_from > fields.Date.context_today(self)
        wanted = fields.Datetime.to_datetime(self.date_from) if later else False
        return "rendezvous_booking_action", {"dialog_size": "large", "default_wanted": wanted}

    def action_plan_at(self, start, technician_id, forced=False):
        """Plan at ``start`` (naive UTC, as text) with a technician; return the appointment's id.

        Public for the client; the rights and the openings are checked by ``_book``.

        :raises SlotTaken: the start is not free; carries the nearest free ones
        """
        self.ensure_one()
        technician = self.env["hr.employee"].browse(technician_id)
        Appointment = self.env["rendezvous.appointment"]
        appointment = Appointment.with_context(rendezvous_request_id=self.id)._book(
            self.service_id,
            fields.Datetime.to_datetime(start),
            self._agenda_of(technician),
            self.partner_id,
            technician=technician,
            location=self.location_id or None,
            online=False,
            note=self.note,
            equipment_id=self.equipment_id.id,
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
        """Note that ``appointment`` answers this request, and what it is about."""
        equipment = self.equipment_id
        if equipment and not appointment.equipment_id:
            appointment.equipment_id = equipment
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
