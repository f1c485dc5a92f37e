from odoo import api, models
from odoo.tools.misc import format_amount


class RendezvousPage(models.AbstractModel):
    """Prices in the reader's words."""

    _inherit = "rendezvous.page"

    @api.model
    def _visitor(self):
        """Return the contact who looks at the page, none for a visitor without account."""
        user = self.env.user
        return self.env["res.partner"] if user._is_public() else user.partner_id

    @api.model
    def _prices(self, services, company=None):
        """Return ``{service_id: words}`` of what this visitor pays, in one go."""
        prices = services._prices_for(self._visitor(), company or self._company())
        return {
            id_: self._price_words(price.untaxed, price.total, price.currency)
            for id_, price in prices.items()
        }

    @api.model
    def _price_of(self, appointment):
        """Return the price promised, in words; nothing without a price."""
        return self._price_words(
            appointment.price_untaxed, appointment.price_total, appointment.currency_id
        )

    @api.model
    def _price_words(self, untaxed, total, currency):
        """Return “96.00 € incl. tax”; no currency means no price."""
        if not currency:
            return ""
        if currency.is_zero(total):
            return self.env._("Free of charge")
        amount = format_amount(self.env, total, currency)
        if not currency.compare_amounts(untaxed, total):
            return amount
        return self.env._("%(amount)s incl. tax", amount=amount)
