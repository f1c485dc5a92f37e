from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize


class PortalWizardUser(models.TransientModel):
    """One person: the profile beside the address, and what stands in the way."""

    _inherit = "portal.wizard.user"

    profile_id = fields.Many2one(
        "rendezvous.portal.profile",
        compute="_compute_profile_id",
        inverse="_inverse_profile_id",
        store=True,
        readonly=False,
        help="What the holder may do; for an account that exists, it changes at once.",
    )
    is_company = fields.Boolean(related="partner_id.is_company")
    portal_state = fields.Selection(related="partner_id.rendezvous_portal_state")
    problem = fields.Char("What is missing", compute="_compute_problem")
    can_grant = fields.Boolean(compute="_compute_problem")

    @api.depends("partner_id")
    def _compute_profile_id(self):
        Profile = self.env["rendezvous.portal.profile"]
        for line in self:
            company = line.partner_id.company_id or self.env.company
            default = Profile._default_for(company.sudo())
            line.profile_id = line.partner_id.rendezvous_profile_id or default

    def _inverse_profile_id(self):
        """Change the profile of who has an account; the others get it with the account."""
        for line in self.filtered("user_id"):
            line.partner_id.rendezvous_profile_id = line.profile_id

    @api.depends("email", "wizard_id.user_ids.email")
    def _compute_email_state(self):
        result = super()._compute_email_state()
        for line in self.filtered(lambda line: line.email_state == "ok" and line._twins()):
            line.email_state = "exist"
        return result

    @api.depends("email", "email_state", "is_company", "user_id", "is_portal", "is_internal")
    def _compute_problem(self):
        for line in self:
            line.problem = line._find_problem()
            line.can_grant = not (line.problem or line.is_portal or line.is_internal)

    def _find_problem(self):
        """Return in words why the person cannot be invited, empty when he can."""
        self.ensure_one()
        if self.is_internal:
            return ""
        if self.is_company and not self.is_portal:
            return self._company_problem()
        if self.email_state == "ko" and not (self.email or "").strip():
            return self.env._("No email: type one.")
        if self.email_state == "ko":
            return self.env._("Not an email address: correct it.")
        if self.email_state == "exist" and (twins := self._twins()):
            return self.env._(
                "Also the address of %(contact)s: each account needs its own.",
                contact=twins[0].partner_id.name,
            )
        if self.email_state == "exist":
            return self.env._("Another account has this address: type another one.")
        return ""

    def _company_problem(self):
        if self.wizard_id.user_ids.filtered(lambda line: line._is_below(self.partner_id)):
            return self.env._(
                "Access belongs to a person: choose among the people of this company."
            )
        return self.env._("Access belongs to a person: add one to this company first.")

    def _is_below(self, company):
        return self.partner_id != company and self.partner_id.commercial_partner_id == company

    def _twins(self):
        """Return the other persons here with the same address, for who has no account yet."""
        email = email_normalize(self.email)
        if self.user_id or not email:
            return self.browse()
        return (self.wizard_id.user_ids - self).filtered(
            lambda line: not line.is_company and email_normalize(line.email) == email
        )

    def _get_similar_users_domain(self, portal_users_with_email):
        """Return also the accounts whose file has the address, under another login."""
        emails = [email_normalize(line.email) for line in portal_users_with_email]
        logins = super()._get_similar_users_domain(portal_users_with_email)
        return list(Domain(logins) | Domain("email_normalized", "in", emails))

    def _get_similar_users_fields(self):
        return [*super()._get_similar_users_fields(), "email_normalized"]

    def _is_portal_similar_than_user(self, user, portal_user):
        if super()._is_portal_similar_than_user(user, portal_user):
            return True
        same = user["email_normalized"] == email_normalize(portal_user.email)
        return same and user["id"] != portal_user.user_id.id

    def _assert_user_email_uniqueness(self):
        if self.problem:
            raise UserError(
                self.env._(
                    "%(contact)s cannot be invited. %(problem)s",
                    contact=self.partner_id.display_name,
                    problem=self.problem,
                )
            )
        return super()._assert_user_email_uniqueness()

    def _create_user(self):
        """Make the account at the organisation, unless one establishment keeps the contact."""
        if self.partner_id.company_id:
            return super()._create_user()
        organisation = self.env.company.root_id
        return super(PortalWizardUser, self.with_company(organisation))._create_user()

    def _send_email(self):
        # As superuser: the account is the parent's, which an agent of a child does not read.
        return super(PortalWizardUser, self.sudo())._send_email()

    def action_grant_access(self):
        self._assert_user_email_uniqueness()
        self.partner_id.rendezvous_profile_id = self.profile_id
        action = super().action_grant_access()
        self._note(self.env._("Invitation to the portal sent to %s.", self.email))
        return action

    def action_invite_again(self):
        action = super().action_invite_again()
        self._note(self.env._("Invitation to the portal sent again to %s.", self.email))
        return action

    def action_revoke_access(self):
        action = super().action_revoke_access()
        self.invalidate_recordset()
        return action

    def _note(self, words):
        self.invalidate_recordset()
        self.partner_id.invalidate_recordset(["rendezvous_portal_state"])
        self.partner_id._message_log(body=words)
