from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .rendezvous_merge_line import LOGIN


class RendezvousMerge(models.TransientModel):
    """Two files of one person, compared field by field, and then one file.

    ``rendezvous_merge_defaults.py`` has what is compared, ``…_values.py`` what
    is kept and dropped, ``…_accounts.py`` the log-ins.
    """

    _name = "rendezvous.merge"
    _description = "Merge two contacts"

    left_id = fields.Many2one("res.partner", "Left file", ondelete="cascade")
    right_id = fields.Many2one("res.partner", "Right file", ondelete="cascade")
    line_ids = fields.One2many(
        "rendezvous.merge.line",
        "wizard_id",
        string="Fields",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    refusal = fields.Char(compute="_compute_refusal")
    is_ready = fields.Boolean(compute="_compute_refusal")
    picture = fields.Json("What moves", compute="_compute_picture")
    survivor_side = fields.Selection(
        [("left", "Left"), ("right", "Right")], compute="_compute_survivor_side"
    )
    closed_login = fields.Char("Log-in that is closed", compute="_compute_survivor_side")

    @api.depends("left_id", "right_id")
    def _compute_refusal(self):
        for wizard in self:
            left, right = wizard._files()
            chosen = bool(left and right)
            wizard.refusal = chosen and left._rendezvous_merge_refusal(right)
            wizard.is_ready = chosen and not wizard.refusal

    @api.depends("left_id", "right_id")
    def _compute_line_ids(self):
        for wizard in self:
            names = wizard._field_names() if wizard.is_ready else []
            sides = wizard._default_sides(names) if names else {}
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create({"sequence": number, "name": name, "side": sides[name]})
                    for number, name in enumerate(names)
                ),
            ]

    @api.depends("left_id", "right_id")
    def _compute_picture(self):
        for wizard in self:
            left, right = wizard._files()
            kinds = (left | right)._rendezvous_merge_picture() if wizard.is_ready else []
            wizard.picture = [
                {
                    "name": kind["name"],
                    "label": kind["label"],
                    "icon": kind["icon"],
                    "left": kind["counts"].get(left.id, 0),
                    "right": kind["counts"].get(right.id, 0),
                }
                for kind in kinds
                if kind["counts"]
            ]

    @api.depends("left_id", "right_id", "line_ids.side")
    def _compute_survivor_side(self):
        for wizard in self:
            wizard.survivor_side = wizard.is_ready and wizard._survivor_side()
            others = wizard._other_accounts() if wizard.is_ready else self.env["res.users"]
            wizard.closed_login = ", ".join(others.filtered("active").mapped("login"))

    def action_merge(self):
        """Merge, say so, and show the file that stays; a list behind is left as it is."""
        self.ensure_one()
        kept = self._merge()
        if self.env.context.get("rendezvous_back"):
            follow = {"type": "ir.actions.act_window_close"}
        else:
            follow = {
                "type": "ir.actions.act_window",
                "res_model": "res.partner",
                "res_id": kept.id,
                "views": [(False, "form")],
            }
        message = self.env._("%(contact)s is now one file.", contact=kept.display_name)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message, "next": follow},
        }

    def _merge(self):
        """Make one file of two and return it: everything is kept, or nothing is done."""
        left, right = self._files()
        self._check_mergeable()
        (left | right).lock_for_update()
        kept, dropped = (left, right) if self._survivor_side() == "left" else (right, left)
        values = self._kept_values(kept)
        notes = {"email": self._dropped_email(), "body": self._history(kept, dropped)}
        try:
            with self.env.cr.savepoint():
                self._settle_company(kept, dropped)
                closed = self._settle_accounts(kept, dropped)
                notes["login"] = closed and closed[0]["login"]
                # sudo: checked above; what moves belongs to other establishments too
                merge = self.env["base.partner.merge.automatic.wizard"].sudo()
                merge = merge.with_context(rendezvous_merge=notes, active_test=True)
                merge._merge((kept | dropped).ids, kept.with_env(merge.env))
                self._write_kept(kept.sudo(), values)  # sudo: preferences that the contact chose
                self._tell_owners(kept, closed)
        except IntegrityError as error:
            raise UserError(
                self.env._(
                    "These two files could not be merged, and nothing was changed: something that"
                    " hangs on them must be settled first. %(detail)s",
                    detail=error.diag.message_primary or "",
                )
            ) from error
        return kept

    def _files(self):
        """Return the two files, also while the wizard is being filled in."""
        return self.left_id._origin, self.right_id._origin

    def _check_mergeable(self):
        left, right = self._files()
        if not (left and right):
            raise UserError(self.env._("Choose a contact on each side."))
        if len((left | right).exists()) < len(left | right):
            raise UserError(self.env._("One of these files was merged or deleted meanwhile."))
        if refusal := left._rendezvous_merge_refusal(right):
            raise UserError(refusal)

    def _survivor_side(self):
        """Return whose number stays: that of the account that stays, else the older file."""
        left, right = self._files()
        accounts = {"left": left._merge_accounts(), "right": right._merge_accounts()}
        if any(accounts.values()):
            return self._sides().get(LOGIN) or self._default_login_side()
        return "left" if (left.create_date, left.id) <= (right.create_date, right.id) else "right"

    def _sides(self):
        """Return ``{field name: chosen side}``; what is locked is never chosen."""
        names = self._field_names()
        chosen = {line.name: line.side for line in self.line_ids if line.name in names}
        return {**self._default_sides(names), **chosen, **self._locked_sides(names)}
