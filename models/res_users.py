from odoo import models
from odoo.fields import Command


class ResUsers(models.Model):
    _inherit = "res.users"

    def _create_user_from_template(self, values):
        """A contact who makes an account belongs to the parent company.

        So every establishment finds him, whatever website he came through.
        """
        company = self.env["res.company"].sudo().browse(values.get("company_id"))
        if not company or values.get("partner_id"):
            return super()._create_user_from_template(values)
        root = company.root_id
        values.update(company_id=root.id, company_ids=[Command.set(root.ids)])
        user = super()._create_user_from_template(values)
        user.partner_id.company_id = root
        return user
