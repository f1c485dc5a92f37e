from odoo import models
from odoo.fields import Command


class ResUsers(models.Model):
    _inherit = "res.users"

    def _create_user_from_template(self, values):
        """Make the account of a contact, new or existing, with a profile.

        A new contact belongs to the parent company, so that every
        establishment finds him, whatever website he came through. An existing
        one stays where he is, under the name that staff knows him by: Odoo
        would cut it again into surname and first name, at the first space.
        """
        partner = self.env["res.partner"].browse(values.get("partner_id") or [])
        website_company = self.env["res.company"].sudo().browse(values.get("company_id"))
        company = partner.sudo().company_id or website_company.root_id
        if company:
            values.update(company_id=company.id, company_ids=[Command.set(company.ids)])
        if partner:
            values.pop("name", None)
        user = super()._create_user_from_template(values)
        if company and not partner:
            user.partner_id.company_id = company
        if not user.partner_id.rendezvous_profile_id:
            Profile = self.env["rendezvous.portal.profile"]
            user.partner_id.rendezvous_profile_id = Profile._default_for(user.company_id)
        return user
