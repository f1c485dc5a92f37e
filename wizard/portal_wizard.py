from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

# People proposed below one company.
PEOPLE = 200


class PortalWizard(models.TransientModel):
    _inherit = "portal.wizard"

    partner_ids = fields.Many2many(default=lambda self: self._default_partner_ids())

    def _default_partner_ids(self):
        """Return the chosen contacts, and the people of those who have some.

        Odoo's own also takes addresses: nobody logs in as a delivery address.
        """
        context = self.env.context
        chosen_ids = context.get("default_partner_ids") or context.get("active_ids") or []
        people = self.env["res.partner"].search(
            Domain("id", "child_of", chosen_ids)
            & Domain("id", "not in", chosen_ids)
            & Domain("is_company", "=", False)
            & Domain("type", "=", "contact"),
            limit=PEOPLE,
        )
        return [Command.set([*chosen_ids, *people.ids])]

    def _action_open_modal(self):
        return {
            **super()._action_open_modal(),
            "name": self.env._("Manage portal access"),
            "context": {**self.env.context, "dialog_size": "extra-large"},
        }

    def action_grant_all(self):
        """Give access to everyone here who can have it; the others say why not."""
        self.ensure_one()
        lines = self.user_ids.filtered("can_grant")
        if not lines:
            raise UserError(
                self.env._(
                    "Nobody here can be given access: each has it already, or says in the list"
                    " what is missing."
                )
            )
        for line in lines:
            line.action_grant_access()
        return self._action_open_modal()
