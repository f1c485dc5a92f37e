from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

OCCUPYING = ("held", "confirmed", "done")
# What decides where an appointment stands.
PLACING = {"start", "stop", "service_id", "agenda_id", "technician_id", "lane", "forced"}


class RendezvousAppointment(models.Model):
    """One contact, one service, one time: what everything else serves.

    ``rendezvous_appointment_booking.py`` has the ways in, ``…_states.py`` the ways on.
    """

    _name = "rendezvous.appointment"
    _description = "Appointment"
    _inherit = [
        "portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "rendezvous.company.mixin",
    ]
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
        "rendezvous.agenda", required=True, index=True, ondelete="restrict", tracking=True
    )
    technician_id = fields.Many2one(
        "hr.employee", ondelete="restrict", index="btree_not_null", tracking=True
    )
    lane = fields.Integer(
        "Place",
        required=True,
        default=0,
        readonly=True,
        copy=False,
        help="Place at the counter, from 1; 0 for a technician.",
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, index=True, ondelete="restrict", tracking=True
    )
    location_id = fields.Many2one(
        "res.partner", index="btree_not_null", ondelete="restrict", tracking=True
    )
    company_id = fields.Many2one(related="agenda_id.company_id", string="Establishment", store=True)
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
        group_expand=True,
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
    note = fields.Text(
        "Notes",
        groups="rendezvous.group_user",
        help="What the interview was about. Never shown to the contact.",
    )
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
        "(partner_id) WHERE state = 'held' AND waitlist_offer_id IS NULL",
        "This contact already holds a time: confirm or release it first.",
    )
    _forced_idx = models.Index("(occupied_start) WHERE forced")
    _hold_idx = models.Index("(hold_until) WHERE state = 'held'")
    _agenda_start_idx = models.Index("(agenda_id, start)")
    _company_start_idx = models.Index("(company_id, start)")

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
        result = super()._compute_access_url()
        for appointment in self:
            appointment.access_url = f"/my/rendezvous/{appointment.id}"
        return result

    @api.constrains("attendance", "start")
    def _check_attendance(self):
        for appointment in self:
            if appointment.attendance != "unknown" and not appointment._has_begun():
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

    @api.model_create_multi
    def create(self, vals_list):
        appointments = super().create(vals_list)
        appointments._check_inside_slots()
        return appointments

    def write(self, vals):
        if "state" in vals:
            self._check_next_state(vals["state"])
        result = super().write(vals)
        if PLACING.intersection(vals):
            self._check_inside_slots()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        raise UserError(
            self.env._("Appointments are never deleted: cancel, and the history keeps a trace.")
        )

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

    def _is_on_free_lane(self):
        """Tell whether the core offers this start on this lane to staff."""
        lanes = self.env["rendezvous.availability"]._lanes_at(
            self.service_id, self.start, self.agenda_id, online=False, moving=self
        )
        mine = (self.technician_id.id, self.lane)
        return mine in {(lane["technician_id"], lane["lane"]) for lane in lanes}

    def _local_start(self):
        """Return the start as an aware datetime on the agenda's clock."""
        return self._local(self.start)

    def _local(self, instant):
        """Return an instant (naive UTC) as an aware datetime on the agenda's clock."""
        self.ensure_one()
        return fields.Datetime.context_timestamp(self.with_context(tz=self.sudo().tz), instant)
