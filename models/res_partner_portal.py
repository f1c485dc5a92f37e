from odoo import api, fields, models
from odoo.fields import Domain

from .rendezvous_portal_profile import RIGHTS_WITHOUT_PROFILE


class ResPartner(models.Model):
    """The contact as holder of a portal account."""

    _inherit = "res.partner"

    rendezvous_profile_id = fields.Many2one(
        "rendezvous.portal.profile",
        "Portal profile",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        tracking=True,
        groups="base.group_user",
    )
    rendezvous_portal_state = fields.Selection(
        [
            ("none", "No account"),
            ("invited", "Invited"),
            ("active", "Active"),
            ("withdrawn", "Withdrawn"),
        ],
        "Portal account",
        help="Staff has accounts of its own, not counted here.",
        compute="_compute_rendezvous_portal_state",
        search="_search_rendezvous_portal_state",
        groups="base.group_user",
    )
    rendezvous_profile_name = fields.Char(
        related="rendezvous_profile_id.name", string="Name of the profile", groups="base.group_user"
    )
    rendezvous_color_text = fields.Char(
        related="rendezvous_profile_id.color_text", groups="base.group_user"
    )
    rendezvous_color_background = fields.Char(
        related="rendezvous_profile_id.color_background", groups="base.group_user"
    )
    # The way back from a company to its people, for the record rule of colleagues.
    rendezvous_member_ids = fields.One2many(
        "res.partner", "commercial_partner_id", "Members", groups="base.group_system"
    )

    @api.depends("user_ids.active")
    def _compute_rendezvous_portal_state(self):
        # As superuser: accounts are not for every agent to read, whether there is one is.
        Users = self.env["res.users"].sudo().with_context(active_test=False)
        users = Users.search([("partner_id", "in", self.ids), ("share", "=", True)])
        accounts = users.grouped("partner_id")
        logs = Users.env["res.users.log"]._read_group(
            [("create_uid.partner_id", "in", self.ids)], ["create_uid"]
        )
        used_ids = {user.id for [user] in logs}
        for partner in self:
            mine = accounts.get(partner._origin, Users)
            active = mine.filtered("active")
            if active:
                partner.rendezvous_portal_state = (
                    "active" if used_ids.intersection(active.ids) else "invited"
                )
            else:
                partner.rendezvous_portal_state = "withdrawn" if mine else "none"

    @api.model
    def _search_rendezvous_portal_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = Domain.FALSE
        for state in value:
            found |= self._portal_state_domain(state)
        return found

    @api.model
    def _portal_state_domain(self, state):
        active, used = Domain("active", "=", True), Domain("log_ids", "!=", False)
        if state == "active":
            return self._with_account(active & used)
        if state == "invited":
            return self._with_account(active) & ~self._with_account(active & used)
        if state == "withdrawn":
            return self._with_account(Domain.TRUE) & ~self._with_account(active)
        return ~self._with_account(Domain.TRUE)

    @api.model
    def _with_account(self, domain):
        """Return the contacts who have a portal account such as ``domain`` says."""
        Users = self.env["res.users"].sudo().with_context(active_test=False)
        accounts = Users._search(domain & Domain("share", "=", True))
        return Domain("id", "in", accounts.subselect("partner_id"))

    def _may_in_portal(self, right):
        """Tell whether the contact's profile gives a right: ``book``, ``see_history``…"""
        self.ensure_one()
        # As superuser: the contact reads no profile, and is asked on public pages.
        profile = self.sudo().rendezvous_profile_id
        return profile[f"can_{right}"] if profile else right in RIGHTS_WITHOUT_PROFILE

    def _portal_appointments_domain(self):
        """Return whose appointments the contact sees: his own, and colleagues' by profile."""
        own = Domain("partner_id", "=", self.id)
        if not self._may_in_portal("see_colleagues"):
            return own
        return own | Domain("partner_id.commercial_partner_id", "=", self.commercial_partner_id.id)

    def action_manage_portal_access(self):
        """Open Odoo's wizard for these contacts and the people of the companies among them."""
        return self.env["portal.wizard"].with_context(active_ids=self.ids).action_open_wizard()
