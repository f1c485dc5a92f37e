from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.base.models.res_partner import _tz_get


class RendezvousAgenda(models.Model):
    """What can be booked in one establishment: a counter or technicians."""

    _name = "rendezvous.agenda"
    _description = "Agenda"
    # hr.mixin: planners choose technicians without reading the employees' files.
    _inherit = [
        "hr.mixin",
        "mail.thread",
        "rendezvous.archive.mixin",
        "rendezvous.company.mixin",
        "rendezvous.waking.mixin",
    ]
    _order = "sequence, name, id"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer(default=lambda self: self._default_color())
    company_id = fields.Many2one(
        "res.company",
        string="Establishment",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    is_published = fields.Boolean(
        "Online", default=True, tracking=True, help="Its free times are shown to the public."
    )
    tz = fields.Selection(
        _tz_get,
        string="Time zone",
        required=True,
        default=lambda self: self._default_tz(),
        help="Opening hours are read on this clock.",
    )
    location_ids = fields.Many2many(
        "res.partner",
        "rendezvous_agenda_location_rel",
        "agenda_id",
        "partner_id",
        string="Locations",
        help="Where one comes. An opening without location is at the first one.",
    )
    service_ids = fields.Many2many(
        "rendezvous.service",
        "rendezvous_agenda_service_rel",
        "agenda_id",
        "service_id",
        string="Services",
        check_company=True,
    )
    slot_ids = fields.One2many("rendezvous.slot", "agenda_id", string="Openings", copy=True)
    technician_ids = fields.Many2many(
        "hr.employee",
        "rendezvous_agenda_technician_rel",
        "agenda_id",
        "employee_id",
        string="Technicians",
        help="Each holds one appointment at a time. Leave empty for a counter.",
    )
    capacity = fields.Integer(
        default=1, help="Appointments at the same time, at a counter without technicians."
    )
    booking_mode = fields.Selection(
        [("exact", "An exact time"), ("window", "A half-day")],
        required=True,
        default="exact",
        help="Half-days are the openings of the agenda: the contact chooses one, and the"
        " appointment gets the earliest exact time that fits inside it.",
    )
    by_sector = fields.Boolean(
        "On the road",
        compute="_compute_by_sector",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        help="Technicians go to the contact's address: online, a day is open to the sectors"
        " of its tour, and closed without sector.",
    )
    grid = fields.Selection(
        [
            ("aligned", "Aligned on the opening"),
            ("packed", "Right after the previous appointment"),
        ],
        required=True,
        default="aligned",
        help="Where the proposed starts count from.",
    )
    assignment = fields.Selection(
        [
            ("least_busy", "The least busy that day"),
            ("smallest_detour", "The smallest detour"),
        ],
        string="Assigned technician",
        required=True,
        default="least_busy",
        help="Who gets the appointment when several technicians are free.",
    )
    days_shown = fields.Integer(
        default=5, help="Days shown at once in the agenda's own calendar, 1 to 7."
    )
    contact_field_ids = fields.One2many(
        "rendezvous.contact.field",
        "agenda_id",
        string="Asked of the contact",
        copy=True,
        help="Fields of the contact shown when an appointment is made, by staff and online.",
    )
    appointment_ids = fields.One2many("rendezvous.appointment", "agenda_id")
    closure_ids = fields.One2many("rendezvous.closure", "agenda_id", string="Closures")

    _capacity_not_negative = models.Constraint(
        "CHECK (capacity >= 0)", "The capacity cannot be negative."
    )
    _days_shown_range = models.Constraint(
        "CHECK (days_shown BETWEEN 1 AND 7)", "An agenda shows 1 to 7 days."
    )

    def _default_tz(self):
        return self.env.company.resource_calendar_id.tz or self.env.user.tz or "UTC"

    def _default_color(self):
        return self.search_count([]) % 11 + 1

    @api.depends("booking_mode")
    def _compute_by_sector(self):
        for agenda in self:
            agenda.by_sector = agenda.by_sector or agenda.booking_mode == "window"

    @api.constrains("company_id")
    def _check_company_has_no_branch(self):
        for agenda in self.sudo():
            if agenda.company_id.child_ids:
                raise ValidationError(
                    self.env._(
                        "%(company)s has establishments, it holds no agenda of its own:"
                        " create “%(agenda)s” in one of them.",
                        company=agenda.company_id.name,
                        agenda=agenda.name,
                    )
                )

    @api.constrains("is_published", "capacity", "technician_ids")
    def _check_can_hold_appointments(self):
        for agenda in self:
            if agenda.is_published and not agenda.technician_ids and agenda.capacity < 1:
                raise ValidationError(
                    self.env._(
                        "“%(agenda)s” cannot be put online: give it at least one technician,"
                        " or a capacity of one or more.",
                        agenda=agenda.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_tz_known(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_tz_known(vals)
        return super().write(vals)

    def action_view_calendar(self):
        """Open the agenda's own calendar, as many days as it shows."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "rendezvous.rendezvous_appointment_action"
        )
        return {
            **action,
            "display_name": self.name,
            "domain": [("agenda_id", "=", self.id)],
            "context": {
                "default_agenda_id": self.id,
                "rendezvous_days_shown": self.days_shown,
                "search_default_kept": 1,
            },
        }

    def _check_tz_known(self, vals):
        # The selection field would refuse it too, in words for programmers.
        if vals.get("tz") and vals["tz"] not in dict(_tz_get(self)):
            raise ValidationError(
                self.env._(
                    "“%(tz)s” is not a known time zone: choose one of the list, such as"
                    " Europe/Paris.",
                    tz=vals["tz"],
                )
            )

    def _local(self, instant):
        """Return a naive UTC instant as an aware datetime on the agenda's clock."""
        self.ensure_one()
        return fields.Datetime.context_timestamp(self.with_context(tz=self.tz), instant)
