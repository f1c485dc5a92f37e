from odoo import fields, models


class ResCompany(models.Model):
    """One base of contacts for all establishments, unless the parent decides otherwise."""

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

    def _rendezvous_contact_company(self):
        """Return the company that owns the contacts created by staff of this one."""
        self.ensure_one()
        # As superuser: an establishment may not read its parent.
        root_sudo = self.sudo().root_id
        return self if root_sudo.rendezvous_contact_scope == "kept" else root_sudo
