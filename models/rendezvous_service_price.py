from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools.misc import format_amount


class ServicePrice(NamedTuple):
    """What a service costs one customer at one establishment, rounded by the currency."""

    untaxed: float
    total: float
    currency: models.BaseModel
    fiscal_position: models.BaseModel
    # Each tax in words: “VAT 10 %: 8.00 €”.
    taxes: tuple


class RendezvousService(models.Model):
    """What a service costs: its product, as the customer will see it.

    The price is the one that Odoo's own sales would ask: the pricelist where
    there is one, the product's taxes mapped by the fiscal position.
    """

    _inherit = "rendezvous.service"

    product_id = fields.Many2one(
        "product.product",
        ondelete="restrict",
        check_company=True,
        domain=[("sale_ok", "=", True)],
        tracking=True,
        help="Gives the price that customers see; without product, no price is shown.",
    )
    fiscal_position_id = fields.Many2one(
        "account.fiscal.position",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Replaces taxes of the product, a reduced rate for example. The position set on a"
        " customer comes first; without any, Odoo finds the customer's by his country.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_price", compute_sudo=True)
    price_untaxed = fields.Monetary(
        "Price without tax", compute="_compute_price", compute_sudo=True
    )
    price_total = fields.Monetary("Price", compute="_compute_price", compute_sudo=True)
    price_words = fields.Char("Customers see", compute="_compute_price", compute_sudo=True)

    @api.depends(
        "company_id",
        "fiscal_position_id.tax_ids",
        "product_id.lst_price",
        "product_id.taxes_id.amount",
    )
    @api.depends_context("lang")
    def _compute_price(self):
        prices = {}
        for company, services in self.grouped("company_id").items():
            prices.update(services._prices_for(company=company))
        for service in self:
            price = prices.get(service.id)
            service.currency_id = price and price.currency
            service.price_untaxed = price and price.untaxed
            service.price_total = price and price.total
            service.price_words = price and service._price_in_words(price)

    def _price_in_words(self, price):
        """Return what the form says of a price."""
        if price.currency.is_zero(price.total):
            return self.env._("Free of charge")
        untaxed, total = (
            format_amount(self.env, amount, price.currency)
            for amount in (price.untaxed, price.total)
        )
        if price.untaxed == price.total:
            return self.env._("%(total)s, no tax applies", total=total)
        return self.env._("%(total)s (%(untaxed)s without tax)", total=total, untaxed=untaxed)

    def _price_for(self, partner=None, company=None):
        """Return the :class:`ServicePrice` of this service, None when it has no product.

        ``partner`` is the customer, if known; ``company`` the establishment,
        the organisation by default.
        """
        self.ensure_one()
        return self._prices_for(partner, company).get(self.id)

    def _prices_for(self, partner=None, company=None):
        """Return ``{service_id: ServicePrice}``; services without product are missing.

        The number of queries does not depend on the number of services.
        """
        # As superuser: visitors and establishments read no product, no tax, no parent.
        priced = self.sudo().filtered("product_id")
        if not priced:
            return {}
        company = (company or priced.company_id[:1] or self.env.company).sudo()
        partner = (partner or self.env["res.partner"]).sudo()
        pricelist = priced._pricelist_for(partner, company)
        currency = pricelist.currency_id or company.currency_id
        products = priced.product_id.with_company(company)
        amounts = pricelist.with_company(company)._get_products_price(
            products, 1.0, currency=currency
        )
        positions = priced._fiscal_positions_for(partner, company)
        taxes = priced._taxes_for(company, positions)
        return {
            service.id: service._price_with_taxes(
                amounts[service.product_id.id],
                currency,
                positions[service.id],
                taxes[service.id],
                company,
            )
            for service in priced
        }

    def _price_with_taxes(self, amount, currency, position, taxes, company):
        """Return the price of a product that costs ``amount`` under its own taxes."""
        product = self.product_id
        amount = product._get_tax_included_unit_price_from_price(
            amount,
            product_taxes=product.taxes_id._filter_taxes_by_company(company),
            product_taxes_after_fp=taxes,
        )
        # Whole cents, so that a quotation comes to the same.
        details = self._tax_details(taxes, currency.round(amount), currency, product, company)
        return ServicePrice(
            details["total_excluded_currency"],
            details["total_included_currency"],
            currency,
            position,
            tuple(
                f"{line['tax'].name}:"
                f" {format_amount(self.env, line['tax_amount_currency'], currency)}"
                for line in details["taxes_data"]
            ),
        )

    @api.model
    def _tax_details(self, taxes, amount, currency, product, company, special_mode=False):
        """Return Odoo's details of one line, computed and rounded as a line of an order is.

        ``special_mode`` is Odoo's: ``total_included`` makes ``amount`` the total,
        whether the taxes are included in prices or not.
        """
        Tax = self.env["account.tax"].with_company(company)
        line = Tax._prepare_base_line_for_taxes_computation(
            None,
            currency_id=currency,
            product_id=product,
            tax_ids=taxes,
            price_unit=amount,
            quantity=1.0,
            special_mode=special_mode,
        )
        Tax._add_tax_details_in_base_line(line, company)
        Tax._round_base_lines_tax_details([line], company)
        return line["tax_details"]

    def _pricelist_for(self, partner, company):
        """Return the customer's pricelist, or the general one; none where Odoo uses none.

        What an establishment lacks is its organisation's, first for the
        customer: Odoo gives every company a general pricelist by itself.
        """
        Groups, Pricelist = self.env["res.groups"], self.env["product.pricelist"]
        if not Groups._is_feature_enabled("product.group_product_pricelist"):
            return Pricelist
        own = general = Pricelist
        for owner in company | company.root_id:
            customer = partner.with_company(owner)
            own |= customer.specific_property_product_pricelist.filtered("active")
            if partner:
                general |= customer.property_product_pricelist
            else:
                general |= Pricelist.with_company(owner)._get_country_pricelist_multi([])[False]
        return own[:1] or general[:1]

    def _fiscal_positions_for(self, partner, company):
        """Return ``{service_id: fiscal position}``.

        The one set on the customer wins, as everywhere in Odoo; then the
        service's; then the one that Odoo finds for the customer.
        """
        Position = self.env["account.fiscal.position"]
        by_hand = found = Position
        if partner:
            for owner in company | company.root_id:
                by_hand |= partner.with_company(owner).property_account_position_id
            found = Position.with_company(company)._get_fiscal_position(partner)
        return {service.id: by_hand[:1] or service.fiscal_position_id or found for service in self}

    def _taxes_for(self, company, positions):
        """Return ``{service_id: taxes}`` of the products, mapped by the fiscal positions.

        Establishments use the taxes of their parent, unless they have their own.
        """
        mapped = {
            service.id: positions[service.id].map_tax(
                service.product_id.taxes_id._filter_taxes_by_company(company)
            )
            for service in self
        }
        # Read together here: Odoo's computation takes the taxes one by one.
        self.env["account.tax"].union(*mapped.values()).mapped("has_negative_factor")
        return mapped
