from odoo.fields import Command
from odoo.tests import tagged

from .common import RendezvousCase


@tagged("post_install", "-at_install")
class PriceCase(RendezvousCase):
    """A French organisation in euros, whose service costs 80.00 € and 20 % of tax."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.write({"active": True, "position": "after", "symbol": "€"})
        cls.parent.write({"country_id": cls.env.ref("base.fr").id, "currency_id": cls.euro.id})
        # Odoo gives each company one, as soon as two currencies are used.
        cls.env["product.pricelist"].search([]).active = False
        cls.tax_group = cls.env["account.tax.group"].create(
            {
                "name": "VAT",
                "company_id": cls.parent.id,
                "country_id": cls.parent.country_id.id,
            }
        )
        cls.full = cls.create_tax("VAT 20%", 20)
        cls.reduced = cls.create_tax("VAT 10%", 10, original_tax_ids=[Command.link(cls.full.id)])
        cls.position = cls.env["account.fiscal.position"].create(
            {
                "name": "Work in homes",
                "company_id": cls.parent.id,
                "tax_ids": [Command.set(cls.reduced.ids)],
            }
        )
        cls.product = cls.create_product("Passport fee", 80, cls.full)
        cls.service.product_id = cls.product

    @classmethod
    def create_tax(cls, name, amount, included=False, **values):
        return cls.env["account.tax"].create(
            {
                "name": name,
                "amount": amount,
                "type_tax_use": "sale",
                "price_include_override": "tax_included" if included else "tax_excluded",
                "company_id": cls.parent.id,
                "country_id": cls.parent.country_id.id,
                "tax_group_id": cls.tax_group.id,
                **values,
            }
        )

    @classmethod
    def create_product(cls, name, price, taxes=None, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "service",
                "list_price": price,
                "company_id": cls.parent.id,
                "taxes_id": [Command.set(taxes.ids if taxes else [])],
                **values,
            }
        )

    @classmethod
    def include_tax(cls):
        """Give the service a product of 96.00 €, tax of 20 % included."""
        included = cls.create_tax("VAT 20% incl.", 20, included=True)
        cls.product.write({"list_price": 96, "taxes_id": [Command.set(included.ids)]})
        return included

    def amounts(self, record):
        """Return what it costs without and with tax."""
        if record._name == "sale.order":
            return record.amount_untaxed, record.amount_total
        return record.price_untaxed, record.price_total
