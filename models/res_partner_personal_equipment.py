from odoo import models


class ResPartner(models.Model):
    """The equipment among what a contact takes away."""

    _inherit = "res.partner"

    def _own_equipment(self):
        Equipment = self.env["rendezvous.equipment"].with_context(active_test=False)
        return Equipment.search([("partner_id", "=", self.id)], order="id")

    def _personal_data(self, appointments):
        data = super()._personal_data(appointments)
        return {**data, "equipment": [piece._own_data() for piece in self._own_equipment()]}

    def _personal_documents(self, appointments):
        documents = super()._personal_documents(appointments)
        pictured = self._own_equipment().filtered("image_1920")
        return documents | {piece._photo_path(): piece._photo_bytes() for piece in pictured}
