from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# What staff corrects of a declared piece: who writes it has looked at it.
CHECKED_FIELDS = {
    "brand_id",
    "categ_id",
    "installation_date",
    "model",
    "other_brand",
    "partner_id",
    "product_id",
    "serial",
}


class RendezvousEquipment(models.Model):
    """What is installed at a contact's and looked after. Shared like the contacts.

    ``…_identity.py`` tells one piece from another, ``…_due.py`` when it is to
    be serviced, ``…_invitation.py`` and ``…_declaration.py`` what is written to
    the owner and by him.
    """

    _name = "rendezvous.equipment"
    _description = "Equipment"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "image.mixin",
        "rendezvous.archive.mixin",
        "rendezvous.company.mixin",
        "rendezvous.organisation.mixin",
    ]
    _order = "partner_id, id"
    _rec_names_search = ["serial", "serial_key", "model", "other_brand", "brand_id", "partner_id"]

    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        help="The parent company: its establishments share its equipment.",
    )
    partner_id = fields.Many2one(
        "res.partner", "Owner", required=True, index=True, ondelete="restrict", tracking=True
    )
    location_id = fields.Many2one(
        "res.partner",
        "Address",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="['|', ('id', '=', partner_id), ('id', 'child_of', partner_id)]",
        help="Where it is installed, one of the owner's addresses; empty: the owner's own.",
    )
    place_id = fields.Many2one(
        "res.partner",
        "Installed at",
        compute="_compute_place_id",
        store=True,
        index=True,
        ondelete="restrict",
    )
    sector_id = fields.Many2one(
        related="place_id.rendezvous_sector_id", groups="rendezvous.group_user"
    )
    product_id = fields.Many2one("product.product", index="btree_not_null", ondelete="restrict")
    categ_id = fields.Many2one(
        "product.category",
        "Category",
        compute="_compute_categ_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    brand_id = fields.Many2one(
        "product.brand",
        compute="_compute_brand_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    other_brand = fields.Char(
        "Other brand",
        tracking=True,
        help="A brand that is not in the list, as the owner wrote it.",
    )
    model = fields.Char(tracking=True)
    serial = fields.Char("Serial number", tracking=True)
    installation_date = fields.Date("Installed on", tracking=True)
    installer_id = fields.Many2one(
        "res.partner", "Installed by", index="btree_not_null", ondelete="set null"
    )
    warranty_end = fields.Date("Warranty until", tracking=True)
    is_under_warranty = fields.Boolean(
        "Under warranty",
        compute="_compute_is_under_warranty",
        search="_search_is_under_warranty",
    )
    state = fields.Selection(
        [
            ("declared", "To check"),
            ("service", "In service"),
            ("stopped", "Out of service"),
            ("removed", "Removed"),
        ],
        required=True,
        default="service",
        group_expand=True,
        tracking=True,
    )
    is_declared = fields.Boolean(
        "Declared online",
        compute="_compute_is_declared",
        store=True,
        help="By its owner; nobody of the staff has accepted or corrected it yet.",
    )
    appointment_ids = fields.One2many(
        "rendezvous.appointment", "equipment_id", string="Interventions"
    )
    appointment_count = fields.Integer(compute="_compute_appointment_count")

    _one_brand = models.Constraint(
        "CHECK (brand_id IS NULL OR COALESCE(other_brand, '') = '')",
        "Choose a brand of the list, or write another one: not both.",
    )
    _warranty_after_installation = models.Constraint(
        "CHECK (warranty_end >= installation_date)",
        "The warranty would end before the installation: check both dates.",
    )

    @api.depends("location_id", "partner_id")
    def _compute_place_id(self):
        for equipment in self:
            equipment.place_id = equipment.location_id or equipment.partner_id

    @api.depends("product_id")
    def _compute_categ_id(self):
        for equipment in self:
            equipment.categ_id = equipment.product_id.categ_id or equipment.categ_id

    @api.depends("product_id")
    def _compute_brand_id(self):
        for equipment in self:
            brand = equipment.product_id.product_brand_id
            equipment.brand_id = equipment.brand_id
            if brand and not equipment.other_brand:
                equipment.brand_id = brand

    @api.depends("warranty_end")
    def _compute_is_under_warranty(self):
        today = fields.Date.context_today(self)
        for equipment in self:
            equipment.is_under_warranty = bool(
                equipment.warranty_end and equipment.warranty_end >= today
            )

    @api.model
    def _search_is_under_warranty(self, operator, value):
        if operator != "in":
            return NotImplemented
        covered = Domain("warranty_end", ">=", fields.Date.context_today(self))
        return covered if True in value else ~covered

    @api.depends("state")
    def _compute_is_declared(self):
        for equipment in self:
            equipment.is_declared = equipment.state == "declared"

    def _compute_appointment_count(self):
        counts = dict(
            self.env["rendezvous.appointment"]._read_group(
                [("equipment_id", "in", self.ids)], ["equipment_id"], ["__count"]
            )
        )
        for equipment in self:
            equipment.appointment_count = counts.get(equipment._origin, 0)

    @api.constrains("company_id", "partner_id")
    def _check_owner_of_the_organisation(self):
        for equipment in self.sudo():  # as above
            company = equipment.partner_id.company_id.root_id
            if company and company != equipment.company_id:
                raise ValidationError(
                    self.env._(
                        "%(owner)s is a contact of %(other)s: choose an owner of %(company)s.",
                        owner=equipment.partner_id.display_name,
                        other=company.name,
                        company=equipment.company_id.name,
                    )
                )

    @api.constrains("location_id", "partner_id")
    def _check_address_of_the_owner(self):
        for equipment in self.filtered("location_id"):
            owner, place = equipment.partner_id, equipment.location_id
            if owner != place and owner not in place.sudo()._merge_ancestors():
                raise ValidationError(
                    self.env._(
                        "%(place)s is no address of %(owner)s: choose one of the owner's, or none"
                        " for the owner's own address.",
                        place=place.display_name,
                        owner=owner.display_name,
                    )
                )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Another owner has other addresses."""
        ancestors = self.location_id.sudo()._merge_ancestors() | self.location_id
        if self.location_id and self.partner_id not in ancestors:
            self.location_id = False

    @api.onchange("brand_id")
    def _onchange_brand_id(self):
        if self.brand_id:
            self.other_brand = False

    def write(self, vals):
        if not self.env.su and CHECKED_FIELDS.intersection(vals) and "state" not in vals:
            declared = self.filtered("is_declared")
            super(RendezvousEquipment, declared).write({**vals, "state": "service"})
            return super(RendezvousEquipment, self - declared).write(vals)
        return super().write(vals)

    def action_accept(self):
        """Accept what was declared online, as it stands."""
        self.filtered("is_declared").write({"state": "service"})

    def action_view_appointments(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "rendezvous.rendezvous_appointment_action"
        )
        return {
            **action,
            "display_name": self.env._("Interventions on %(name)s", name=self.display_name),
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("equipment_id", "=", self.id)],
            "context": {"default_partner_id": self.partner_id.id},
        }

    def _organisation(self):
        """Return whose equipment it is, as superuser: an establishment may not read its parent."""
        self.ensure_one()
        return self.sudo().company_id
