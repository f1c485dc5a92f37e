from odoo import api, models, tools
from odoo.fields import Domain


class ResPartner(models.Model):
    """What named a merged file leads to the one that survives."""

    _inherit = "res.partner"

    @api.model
    def _rendezvous_surviving(self, old_id):
        """Return the living contact behind the number ``old_id``, or no record.

        It is the contact itself when it was never merged. Rights are the
        caller's to check: links of mails and feeds have no user.
        """
        partner = self.browse(old_id).exists()
        if partner or not old_id:
            return partner
        # sudo: the number of a merged file is no secret, the file is guarded by its own rules
        merged = self.env["rendezvous.merged.contact"].sudo()
        return self.browse(merged.search([("old_id", "=", old_id)], limit=1).partner_id.id)

    @api.model
    @api.readonly
    def rendezvous_surviving_id(self, old_id):
        """Return the number of the surviving contact the user may read, or False."""
        return self._rendezvous_surviving(int(old_id))._filtered_access("read").id

    @api.model
    def _rendezvous_by_email(self, email):
        """Return the contact of this address, or the one its former contact was merged into.

        The oldest of several, and none without the right to read it.
        """
        address = tools.email_normalize(email or "", strict=False)
        if not address:
            return self.browse()
        partner = self.search([("email_normalized", "=", address)], order="id", limit=1)
        return partner or self._rendezvous_by_former_email(address)

    @api.model
    def _rendezvous_by_former_email(self, address):
        """Return the contact that dropped this address or log-in in a merge."""
        # sudo: who merged what is for staff; the contact found is read with the caller's rights
        merged = self.env["rendezvous.merged.contact"].sudo()
        former = Domain("email", "=", address) | Domain("login", "=", address)
        found = merged.search(former, limit=1).partner_id.ids
        return self.browse(found)._filtered_access("read")

    @api.model
    def _get_partner_from_token(self, token):
        """An invitation to a merged file opens the surviving one, as long as it would have.

        As for any invitation, it is void once its account has logged in, and
        it never opens the other account of two.
        """
        payload = tools.verify_hash_signed(self.sudo().env, "signup", token) or [False]
        if not payload[0] or self.browse(payload[0]).exists():
            return super()._get_partner_from_token(token)
        _old_id, user_ids, login_date, signup_type = payload
        partner = self._rendezvous_surviving(payload[0])
        if not partner:
            return None
        mine = (partner.user_ids.ids, partner._get_login_date(), partner.signup_type)
        return partner if mine == (user_ids, login_date, signup_type) else None
