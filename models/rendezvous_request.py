from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class RendezvousRequest(models.Model):
    """An intervention to plan: asked for, without a time yet.

    A contact whom nobody visits leaves one online, staff enter the others.
    It waits until an appointment is made of it, and waits again when that
    appointment is cancelled.
    """

    _name = "rendezvous.request"
    _description = "Intervention to plan"
    _inherit = ["mail.thread", "mail.activity.mixin", "rendezvous.company.mixin"]
    _order = "priority desc, date_until, id"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of
    _mail_post_access = "read"

    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, index=True, ondelete="restrict", tracking=True
    )
    service_id = fields.Many2one(
        "rendezvous.service",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    location_id = fields.Many2one(
        "res.partner",
        "Address",
        compute="_compute_location_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Where the technician goes; the contact's own address by default.",
    )
    sector_id = fields.Many2one(
        "rendezvous.sector",
        compute="_compute_sector_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        groups="rendezvous.group_user",
    )
    company_id = fields.Many2one(
        "res.company",
        "Organisation",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="The organisation, where each of its establishments may take it; or one of them.",
    )
    date_from = fields.Date("Not before", tracking=True)
    date_until = fields.Date("Not after", tracking=True)
    note = fields.Text("Wishes", help="In the contact's words: the contact sees them too.")
    origin = fields.Selection(
        [("online", "Left online"), ("staff", "Entered by staff")],
        required=True,
        default="staff",
        readonly=True,
        copy=False,
    )
    priority = fields.Selection([("0", "Normal"), ("1", "Urgent")], default="0", tracking=True)
    state = fields.Selection(
        [("open", "To plan"), ("planned", "Scheduled"), ("closed", "Closed")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    appointment_id = fields.Many2one(
        "rendezvous.appointment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
    )
    close_reason = fields.Char("Reason", readonly=True, copy=False, tracking=True)
    is_late = fields.Boolean(
        "Overdue", compute="_compute_is_late", help="To plan, and its last day is over."
    )
    partner_phone = fields.Char(related="partner_id.phone", string="Phone")
    color = fields.Integer(related="sector_id.color", groups="rendezvous.group_user")

    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_until)",
        "The last day comes before the first one: change one of them.",
    )
    _open_idx = models.Index("(company_id) WHERE state = 'open'")

    @api.depends("partner_id")
    def _compute_location_id(self):
        for request in self:
            # Another address of the same contact, or of the file it was merged into, stays.
            family = request.location_id.commercial_partner_id
            if not family or family != request.partner_id.commercial_partner_id:
                request.location_id = request.partner_id

    @api.depends("company_id", "location_id", "partner_id")
    def _compute_sector_id(self):
        for request in self:
            address = request.location_id or request.partner_id
            request.sector_id = address._sector_in(request.company_id)

    @api.depends("state", "date_until")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for request in self:
            over = bool(request.date_until) and request.date_until < today
            request.is_late = over and request.state == "open"

    @api.depends("partner_id", "service_id")
    def _compute_display_name(self):
        for request in self:
            # As superuser: contacts do not read the services.
            service = request.service_id.sudo()
            request.display_name = f"{request.partner_id.name or ''} · {service.name or ''}"

    @api.constrains("sector_id", "company_id")
    def _check_sector_of_organisation(self):
        for request in self.sudo():
            sector = request.sector_id
            if sector and sector.company_id != request.company_id.root_id:
                raise ValidationError(
                    self.env._(
                        "%(sector)s belongs to another organisation than %(request)s: choose one"
                        " of its own sectors.",
                        sector=sector.display_name,
                        request=request.display_name,
                    )
                )

    @api.model
    def _leave(self, partner, service, location, note, **values):
        """Return the request that a contact leaves online, for staff to see.

        Called as superuser by the pages, which have checked whose address it
        is. It belongs to the organisation of the service: each of its
        establishments may take it.
        """
        return self.sudo().create(
            {
                "partner_id": partner.id,
                "service_id": service.id,
                "location_id": location.id or partner.id,
                "note": note,
                "origin": "online",
                "company_id": service.sudo().company_id.id,
                **values,
            }
        )

    def _check_open(self):
        for request in self.filtered(lambda request: request.state != "open"):
            raise UserError(
                self.env._(
                    "%(request)s is not to plan any more, it is “%(state)s”: reload the page.",
                    request=request.display_name,
                    state=request._state_label(),
                )
            )

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]
