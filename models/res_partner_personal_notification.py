from odoo import models


class ResPartner(models.Model):
    """The messages sent and due among what a contact takes away."""

    _inherit = "res.partner"

    def _personal_data(self, appointments):
        data = super()._personal_data(appointments)
        rows = self.env["rendezvous.notification"].search(
            [("partner_id", "=", self.id), ("audience", "=", "contact")], order="due, id"
        )
        return {**data, "notifications": [row._own_data() for row in rows]}
