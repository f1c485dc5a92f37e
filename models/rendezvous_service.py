from datetime import timedelta

from odoo import api, fields, models


class RendezvousService(models.Model):
    """What one makes an appointment for. Belongs to the parent company."""

    _name = "rendezvous.service"
    _description = "Service"
    _inherit = [
        "mail.thread",
        "website.published.mixin",
        "rendezvous.archive.mixin",
        "rendezvous.company.mixin",
        "rendezvous.organisation.mixin",
        "rendezvous.waking.mixin",
    ]
    _order = "sequence, name, id"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        help="The parent company: its establishments offer the service without copying it.",
    )
    description = fields.Text(translate=True, help="Shown in the online catalogue.")
    duration = fields.Integer("Duration (minutes)", required=True, default=30, tracking=True)
    buffer_before = fields.Integer(
        "Buffer before (minutes)", help="Time kept free before each appointment."
    )
    buffer_after = fields.Integer(
        "Buffer after (minutes)", help="Time kept free after each appointment."
    )
    step = fields.Integer(
        "Step (minutes)", help="Minutes between two proposed starts; 0 means the duration."
    )
    lead_min = fields.Integer(
        "Minimum lead (hours)", help="Online, an appointment is taken at least so many hours ahead."
    )
    lead_max = fields.Integer(
        "Maximum lead (days)",
        default=60,
        help="Online, an appointment is taken at most so many days ahead.",
    )
    audience = fields.Selection(
        [
            ("public", "Everyone"),
            ("registered", "Contacts with an account"),
            ("staff", "Staff only"),
        ],
        required=True,
        default="public",
        help="Who sees and books the service online.",
    )
    is_cancel_allowed = fields.Boolean("The contact may cancel", default=True)
    cancel_limit = fields.Integer(
        "Cancel limit (hours)",
        default=4,
        help="The contact may cancel until exactly so many hours before the start.",
    )
    is_move_allowed = fields.Boolean("The contact may move", default=True)
    move_limit = fields.Integer(
        "Move limit (hours)",
        default=4,
        help="The contact may move the appointment until exactly so many hours before the start.",
    )
    instructions_before = fields.Text(
        translate=True, help="What to bring or prepare: shown online before and after booking."
    )
    instructions_after = fields.Text(
        translate=True, help="What happens next: shown once the appointment is confirmed."
    )
    is_published = fields.Boolean(tracking=True)
    agenda_ids = fields.Many2many(
        "rendezvous.agenda",
        "rendezvous_agenda_service_rel",
        "service_id",
        "agenda_id",
        string="Agendas",
    )
    question_ids = fields.One2many(
        "rendezvous.question", "service_id", string="Questions", copy=True
    )
    appointment_ids = fields.One2many("rendezvous.appointment", "service_id")
    appointment_count = fields.Integer(compute="_compute_appointment_count")

    _duration_positive = models.Constraint(
        "CHECK (duration > 0)", "A service lasts at least one minute: enter its duration."
    )
    _minutes_not_negative = models.Constraint(
        "CHECK (buffer_before >= 0 AND buffer_after >= 0 AND step >= 0)",
        "Buffers and step cannot be negative: enter 0 for none.",
    )
    _limits_not_negative = models.Constraint(
        "CHECK (lead_min >= 0 AND cancel_limit >= 0 AND move_limit >= 0)",
        "Leads and limits cannot be negative: enter 0 for none.",
    )
    _lead_order = models.Constraint(
        "CHECK (lead_max * 24 >= lead_min)",
        "The maximum lead (in days) is shorter than the minimum lead (in hours): "
        "raise the first or lower the second.",
    )

    def _compute_appointment_count(self):
        counts = dict(
            self.env["rendezvous.appointment"]._read_group(
                [("service_id", "in", self.ids)], ["service_id"], ["__count"]
            )
        )
        for service in self:
            service.appointment_count = counts.get(service._origin, 0)

    def _compute_website_url(self):
        result = super()._compute_website_url()
        slug = self.env["ir.http"]._slug
        for service in self.filtered("id"):
            service.website_url = f"/rendezvous/service/{slug(service)}"
        return result

    @api.constrains("duration", "is_published")
    def _check_fits_openings(self):
        self.sudo().agenda_ids._check_services_fit()

    def action_view_appointments(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "rendezvous.rendezvous_appointment_action"
        )
        return {**action, "domain": [("service_id", "in", self.ids)], "context": {}}

    def _step_minutes(self):
        self.ensure_one()
        return self.step or self.duration

    def _stop_of(self, start):
        """Return when an appointment that begins at ``start`` ends."""
        return start + timedelta(minutes=self.sudo().duration)

    def _is_visible_online(self, user):
        """Tell whether ``user`` may see the service on the website."""
        self.ensure_one()
        if not self.active or not self.is_published or self.audience == "staff":
            return False
        return self.audience == "public" or not user._is_public()

    def _available_slots(
        self,
        start,
        stop,
        agendas=None,
        technician=None,
        sector=None,
        location=None,
        online=True,
        limit=None,
    ):
        """Return the bookable starts of this service in ``[start, stop)``.

        ``start`` and ``stop`` are naive UTC datetimes. ``agendas``,
        ``technician`` (an employee) and ``location`` narrow the search;
        agendas that do not offer the service are left out. ``sector`` is for
        agendas on the road: online, the days whose tour goes there, any
        sector when none is given; elsewhere it narrows nothing.
        ``online`` applies what binds the public: publication, audience, lead
        times, horizon, open months and days, days without appointment, tours.
        An agenda by half-days then answers with these, else with exact starts.

        :return: at most ``limit`` :class:`~odoo.addons.rendezvous.availability.Slot`,
            sorted by start
        """
        self.ensure_one()
        slots = self.env["rendezvous.availability"]._slots(
            self,
            start,
            stop,
            agendas=agendas,
            technician=technician,
            location=location,
            sector=sector,
            online=online,
        )
        return slots[:limit] if limit else slots

    def _first_available(self, agendas=None, after=None, sector=None, online=True):
        """Return ``{agenda_id: Slot}``, the first start of each agenda.

        ``after`` is a naive UTC datetime, now by default. Agendas without a
        free start within their horizon (a year for staff) are missing.
        """
        self.ensure_one()
        return self.env["rendezvous.availability"]._first_slots(
            self,
            after or fields.Datetime.now(),
            agendas=agendas,
            online=online,
            sector=sector,
        )
