from odoo import api, fields, models
from odoo.fields import Command


class ResCompany(models.Model):
    """A parent and its establishments: one base of contacts, unless it decides otherwise."""

    _inherit = "res.company"

    rendezvous_contact_scope = fields.Selection(
        [
            ("shared", "Shared by all establishments"),
            ("kept", "Kept by the establishment that creates them"),
        ],
        string="Contacts created by staff",
        required=True,
        default="shared",
        help="Set on the parent; contacts who come online belong to the parent in any case.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        if companies.parent_id:
            self._rendezvous_show_establishments()
        return companies

    @api.model
    def _rendezvous_show_establishments(self):
        """Show the establishment everywhere once a company has branches."""
        # As superuser: who creates a company may not change groups.
        group_sudo = self.env.ref("rendezvous.group_user").sudo()
        shown = self.env.ref("rendezvous.group_establishments")
        if shown not in group_sudo.implied_ids and self.sudo().search_count(
            [("parent_id", "!=", False)], limit=1
        ):
            group_sudo.implied_ids = [Command.link(shown.id)]

    def _rendezvous_contact_company(self):
        """Return the company that owns the contacts created by staff of this one."""
        self.ensure_one()
        # As superuser: an establishment may not read its parent.
        root_sudo = self.sudo().root_id
        return self if root_sudo.rendezvous_contact_scope == "kept" else root_sudo
