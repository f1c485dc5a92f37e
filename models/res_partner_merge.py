from odoo import models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    """Two files of one person: when they may become one, and what would move."""

    _inherit = "res.partner"

    def action_rendezvous_merge(self):
        """Open the comparison of the chosen files: two of them, or one and another to choose."""
        if len(self) > 2:
            raise UserError(
                self.env._("Choose two contacts: they are merged two by two, to compare them well.")
            )
        action = self.env["ir.actions.act_window"]._for_xml_id("rendezvous.rendezvous_merge_action")
        context = {"default_left_id": self[:1].id, "default_right_id": self[1:].id}
        return {**action, "context": {"dialog_size": "extra-large", **context}}

    def _merge_accounts(self):
        """Return the log-ins of the contacts, archived ones too."""
        # sudo: accounts are read by administrators only
        return self.sudo().with_context(active_test=False).user_ids

    def _rendezvous_merge_refusal(self, other):
        """Return in words why the two files cannot be merged, or False.

        Rights first: nothing is said of a file the user may not read.
        """
        self.ensure_one()
        checks = (
            self._merge_refusal_rights,
            self._merge_refusal_same,
            self._merge_refusal_staff,
            self._merge_refusal_kind,
            self._merge_refusal_family,
            self._merge_refusal_organisation,
        )
        for check in checks:
            if message := check(other):
                return message
        return False

    def _merge_refusal_rights(self, other):
        allowed = self.env.user.has_group("rendezvous.group_user")
        if allowed and (self | other).has_access("write"):
            return False
        return self.env._(
            "You may not change both files: ask a colleague of the establishment they belong to,"
            " or of the parent, to merge them."
        )

    def _merge_refusal_same(self, other):
        if self != other:
            return False
        return self.env._("This is the same file twice: choose another contact on one side.")

    def _merge_refusal_staff(self, other):
        both = (self | other).sudo()  # sudo: accounts and employees are read by few
        accounts = self._merge_accounts() | other._merge_accounts()
        companies = both.env["res.company"].search([("partner_id", "in", both.ids)])
        employees = (
            both.env["hr.employee"]
            .with_context(active_test=False)
            .search([("work_contact_id", "in", both.ids)])
        )
        staff = accounts.filtered(lambda user: not user._is_portal()).partner_id
        staff |= companies.partner_id | employees.work_contact_id
        if not staff & both:
            return False
        return self.env._(
            "%(contact)s is the file of a colleague or of an establishment: an administrator"
            " changes it in the settings, it is not merged here.",
            contact=", ".join((staff & both).mapped("display_name")),
        )

    def _merge_refusal_kind(self, other):
        if self.is_company == other.is_company:
            return False
        company, person = (self, other) if self.is_company else (other, self)
        return self.env._(
            "%(company)s is an organisation and %(person)s a person: make them the same kind first,"
            " or link the person to the organisation.",
            company=company.display_name,
            person=person.display_name,
        )

    def _merge_refusal_family(self, other):
        for parent, child in ((self, other), (other, self)):
            # sudo: the tree above a contact may belong to others
            if parent in child.sudo()._merge_ancestors():
                return self.env._(
                    "%(parent)s is the organisation of %(child)s: they are two files on purpose."
                    " Take the contact out of the organisation first if they are one.",
                    parent=parent.display_name,
                    child=child.display_name,
                )
        return False

    def _merge_ancestors(self):
        ancestors, parent = self.browse(), self.parent_id
        while parent and parent not in ancestors:
            ancestors |= parent
            parent = parent.parent_id
        return ancestors

    def _merge_refusal_organisation(self, other):
        mine, theirs = self.sudo(), other.sudo()  # sudo: companies beyond the user's are compared
        roots = mine.company_id.root_id | theirs.company_id.root_id
        parents = bool(mine.parent_id and theirs.parent_id)
        if len(roots) < 2 and (
            not parents or mine.commercial_partner_id == theirs.commercial_partner_id
        ):
            return False
        return self.env._(
            "%(left)s and %(right)s belong to unrelated organisations: merging would show the"
            " history of one to the other. Take one of them out of its organisation first.",
            left=self.display_name,
            right=other.display_name,
        )
