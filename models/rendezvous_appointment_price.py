from odoo import api, fields, models

PROMISE = ("currency_id", "price_untaxed", "price_total", "fiscal_position_id")


class RendezvousAppointment(models.Model):
    """The price promised: the one of the day on which the appointment was made.

    It depends on the service alone, on purpose: neither a new price of the
    product nor a move changes what the contact was told.
    """

    _inherit = "rendezvous.appointment"

    currency_id = fields.Many2one(
        "res.currency", compute="_compute_price", store=True, precompute=True
    )
    price_untaxed = fields.Monetary(
        "Price without tax", compute="_compute_price", store=True, precompute=True
    )
    price_total = fields.Monetary(
        "Price",
        compute="_compute_price",
        store=True,
        precompute=True,
        tracking=True,
        help="What the contact was told when the appointment was made, tax included.",
    )
    fiscal_position_id = fields.Many2one(
        "account.fiscal.position",
        "Fiscal position of that day",
        compute="_compute_price",
        store=True,
        precompute=True,
        ondelete="restrict",
        index="btree_not_null",
        groups="rendezvous.group_user",
    )

    @api.depends("service_id")
    def _compute_price(self):
        by_customer = self.grouped(lambda a: (a.partner_id, a.company_id))
        for (partner, company), appointments in by_customer.items():
            prices = appointments.service_id._prices_for(partner, company)
            for appointment in appointments:
                price = prices.get(appointment.service_id.id)
                appointment.currency_id = price and price.currency
                appointment.price_untaxed = price and price.untaxed
                appointment.price_total = price and price.total
                appointment.fiscal_position_id = price and price.fiscal_position

    def write(self, vals):
        """Naming the same service again, as an import does, renews no promise."""
        if "service_id" not in vals:
            return super().write(vals)
        same = self.filtered(lambda a: a.service_id.id == vals["service_id"])
        promise = [self._fields[name] for name in PROMISE]
        with self.env.protecting(promise, same):
            return super().write(vals)
