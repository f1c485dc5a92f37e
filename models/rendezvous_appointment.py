from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

OCCUPYING = ("held", "confirmed", "done")


class RendezvousAppointment(models.Model):
    """One contact, one service, one time: what everything else serves.

    See ``rendezvous_appointment_booking.py`` for the ways in.
    """

    _name = "rendezvous.appointment"
    _description = "Appointment"
    _inherit = ["portal.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "start desc, id desc"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of
    _mail_post_access = "read"

    service_id = fields.Many2one(
        "rendezvous.service",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    agenda_id = fields.Many2one(
        "rendezvous.agenda", required=True, ondelete="restrict", tracking=True
    )
    technician_id = fields.Many2one(
        "hr.employee", ondelete="restrict", index="btree_not_null", tracking=True
    )
    lane = fields.Integer(
        "Place", readonly=True, copy=False, help="Place at the counter, from 1; 0 for a technician."
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, ondelete="restrict", tracking=True
    )
    location_id = fields.Many2one(
        "res.partner", "Location", index="btree_not_null", ondelete="restrict", tracking=True
    )
    company_id = fields.Many2one(
        related="agenda_id.company_id", string="Establishment", store=True
    )
    start = fields.Datetime(required=True, tracking=True)
    stop = fields.Datetime(
        required=True, compute="_compute_stop", store=True, readonly=False, precompute=True
    )
    buffer_before = fields.Integer(
        compute="_compute_buffers", store=True, readonly=False, precompute=True
    )
    buffer_after = fields.Integer(
        compute="_compute_buffers", store=True, readonly=False, precompute=True
    )
    occupied_start = fields.Datetime(
        required=True, compute="_compute_occupied", store=True, precompute=True
    )
    occupied_stop = fields.Datetime(
        required=True, compute="_compute_occupied", store=True, precompute=True
    )
    state = fields.Selection(
        [
            ("held", "Held"),
            ("confirmed", "Confirmed"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="confirmed",
        readonly=True,
        copy=False,
        tracking=True,
    )
    attendance = fields.Selection(
        [
            ("unknown", "Not recorded"),
            ("attended", "Attended"),
            ("excused", "Excused"),
            ("no_show", "No show"),
        ],
        required=True,
        default="unknown",
        copy=False,
        tracking=True,
    )
    cancelled_by = fields.Selection(
        [("contact", "Contact"), ("staff", "Staff")], readonly=True, copy=False, tracking=True
    )
    cancel_reason = fields.Char(readonly=True, copy=False, tracking=True)
    hold_until = fields.Datetime(readonly=True, copy=False)
    forced = fields.Boolean(
        "Outside slots",
        readonly=True,
        copy=False,
        tracking=True,
        help="Placed outside the openings or over another appointment, on purpose.",
    )
    is_online = fields.Boolean("Booked online", readonly=True, copy=False)
    note = fields.Text("Notes", help="What the interview was about. Never shown to the contact.")
    answer_ids = fields.One2many("rendezvous.answer", "appointment_id", string="Answers")
    tz = fields.Selection(related="agenda_id.tz", string="Time zone")
    color = fields.Integer(related="agenda_id.color")
    partner_phone = fields.Char(related="partner_id.phone", string="Phone")
    partner_email = fields.Char(related="partner_id.email", string="Email")
    is_past = fields.Boolean(compute="_compute_is_past")

    _start_before_stop = models.Constraint(
        "CHECK (start < stop)", "An appointment ends after it starts."
    )
    _on_a_lane = models.Constraint(
        "CHECK ((technician_id IS NULL) = (lane > 0))",
        "An appointment is with a technician, or at a numbered place of a counter.",
    )
    _technician_free = models.Constraint(
        "EXCLUDE USING gist (technician_id WITH =,"
        " tsrange(occupied_start, occupied_stop) WITH &&)"
        " WHERE (state IN ('held', 'confirmed', 'done') AND forced IS NOT TRUE)",
        "This technician already has an appointment at that time: choose another time.",
    )
    _place_free = models.Constraint(
        "EXCLUDE USING gist (agenda_id WITH =, lane WITH =,"
        " tsrange(occupied_start, occupied_stop) WITH &&)"
        " WHERE (technician_id IS NULL"
        " AND state IN ('held', 'confirmed', 'done') AND forced IS NOT TRUE)",
        "This place is already taken at that time: choose another time.",
    )
    _one_hold = models.UniqueIndex(
        "(partner_id) WHERE state = 'held'",
        "This contact already holds a time: confirm or release it first.",
    )
    _forced_idx = models.Index("(occupied_start) WHERE forced")
    _hold_idx = models.Index("(hold_until) WHERE state = 'held'")
    _agenda_start_idx = models.Index("(agenda_id, start)")
    _company_start_idx = models.Index("(company_id, start)")
    _partner_start_idx = models.Index("(partner_id, start)")

    @api.depends("start", "service_id")
    def _compute_stop(self):
        for appointment in self:
            if appointment.start and appointment.service_id and not appointment._origin.stop:
                minutes = appointment.service_id.duration
                appointment.stop = appointment.start + timedelta(minutes=minutes)

    @api.depends("service_id")
    def _compute_buffers(self):
        for appointment in self:
            appointment.buffer_before = appointment.service_id.buffer_before
            appointment.buffer_after = appointment.service_id.buffer_after

    @api.depends("start", "stop", "buffer_before", "buffer_after")
    def _compute_occupied(self):
        for appointment in self:
            start, stop = appointment.start, appointment.stop
            before = timedelta(minutes=appointment.buffer_before)
            after = timedelta(minutes=appointment.buffer_after)
            appointment.occupied_start = start and start - before
            appointment.occupied_stop = stop and stop + after

    @api.depends("start")
    def _compute_is_past(self):
        now = fields.Datetime.now()
        for appointment in self:
            appointment.is_past = bool(appointment.start) and appointment.start <= now

    @api.depends("service_id", "partner_id")
    def _compute_display_name(self):
        for appointment in self:
            service, partner = appointment.service_id.sudo(), appointment.partner_id
            appointment.display_name = f"{partner.name or ''} · {service.name or ''}"

    def _compute_access_url(self):
        super()._compute_access_url()
        for appointment in self:
            appointment.access_url = f"/my/rendezvous/{appointment.id}"

    @api.constrains("attendance", "start")
    def _check_attendance(self):
        for appointment in self:
            if appointment.attendance != "unknown" and not appointment.is_past:
                raise ValidationError(
                    self.env._(
                        "The attendance of %(appointment)s can be recorded once it has started.",
                        appointment=appointment.display_name,
                    )
                )

    @api.constrains("service_id", "agenda_id", "technician_id")
    def _check_offered(self):
        for appointment in self.sudo():
            agenda, technician = appointment.agenda_id, appointment.technician_id
            if technician and technician not in agenda.technician_ids:
                raise ValidationError(
                    self.env._(
                        "%(technician)s does not work in “%(agenda)s”.",
                        technician=technician.name,
                        agenda=agenda.name,
                    )
                )

    @api.constrains("start", "stop", "agenda_id", "technician_id", "lane", "forced", "service_id")
    def _check_inside_slots(self):
        """Keep what is typed or imported by staff inside the openings.

        The booking methods have asked the core already and write as superuser.
        """
        if self.env.su:
            return
        for appointment in self.filtered(lambda a: a.state in OCCUPYING):
            if appointment.forced:
                self._check_forced_allowed()
            elif not appointment._is_on_free_lane():
                raise UserError(
                    self.env._(
                        "%(appointment)s would be outside the openings of “%(agenda)s”: choose a"
                        " proposed time, or ask someone who may book outside slots.",
                        appointment=appointment.display_name,
                        agenda=appointment.agenda_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        raise UserError(
            self.env._("Appointments are never deleted: cancel, and the history keeps a trace.")
        )

    def action_confirm(self):
        """Confirm held appointments; the contact is told."""
        for appointment in self:
            if appointment.state != "held":
                raise UserError(
                    self.env._(
                        "%(appointment)s is not held any more: choose a time again.",
                        appointment=appointment.display_name,
                    )
                )
        self.write({"state": "confirmed", "hold_until": False})
        self._notify_contact("confirmed")

    def action_cancel(self, reason=False):
        """Cancel in the name of staff; the contact is told."""
        self._cancel("staff", reason)

    def action_done(self):
        for appointment in self:
            if appointment.state != "confirmed" or not appointment.is_past:
                raise UserError(
                    self.env._(
                        "%(appointment)s cannot be closed: only a confirmed appointment whose"
                        " start has passed can.",
                        appointment=appointment.display_name,
                    )
                )
        self.write({"state": "done"})

    def action_attended(self):
        self._set_attendance("attended")

    def action_excused(self):
        self._set_attendance("excused")

    def action_no_show(self):
        self._set_attendance("no_show")

    def _set_attendance(self, attendance):
        """Record who came, and close what was still open."""
        for appointment in self:
            if appointment.state not in ("confirmed", "done"):
                raise UserError(
                    self.env._(
                        "%(appointment)s is not confirmed: there is no attendance to record.",
                        appointment=appointment.display_name,
                    )
                )
        self.write({"attendance": attendance})
        self.filtered(lambda a: a.state == "confirmed").action_done()

    def _cancel(self, cancelled_by, reason=False):
        """Cancel held and confirmed appointments, in one direction only."""
        for appointment in self:
            if appointment.state not in ("held", "confirmed"):
                raise UserError(
                    self.env._(
                        "%(appointment)s cannot be cancelled: it is %(state)s.",
                        appointment=appointment.display_name,
                        state=appointment._state_label().lower(),
                    )
                )
        confirmed = self.filtered(lambda a: a.state == "confirmed")
        self.write({"state": "cancelled", "cancelled_by": cancelled_by, "cancel_reason": reason})
        confirmed._notify_contact("cancelled")

    def _cancel_by_contact(self, reason=False):
        """Cancel for the contact, within the limit of the service.

        Source: 004_…, cancelling is possible until exactly 4 h before.
        """
        self.ensure_one()
        if not self._contact_may_cancel():
            raise UserError(self._limit_message())
        self._cancel("contact", reason)

    def _contact_may_cancel(self):
        service = self.service_id.sudo()
        return service.is_cancel_allowed and self._is_before_limit(service.cancel_limit)

    def _contact_may_move(self):
        service = self.service_id.sudo()
        return service.is_move_allowed and self._is_before_limit(service.move_limit)

    def _is_before_limit(self, hours):
        self.ensure_one()
        deadline = self.start - timedelta(hours=hours)
        return self.state == "confirmed" and fields.Datetime.now() <= deadline

    def _limit_message(self):
        company = self.sudo().company_id
        return self.env._(
            "It is too late to change this appointment online. Please call %(company)s"
            " (%(phone)s): your appointment is kept until then.",
            company=company.name,
            phone=company.phone or company.email or "–",
        )

    def _is_on_free_lane(self):
        """Tell whether the core offers this start on this lane to staff."""
        lanes = self.env["rendezvous.availability"]._lanes_at(
            self.service_id, self.start, self.agenda_id, online=False, moving=self
        )
        mine = (self.technician_id.id, self.lane)
        return mine in {(lane["technician_id"], lane["lane"]) for lane in lanes}

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _local_start(self):
        """Return the start as an aware datetime on the agenda's clock."""
        self.ensure_one()
        return fields.Datetime.context_timestamp(self.with_context(tz=self.sudo().tz), self.start)
