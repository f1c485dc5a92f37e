from odoo import models


class ResPartner(models.Model):
    """What the surviving file will hold: how many of each kind come from either side."""

    _inherit = "res.partner"

    def _rendezvous_merge_picture(self):
        """Return ``[{"name", "label", "icon", "counts": {contact id: number}}]``.

        A model that hangs on contacts adds its kind here. What is counted is
        what the user may read; all of it moves, whoever may read it.
        """
        file = [("res_id", "in", self.ids)]
        mine = [*file, ("model", "=", "res.partner"), ("message_type", "!=", "user_notification")]
        return [
            self._merge_count(
                "rendezvous.appointment", self.env._("Appointments"), "fa-calendar-check-o"
            ),
            self._merge_count(
                "mail.message", self.env._("Messages"), "fa-comments-o", "res_id", mine
            ),
            self._merge_count(
                "ir.attachment",
                self.env._("Documents"),
                "fa-paperclip",
                "res_id",
                [*file, ("res_model", "=", "res.partner"), ("res_field", "=", False)],
            ),
            self._merge_count(
                "mail.activity",
                self.env._("Activities"),
                "fa-clock-o",
                "res_id",
                [*file, ("res_model", "=", "res.partner")],
            ),
            self._merge_count(
                "mail.followers",
                self.env._("Followers"),
                "fa-user-o",
                "res_id",
                [*file, ("res_model", "=", "res.partner")],
            ),
            self._merge_count("res.users", self.env._("Portal account"), "fa-sign-in"),
            self._merge_count(
                "res.partner", self.env._("Linked contacts"), "fa-sitemap", "parent_id"
            ),
        ]

    def _merge_count(self, model, label, icon, field="partner_id", domain=None):
        """Return one kind of the picture: the records of ``model`` per contact."""
        Model = self.env[model]
        if model in ("mail.followers", "res.users"):
            Model = Model.sudo()  # sudo: how many, never who
        if not Model.has_access("read"):
            return {"name": model, "label": label, "icon": icon, "counts": {}}
        groups = Model._read_group(domain or [(field, "in", self.ids)], [field], ["__count"])
        counts = {getattr(key, "id", key): count for key, count in groups}
        return {"name": model, "label": label, "icon": icon, "counts": counts}
