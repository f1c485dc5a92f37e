from odoo import models


class ResPartner(models.Model):
    """That a contact has a calendar link, among what he takes away: not the secret itself."""

    _inherit = "res.partner"

    def _personal_data(self, appointments):
        data = super()._personal_data(appointments)
        links = self._calendar_links()
        return {**data, "calendar_links": [{"created": link.create_date} for link in links]}
