from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..colors import contrast, read_color

# What the holder of an account without profile may do: the same as B2C.
RIGHTS_WITHOUT_PROFILE = {"book", "see_history", "see_documents", "see_equipment"}
READABLE = 4.5


class RendezvousPortalProfile(models.Model):
    """What the holder of a portal account may do, and how his file shows it.

    A profile belongs to an organisation; without company it serves them all.
    """

    _name = "rendezvous.portal.profile"
    _description = "Portal profile"
    _inherit = ["rendezvous.organisation.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        "Organisation",
        index=True,
        default=lambda self: self.env.company.root_id,
        domain=[("parent_id", "=", False)],
        help="The parent company; empty: every organisation of this database.",
    )
    is_default = fields.Boolean(
        "By default", help="Given to accounts that visitors make themselves on the website."
    )
    color_text = fields.Char("Text", required=True, default="#ffffff")
    color_background = fields.Char("Background", required=True, default="#374151")
    can_book = fields.Boolean(
        "Book online", default=True, help="Otherwise only staff books for the holder."
    )
    can_see_history = fields.Boolean(
        "See the history", default=True, help="Past and cancelled appointments."
    )
    can_see_colleagues = fields.Boolean(
        "See colleagues' appointments",
        help="Of the persons of the same company: when, where and what for, never their file.",
    )
    can_see_documents = fields.Boolean(
        "See documents", default=True, help="The files joined to one's own appointments."
    )
    can_see_equipment = fields.Boolean(
        "See equipment", default=True, help="The equipment installed at one's own place."
    )
    partner_ids = fields.One2many("res.partner", "rendezvous_profile_id", "Contacts")
    partner_count = fields.Integer("Holders", compute="_compute_partner_count")

    _text_is_a_color = models.Constraint(
        "CHECK (color_text ~ '^#[0-9a-fA-F]{6}$')", "A colour is written as #14595b."
    )
    _background_is_a_color = models.Constraint(
        "CHECK (color_background ~ '^#[0-9a-fA-F]{6}$')", "A colour is written as #14595b."
    )
    _one_default = models.UniqueIndex(
        "(COALESCE(company_id, 0)) WHERE is_default AND active",
        "There is a default profile already: untick “By default” there first.",
    )

    @api.depends("partner_ids")
    def _compute_partner_count(self):
        counts = dict(
            self.env["res.partner"]._read_group(
                [("rendezvous_profile_id", "in", self.ids)], ["rendezvous_profile_id"], ["__count"]
            )
        )
        for profile in self:
            profile.partner_count = counts.get(profile, 0)

    @api.constrains("color_text", "color_background")
    def _check_readable(self):
        for profile in self:
            colors = map(read_color, (profile.color_text, profile.color_background))
            if contrast(*colors) < READABLE:
                raise ValidationError(
                    self.env._(
                        "“%(profile)s” could not be read in these colours: choose a darker text"
                        " on a light background, or a lighter text on a dark one.",
                        profile=profile.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        held = self.filtered("partner_count")
        if held:
            raise ValidationError(
                self.env._(
                    "Contacts hold %(profiles)s: give them another profile first, or archive"
                    " it: it is no longer proposed, and they keep it.",
                    profiles=", ".join(held.mapped("name")),
                )
            )

    @api.model
    def _default_for(self, company):
        """Return the profile of a self-made account, the organisation's own first."""
        organisation = company.root_id
        domain = Domain("is_default", "=", True) & Domain(
            "company_id", "in", [False, organisation.id]
        )
        # Read for a visitor, who may read no profile.
        profiles = self.sudo().search(domain)
        return (profiles.filtered("company_id") or profiles)[:1]

    def action_view_partners(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("rendezvous.res_partner_action")
        return {
            **action,
            "display_name": self.env._("Holders of %(profile)s", profile=self.name),
            "domain": [("rendezvous_profile_id", "=", self.id)],
            "context": {},
        }
