from odoo import api, models


class RendezvousAnonymisation(models.Model):
    """Requests that are over go when appointments of their age lose their name."""

    _inherit = "rendezvous.anonymisation"

    @api.model
    def _anonymise_batch(self, company, before):
        self.env["rendezvous.request"]._forget_over(company, before)
        return super()._anonymise_batch(company, before)
