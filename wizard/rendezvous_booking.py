from odoo import api, fields, models
from odoo.exceptions import UserError

from ..exceptions import SlotTaken


class RendezvousBooking(models.TransientModel):
    """A new appointment, or the move of one, chosen among the free times of the core.

    Nothing of what is chosen here is trusted: ``_book`` and ``_move`` ask the
    core again. See ``rendezvous_booking_times.py`` for what the picker reads.
    """

    _name = "rendezvous.booking"
    _description = "Book an appointment"

    appointment_id = fields.Many2one(
        "rendezvous.appointment", "Moved appointment", readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one("res.partner", "Contact", ondelete="cascade")
    service_id = fields.Many2one("rendezvous.service", required=True, ondelete="cascade")
    agenda_id = fields.Many2one(
        "rendezvous.agenda", ondelete="cascade", help="Empty: any agenda that offers the service."
    )
    technician_id = fields.Many2one(
        "hr.employee", ondelete="cascade", help="Empty: whoever is free, the least busy first."
    )
    technician_choice_ids = fields.Many2many(
        "hr.employee", compute="_compute_choices", compute_sudo=True
    )
    location_id = fields.Many2one("res.partner", ondelete="cascade")
    location_choice_ids = fields.Many2many(
        "res.partner", compute="_compute_choices", compute_sudo=True
    )
    wanted = fields.Datetime("Wanted time", help="Where the picker opens.")
    start = fields.Datetime("Time")
    slot_agenda_id = fields.Many2one("rendezvous.agenda", "Chosen agenda", ondelete="cascade")
    slot_location_id = fields.Many2one("res.partner", "Chosen location", ondelete="cascade")
    outside = fields.Boolean(
        "Outside slots",
        help="Place it where nothing is open, or over another appointment. It is marked so.",
    )
    outside_start = fields.Datetime("Time outside slots")
    note = fields.Text("Notes", help="Never shown to the contact.")
    refusal = fields.Char(readonly=True)
    alternatives = fields.Json(readonly=True)

    @api.depends("service_id", "agenda_id")
    def _compute_choices(self):
        for booking in self:
            # The agendas this user may see; their technicians as superuser, since
            # the employees themselves are only for HR officers.
            seen = booking.sudo(False)
            agendas = (seen.agenda_id or seen.service_id.agenda_ids).sudo()
            booking.technician_choice_ids = agendas.technician_ids
            booking.location_choice_ids = agendas.location_ids | agendas.slot_ids.location_id

    @api.onchange("service_id", "agenda_id")
    def _onchange_agenda(self):
        if self.service_id and self.agenda_id not in self.service_id.agenda_ids:
            self.agenda_id = False
        if self.technician_id not in self.technician_choice_ids:
            self.technician_id = False
        if self.location_id not in self.location_choice_ids:
            self.location_id = False

    @api.onchange("service_id", "agenda_id", "technician_id", "location_id")
    def _onchange_forget_choice(self):
        """Another question, other times: what was chosen does not answer it any more."""
        self._forget_choice()

    @api.onchange("outside")
    def _onchange_outside(self):
        if self.outside and not self.outside_start:
            self.outside_start = self.start or self.wanted
            self.agenda_id = self.agenda_id or self.slot_agenda_id

    def action_book(self):
        """Book or move; a lost time comes back with what was typed and the nearest free ones."""
        self.ensure_one()
        self._check_complete()
        try:
            with self.env.cr.savepoint():
                appointment = self._place()
        except SlotTaken as taken:
            self._keep_for_another_try(taken)
            return self._reopen()
        return self._done_action(appointment)

    def _check_complete(self):
        missing = self._missing_names()
        if missing:
            labels = [self._fields[name]._description_string(self.env) for name in missing]
            raise UserError(
                self.env._("Something is missing, enter it: %(fields)s.", fields=", ".join(labels))
            )

    def _missing_names(self):
        missing = []
        if not self.appointment_id and not self.partner_id:
            missing.append("partner_id")
        if self.outside:
            missing += [name for name in ("agenda_id", "outside_start") if not self[name]]
        elif not (self.start and self.slot_agenda_id):
            missing.append("start")
        return missing

    def _place(self):
        where = self._prepare_place_vals()
        if self.appointment_id:
            return self.appointment_id._move(online=False, **where)
        self._save_contact()
        return self.env["rendezvous.appointment"]._book(
            self.service_id,
            partner=self.partner_id,
            online=False,
            note=self.note,
            **self._prepare_file_vals(),
            **where,
        )

    def _prepare_place_vals(self):
        """Return the arguments of ``_book`` and ``_move`` that say when and where."""
        if self.outside:
            return {
                "start": self.outside_start,
                "agenda": self.agenda_id,
                "technician": self.technician_id or None,
                "location": self.location_id or None,
                "forced": True,
            }
        return {
            "start": self.start,
            "agenda": self.slot_agenda_id,
            "technician": self.technician_id or None,
            "location": self.slot_location_id or None,
        }

    def _forget_choice(self):
        self.update(
            {
                "start": False,
                "slot_agenda_id": False,
                "slot_location_id": False,
                "refusal": False,
                "alternatives": False,
            }
        )

    def _keep_for_another_try(self, taken):
        lost = self.start
        self._forget_choice()
        self.write(
            {
                "wanted": taken.alternatives[0].start if taken.alternatives else lost,
                "refusal": str(taken),
                "alternatives": self._times(taken.alternatives),
            }
        )

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self._title(),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _title(self):
        return self.env._("Move") if self.appointment_id else self.env._("New appointment")

    def _done_action(self, appointment):
        message = self.env._("Moved to %s.") if self.appointment_id else self.env._("Booked: %s.")
        return appointment._notification_action(message)
