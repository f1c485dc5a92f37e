from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import at
from .price_common import PriceCase

LOGGER = "odoo.addons.rendezvous.models.rendezvous_appointment_quotation"


@tagged("post_install", "-at_install")
class TestQuotations(PriceCase):
    """One click makes the quotation of an appointment."""

    def quote(self, appointment, user=None):
        appointment.with_user(user or self.agent).action_quotation()
        self.env.flush_all()
        return appointment.sale_order_id

    def test_the_quotation_comes_to_the_promise(self):
        appointment = self.book(at(9))
        order = self.quote(appointment)
        self.assertEqual(self.amounts(order), (80, 96))
        self.assertEqual(order.partner_id, self.contact)
        self.assertEqual(order.company_id, self.child)
        self.assertEqual(order.order_line.product_id, self.product)
        self.assertEqual(order.order_line.tax_ids, self.full)
        self.assertEqual(order.state, "draft")

    def test_it_keeps_the_promise_after_the_price_changed(self):
        appointment = self.book(at(9))
        self.product.list_price = 500
        self.assertEqual(self.amounts(self.quote(appointment)), (80, 96))

    def test_it_keeps_the_promise_with_tax_included(self):
        self.include_tax()
        appointment = self.book(at(9))
        self.product.list_price = 500
        order = self.quote(appointment)
        self.assertEqual(self.amounts(order), (80, 96))
        self.assertEqual(order.order_line.price_unit, 96)

    def test_it_keeps_the_fiscal_position_of_that_day(self):
        self.service.fiscal_position_id = self.position
        appointment = self.book(at(9))
        self.service.fiscal_position_id = False
        order = self.quote(appointment)
        self.assertEqual(self.amounts(order), (80, 88))
        self.assertEqual(order.fiscal_position_id, self.position)
        self.assertEqual(order.order_line.tax_ids, self.reduced)

    def test_it_comes_to_the_promise_to_the_cent(self):
        included = self.create_tax("VAT 5.5% incl.", 5.5, included=True)
        odd = self.create_tax("VAT 5.5%", 5.5)
        local = self.create_tax("Local 9.975%", 9.975)
        cases = [(self.full, 79.995), (odd, 10.07), (odd + local, 33.33), (included, 19.99)]
        cases += [(included + local, 47.11), (self.env["account.tax"], 0.01)]
        for number, (taxes, price) in enumerate(cases):
            self.product.write({"list_price": price, "taxes_id": [Command.set(taxes.ids)]})
            appointment = self.book(at(9 + number // 2, 30 * (number % 2)))
            with self.subTest(taxes=taxes.mapped("name"), price=price):
                order = self.quote(appointment)
                self.assertEqual(self.amounts(order), self.amounts(appointment))

    def test_a_rate_that_changed_since_leaves_the_total(self):
        appointment = self.book(at(9))
        self.full.amount = 25
        self.assertEqual(self.amounts(self.quote(appointment)), (76.8, 96))

    def test_it_is_in_the_currency_promised(self):
        appointment = self.book(at(9))
        franc = self.env.ref("base.CHF")
        franc.active = True
        appointment.currency_id = franc
        order = self.quote(appointment)
        self.assertEqual(order.currency_id, franc)
        self.assertEqual(order.amount_total, 96)

    def test_it_names_the_appointment(self):
        appointment = self.book(at(9))
        order = self.quote(appointment)
        self.assertEqual(order.origin, f"Appointment {appointment.id}")
        self.assertIn("Passport, Monday, January 5, 2026", order.client_order_ref)

    def test_the_address_of_the_intervention_is_the_delivery_address(self):
        home = self.env["res.partner"].create(
            {"name": "Home", "type": "delivery", "parent_id": self.contact.id}
        )
        appointment = self.book(at(9))
        appointment.location_id = home
        self.assertEqual(self.quote(appointment).partner_shipping_id, home)

    def test_the_counter_s_address_is_not(self):
        appointment = self.book(at(9))
        appointment.location_id = self.child.partner_id
        self.assertEqual(self.quote(appointment).partner_shipping_id, self.contact)

    def test_a_second_click_opens_the_same_quotation(self):
        appointment = self.book(at(9))
        order = self.quote(appointment)
        self.assertEqual(self.quote(appointment), order)
        orders = self.env["sale.order"].search([("partner_id", "=", self.contact.id)])
        self.assertEqual(orders, order)

    def test_who_sells_gets_the_quotation_opened(self):
        self.agent.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        appointment = self.book(at(9)).with_user(self.agent)
        action = appointment.action_quotation()
        self.assertEqual(action["res_model"], "sale.order")
        self.assertEqual(action["res_id"], appointment.sale_order_id.id)

    def test_who_does_not_sell_is_told_where_it_is(self):
        appointment = self.book(at(9)).with_user(self.agent)
        action = appointment.action_quotation()
        order = appointment.sudo().sale_order_id
        self.assertIn(order.name, action["params"]["message"])
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            order.with_user(self.agent).read(["amount_total"])
        # The form shows its name all the same.
        [values] = appointment.web_read({"sale_order_id": {"fields": {"display_name": {}}}})
        self.assertEqual(values["sale_order_id"]["display_name"], order.name)

    def test_the_agent_does_not_follow_the_order(self):
        order = self.quote(self.book(at(9)))
        self.assertNotIn(self.agent.partner_id, order.message_partner_ids)
        self.assertFalse(order.user_id)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_only_staff_of_the_establishment_makes_one(self):
        appointment = self.book(at(9))
        parent_agent = new_test_user(
            self.env, "parent_agent", "rendezvous.group_user", company_id=self.parent.id
        )
        for user in (self.citizen, self.other_citizen, self.sibling_planner, parent_agent):
            self.env.invalidate_all()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                appointment.with_user(user).action_quotation()
        self.assertFalse(appointment.sale_order_id)

    def test_what_cannot_be_quoted_says_why(self):
        cancelled, forgotten, free = (self.book(at(hour)) for hour in (10, 11, 9))
        held = self.book(at(9, 30), hold=True)
        cancelled.action_cancel()
        forgotten._anonymise()
        self.service.product_id = False
        words = {held: "not confirmed", cancelled: "not confirmed", forgotten: "anonymised"}
        for appointment, expected in {**words, free: "no product"}.items():
            with self.assertRaisesRegex(UserError, expected):
                appointment.with_user(self.agent).action_quotation()

    def test_the_quotation_follows_a_merged_contact(self):
        other = self.env["res.partner"].create({"lastname": "Kept", "firstname": "One"})
        appointment = self.book(at(9), partner=other)
        order = self.quote(appointment)
        kept = self.env["res.partner"].create({"lastname": "Kept", "firstname": "One"})
        self.env["base.partner.merge.automatic.wizard"]._merge((other | kept).ids, kept)
        self.env.invalidate_all()
        self.assertEqual((order.partner_id, appointment.partner_id), (kept, kept))
        self.assertEqual(appointment.sale_order_id, order)

    def test_forgetting_the_contact_leaves_the_quotation(self):
        appointment = self.book(at(9))
        order = self.quote(appointment)
        appointment._anonymise()
        self.assertEqual(appointment.sale_order_id, order)
        self.assertEqual(self.amounts(order), (80, 96))


@tagged("post_install", "-at_install")
class TestQuotationPolicy(PriceCase):
    """Quotations at confirmation, and at cancellation; none of them stops a booking."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parent.rendezvous_quotation_policy = "confirmed"

    def notes(self, appointment):
        return " ".join(str(body) for body in appointment.message_ids.mapped("body"))

    def failing(self, error):
        return patch.object(self.env.registry["sale.order"], "create", side_effect=error)

    def test_a_confirmed_booking_makes_its_quotation(self):
        appointment = self.book(at(9))
        self.assertEqual(appointment.sale_order_id.amount_total, 96)

    def test_confirming_a_hold_makes_it(self):
        appointment = self.book(at(9), hold=True)
        self.assertFalse(appointment.sale_order_id)
        appointment.with_user(self.agent).action_confirm()
        self.assertEqual(appointment.sale_order_id.amount_total, 96)

    def test_a_contact_who_confirms_online_makes_it_and_does_not_follow_it(self):
        appointment = self.book(at(9), hold=True)
        appointment.with_user(self.citizen).sudo()._confirm_by_contact()
        self.assertTrue(appointment.sale_order_id)
        self.assertNotIn(self.contact, appointment.sale_order_id.message_partner_ids)

    def test_by_hand_nothing_is_made(self):
        self.parent.rendezvous_quotation_policy = "manual"
        self.assertFalse(self.book(at(9)).sale_order_id)

    def test_without_a_price_nothing_is_made_nor_noted(self):
        self.service.product_id = False
        appointment = self.book(at(9))
        self.assertFalse(appointment.sale_order_id)
        self.assertNotIn("quotation", self.notes(appointment).lower())

    def test_a_failure_keeps_the_booking_and_tells_staff(self):
        with self.failing(UserError("No journal")), mute_logger(LOGGER):
            appointment = self.book(at(9))
        self.assertEqual(appointment.state, "confirmed")
        self.assertFalse(appointment.sale_order_id)
        self.assertIn("The quotation could not be made", self.notes(appointment))

    def test_a_failure_in_the_database_keeps_the_booking(self):
        def fail(*_args):
            self.env.cr.execute("SELECT 1 / 0")

        with self.failing(fail), mute_logger(LOGGER, "odoo.sql_db"):
            appointment = self.book(at(9))
        self.assertEqual(appointment.state, "confirmed")
        self.assertIn("The quotation could not be made", self.notes(appointment))

    def test_a_lost_race_asks_for_the_whole_transaction_again(self):
        with self.failing(SerializationFailure()), self.assertRaises(SerializationFailure):
            self.book(at(9))

    def test_cancelling_cancels_the_quotation(self):
        appointment = self.book(at(9))
        appointment.with_user(self.agent).action_cancel("Illness")
        self.assertEqual(appointment.sale_order_id.state, "cancel")

    def test_a_contact_who_cancels_cancels_it_too(self):
        appointment = self.book(at(9))
        appointment.sale_order_id.action_quotation_sent()
        appointment.with_user(self.citizen).sudo()._cancel_by_contact()
        self.assertEqual(appointment.sale_order_id.state, "cancel")

    def test_a_confirmed_order_stays_and_staff_is_told(self):
        appointment = self.book(at(9))
        order = appointment.sale_order_id
        order.action_confirm()
        appointment.action_cancel()
        self.assertEqual((appointment.state, order.state), ("cancelled", "sale"))
        self.assertIn(f"Order {order.name} is confirmed already", self.notes(appointment))

    def test_a_quotation_that_does_not_let_itself_be_cancelled_keeps_no_appointment(self):
        appointment = self.book(at(9))
        appointment.sale_order_id.locked = True
        with mute_logger(LOGGER):
            appointment.action_cancel()
        self.assertEqual(appointment.state, "cancelled")
        self.assertIn("could not be cancelled", self.notes(appointment))

    def test_the_setting_is_the_parent_s(self):
        settings = self.env["res.config.settings"].with_company(self.child).create({})
        self.assertEqual(settings.rendezvous_quotation_policy, "confirmed")
        settings.rendezvous_quotation_policy = "manual"
        settings.execute()
        self.assertEqual(self.parent.rendezvous_quotation_policy, "manual")
