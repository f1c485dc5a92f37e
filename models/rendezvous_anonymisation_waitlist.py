from odoo import api, models


class RendezvousAnonymisation(models.Model):
    """Entries of the waiting list that are over go when appointments of their age do."""

    _inherit = "rendezvous.anonymisation"

    @api.model
    def _anonymise_batch(self, company, before):
        self.env["rendezvous.waitlist.entry"]._forget_over(company, before)
        return super()._anonymise_batch(company, before)
