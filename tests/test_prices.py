from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .price_common import PriceCase

# The products, their taxes and what taxes read, one statement each.
PRICE_QUERIES = 20


@tagged("post_install", "-at_install")
class TestPrices(PriceCase):
    """What a service costs, by its product, the customer and the establishment."""

    def price(self, **asked):
        self.env.flush_all()
        price = self.service._price_for(**asked)
        return price and (price.untaxed, price.total)

    def test_a_price_without_tax_gets_the_tax(self):
        self.assertEqual(self.price(), (80, 96))

    def test_a_price_with_tax_included_is_the_total(self):
        self.include_tax()
        self.assertEqual(self.price(), (80, 96))

    def test_the_fiscal_position_replaces_the_tax(self):
        self.service.fiscal_position_id = self.position
        self.assertEqual(self.price(), (80, 88))

    def test_the_fiscal_position_lowers_a_price_with_tax_included(self):
        included = self.include_tax()
        self.create_tax(
            "VAT 10% incl.",
            10,
            included=True,
            original_tax_ids=[Command.link(included.id)],
            fiscal_position_ids=[Command.link(self.position.id)],
        )
        self.service.fiscal_position_id = self.position
        self.assertEqual(self.price(), (80, 88))

    def test_amounts_are_rounded_by_the_currency(self):
        self.product.list_price = 79.99
        self.assertEqual(self.price(), (79.99, 95.99))
        self.include_tax()
        self.product.list_price = 95.99
        self.assertEqual(self.price(), (79.99, 95.99))

    def test_a_currency_without_cents_has_whole_amounts(self):
        self.euro.rounding = 1
        self.product.list_price = 79
        self.assertEqual(self.price(), (79, 95))

    def test_a_service_without_product_has_no_price(self):
        self.service.product_id = False
        self.assertIsNone(self.price())
        self.assertFalse(self.service.currency_id)
        self.assertFalse(self.service.price_words)

    def test_without_any_tax_the_price_is_the_product_s(self):
        self.product.taxes_id = False
        self.assertEqual(self.price(), (80, 80))
        self.assertEqual(self.service.price_words, "80.00\xa0€, no tax applies")

    def test_a_product_that_costs_nothing_is_free_of_charge(self):
        self.product.list_price = 0
        self.assertEqual(self.price(), (0, 0))
        self.assertEqual(self.service.price_words, "Free of charge")

    def test_an_establishment_uses_the_taxes_of_its_parent(self):
        self.assertEqual(self.price(company=self.child), (80, 96))

    def test_an_establishment_with_a_tax_of_its_own_uses_it(self):
        own = self.create_tax("Child 5%", 5, company_id=self.child.id)
        self.product.sudo().taxes_id += own
        self.assertEqual(self.price(company=self.child), (80, 84))
        self.assertEqual(self.price(company=self.sibling), (80, 96))

    def test_the_customer_s_own_fiscal_position_comes_first(self):
        exempt = self.position.copy({"name": "Exempt", "tax_ids": [Command.clear()]})
        self.service.fiscal_position_id = self.position
        self.contact.with_company(self.parent).property_account_position_id = exempt
        price = self.service._price_for(partner=self.contact, company=self.child)
        self.assertEqual((price.untaxed, price.total), (80, 80))
        self.assertEqual(price.fiscal_position, exempt)

    def test_odoo_finds_the_fiscal_position_of_a_country(self):
        belgium = self.env.ref("base.be")
        self.position.write({"auto_apply": True, "country_id": belgium.id})
        self.contact.country_id = belgium
        self.assertEqual(self.price(partner=self.contact), (80, 88))
        self.assertEqual(self.price(), (80, 96))

    def test_the_pricelist_of_the_customer_counts(self):
        self.env["res.config.settings"].create({"group_product_pricelist": True}).execute()
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Members",
                "currency_id": self.euro.id,
                "company_id": self.parent.id,
                "item_ids": [Command.create({"compute_price": "percentage", "percent_price": 50})],
            }
        )
        self.contact.with_company(self.parent).specific_property_product_pricelist = pricelist
        self.assertEqual(self.price(partner=self.contact), (40, 48))
        # The establishment has none of its own.
        self.assertEqual(self.price(partner=self.contact, company=self.child), (40, 48))

    def test_a_shared_product_is_converted_to_the_organisation_s_currency(self):
        self.product.company_id = False
        self.env["res.currency.rate"].create(
            {
                "currency_id": self.euro.id,
                "company_id": self.parent.id,
                "name": "2026-01-01",
                "rate": 0.5,
            }
        )
        price = self.service._price_for()
        self.assertEqual(price.currency, self.euro)
        self.assertEqual(price.untaxed, 40)

    def test_taxes_are_told_in_words(self):
        self.assertEqual(self.service._price_for().taxes, ("VAT 20%: 16.00\xa0€",))

    def test_the_form_says_what_customers_see(self):
        words = "96.00\xa0€ (80.00\xa0€ without tax)"
        self.assertEqual(self.service.with_user(self.administrator).price_words, words)
        self.assertEqual(self.service.with_user(self.agent).price_words, words)

    def test_asking_a_price_changes_nothing(self):
        self.env.flush_all()
        before = self.service.write_date
        self.service._price_for(partner=self.contact, company=self.child)
        self.env.flush_all()
        self.assertEqual(self.service.write_date, before)

    def test_another_organisation_s_product_is_refused(self):
        stranger = self.env["res.company"].create({"name": "Stranger"})
        product = self.create_product("Theirs", 10, company_id=stranger.id)
        with self.assertRaises(UserError):
            self.service.product_id = product

    def test_many_prices_cost_as_many_queries_as_one(self):
        services = self.service
        for number in range(9):
            tax = self.create_tax(f"Tax {number}", number + 1)
            product = self.create_product(f"Product {number}", 10 + number, tax)
            services += self.service.copy({"name": f"S{number}", "product_id": product.id})
        services._prices_for(self.contact, self.child)
        for asked in (self.service, services):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(PRICE_QUERIES):
                prices = asked._prices_for(self.contact, self.child)
            self.assertEqual(len(prices), len(asked))
