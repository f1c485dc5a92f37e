from odoo import api, fields, models


class RendezvousDuplicateDismissed(models.Model):
    """Two contacts that someone judged not the same person: never suggested again."""

    _name = "rendezvous.duplicate.dismissed"
    _description = "Contacts judged different"
    _order = "id desc"

    left_id = fields.Many2one(
        "res.partner", "Contact", required=True, index=True, readonly=True, ondelete="cascade"
    )
    right_id = fields.Many2one(
        "res.partner",
        "Other contact",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )

    _pair_unique = models.Constraint(
        "UNIQUE (left_id, right_id)", "These two contacts were judged different already."
    )
    _pair_ordered = models.Constraint(
        "CHECK (left_id < right_id)", "A contact is not compared with itself."
    )

    @api.depends("left_id", "right_id")
    def _compute_display_name(self):
        for pair in self:
            pair.display_name = f"{pair.left_id.display_name} ≠ {pair.right_id.display_name}"

    @api.model
    def _dismiss(self, left, right):
        """Judge two contacts different; nothing happens when they already are."""
        low, high = sorted((left.id, right.id))
        pair = [("left_id", "=", low), ("right_id", "=", high)]
        return self.search(pair, limit=1) or self.create({"left_id": low, "right_id": high})

    def action_suggest_again(self):
        """Forget the judgement: the pair is suggested again if it still looks alike."""
        self.unlink()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
