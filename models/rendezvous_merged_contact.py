from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import escape_psql


class RendezvousMergedContact(models.Model):
    """What is left of a merged file: its number, its addresses, and the file that survives.

    A file that is merged in its turn takes these rows along, like all that
    points to it: whatever the chain, one row leads to the living file.
    """

    _name = "rendezvous.merged.contact"
    _description = "Merged contact"
    _order = "merged_on desc, id desc"
    _rec_name = "name"

    name = fields.Char("Former name", readonly=True)
    old_id = fields.Integer("Former number", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Surviving contact",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    email = fields.Char("Former email", readonly=True, index="btree_not_null")
    login = fields.Char("Former log-in", readonly=True, index="btree_not_null")
    merged_on = fields.Datetime(readonly=True, default=fields.Datetime.now)
    merged_by_id = fields.Many2one(
        "res.users", readonly=True, default=lambda self: self.env.user, ondelete="set null"
    )

    _old_id_unique = models.Constraint("UNIQUE (old_id)", "This contact was merged already.")

    def _forget(self):
        """Remove what is known of the merged files: their person asked, or time has passed."""
        Users = self.env["res.users"].with_context(active_test=False)
        closed = Domain.OR(
            Domain("login", "=like", f"__merged_%{escape_psql(login)}")
            for login in self.filtered("login").mapped("login")
        )
        for user in Users.search(closed & Domain("active", "=", False)) if self else Users:
            user.login = f"__closed_{user.id}"
            nobody = {"lastname": self.env._("Closed account"), "firstname": False, "email": False}
            user.partner_id.write(nobody)
        self.unlink()
