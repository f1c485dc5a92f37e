import logging

from psycopg2 import OperationalError

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

_logger = logging.getLogger(__name__)

# States in which an order is a quotation still.
OPEN = ("draft", "sent")


class RendezvousAppointment(models.Model):
    """From the price promised to a quotation: by a click, or when it is confirmed."""

    _inherit = "rendezvous.appointment"

    sale_order_id = fields.Many2one(
        "sale.order",
        "Quotation",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups="rendezvous.group_user",
        tracking=True,
    )

    def action_quotation(self):
        """Open the quotation of the appointment, made now if there is none."""
        self.ensure_one()
        if not self.sale_order_id:
            self.check_access("write")
            self._quote()
        return self._open_quotation()

    def _open_quotation(self):
        order = self.env["sale.order"].browse(self.sale_order_id.id)
        if order.has_access("read"):
            return order.get_formview_action()
        message = self.env._(
            "Quotation %(name)s is made. Your account does not open sales: whoever handles"
            " them finds it there.",
            name=order.sudo().name,  # its name alone
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _quote(self):
        """Make the quotation of one appointment; its total is the price promised.

        :raises UserError: there is nothing to quote, and why
        """
        self.ensure_one()
        # As superuser: agents have no rights on sales. Without followers: neither
        # the agent nor the contact who confirmed asked to follow the order.
        appointment = self.sudo().with_company(self.sudo().company_id)
        appointment._check_quotable()
        Order = appointment.env["sale.order"].with_context(mail_create_nosubscribe=True)
        order = Order.create(appointment._prepare_quotation_vals())
        # Computed by Odoo from the pricelist, whatever is given at creation.
        order.currency_id = appointment.currency_id
        appointment.sale_order_id = order

    def _check_quotable(self):
        """Refuse what is no appointment any more, or has no price."""
        refusal = ""
        if self.state not in ("confirmed", "done"):
            refusal = self.env._(
                "%(appointment)s is not confirmed: there is nothing to quote.",
                appointment=self.display_name,
            )
        elif self.anonymised_date:
            refusal = self.env._("This appointment is anonymised: nobody is left to quote it to.")
        elif not self.currency_id or not self.service_id.product_id:
            refusal = self.env._(
                "“%(service)s” has no product: an administrator gives it one on the service,"
                " for the appointments to come.",
                service=self.service_id.name,
            )
        if refusal:
            raise UserError(refusal)

    def _prepare_quotation_vals(self):
        told = self.with_context(lang=self.partner_id.lang)
        pricelist = self.partner_id.property_product_pricelist
        vals = {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "fiscal_position_id": self.fiscal_position_id.id,
            # Another currency than the one promised has nothing to say here.
            "pricelist_id": pricelist.currency_id == self.currency_id and pricelist.id,
            "origin": self.env._("Appointment %(number)s", number=self.id),
            "client_order_ref": f"{told.service_id.name}, {told._message_when()}",
            "order_line": [Command.create(self._prepare_quotation_line_vals())],
        }
        # A counter's location is no address of the contact.
        owner = self.partner_id.commercial_partner_id
        if self.location_id.commercial_partner_id == owner:
            vals["partner_shipping_id"] = self.location_id.id
        return vals

    def _prepare_quotation_line_vals(self):
        service = self.service_id
        positions = {service.id: self.fiscal_position_id}
        taxes = service._taxes_for(self.company_id, positions)[service.id]
        return {
            "product_id": service.product_id.id,
            "product_uom_qty": 1,
            "price_unit": self._promised_unit_price(taxes),
            "discount": 0,
            "tax_ids": [Command.set(taxes.ids)],
        }

    def _promised_unit_price(self, taxes):
        """Return the unit price that comes to the price promised, under these taxes.

        Taxes that are included in prices are part of it. Should a rate have
        changed since, the contact still pays the total that he was told.
        """
        service, currency = self.service_id, self.currency_id
        where = (currency, service.product_id, self.company_id)
        whole = service._tax_details(taxes, self.price_total, *where, "total_included")
        included = sum(
            line["tax_amount_currency"] for line in whole["taxes_data"] if line["tax"].price_include
        )
        unit_price = self.price_untaxed + included
        total = service._tax_details(taxes, unit_price, *where)["total_included_currency"]
        if not currency.compare_amounts(total, self.price_total):
            return unit_price
        return whole["total_excluded_currency"] + included

    def _quote_when_confirmed(self):
        """Make the quotations, where the organisation wants them at confirmation.

        The booking stands whatever happens here: staff reads what failed.
        """
        # As superuser: the setting is the parent's, which an establishment may not read.
        for appointment in self.sudo():
            policy = appointment.company_id.root_id.rendezvous_quotation_policy
            if policy != "confirmed" or not appointment.currency_id or appointment.sale_order_id:
                continue
            if not appointment._do_safely(appointment._quote):
                note = self.env._("The quotation could not be made: make it with “Quotation”.")
                appointment._message_log(body=note)

    def _cancel_quotations(self):
        """Cancel what is a quotation still; of an order, staff decides."""
        # As superuser: the contact cancels, or an agent without rights on sales.
        for appointment in self.sudo().filtered("sale_order_id"):
            order = appointment.sale_order_id
            if order.state == "cancel":
                continue
            if order.state not in OPEN:
                note = self.env._(
                    "Order %(name)s is confirmed already: it stays. Decide what becomes of it.",
                    name=order.name,
                )
                appointment._message_log(body=note)
            elif not appointment._do_safely(order.action_cancel):
                note = self.env._(
                    "Quotation %(name)s could not be cancelled: cancel it in the sales.",
                    name=order.name,
                )
                appointment._message_log(body=note)

    def _do_safely(self, act):
        """Return whether ``act`` succeeded; nothing is left of what failed."""
        try:
            with self.env.cr.savepoint():
                act()
        except OperationalError:
            # The database asks for the whole transaction again, booking included.
            raise
        except Exception:  # pylint: disable=broad-except
            # Accounting and other addons may refuse for reasons of their own.
            _logger.exception("The quotation of appointment %s failed", self.id)
            return False
        return True
