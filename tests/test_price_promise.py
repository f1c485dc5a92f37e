from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import at
from .price_common import PriceCase


@tagged("post_install", "-at_install")
class TestPricePromise(PriceCase):
    """What the contact was told stays, whatever becomes of the product."""

    def test_a_booking_keeps_the_price_of_that_day(self):
        appointment = self.book(at(9))
        self.product.list_price = 200
        self.env.flush_all()
        self.assertEqual(self.amounts(appointment), (80, 96))
        self.assertEqual(appointment.currency_id, self.euro)

    def test_a_new_booking_has_the_new_price(self):
        self.book(at(9))
        self.product.list_price = 100
        self.assertEqual(self.amounts(self.book(at(10))), (100, 120))

    def test_a_hold_has_its_price_and_confirming_keeps_it(self):
        appointment = self.book(at(9), hold=True)
        self.product.list_price = 200
        appointment.action_confirm()
        self.env.flush_all()
        self.assertEqual(self.amounts(appointment), (80, 96))

    def test_a_move_keeps_the_price(self):
        appointment = self.book(at(9))
        other = self.create_agenda("Other", self.child)
        self.add_openings(other, 14, 16)
        self.product.list_price = 200
        appointment._move(at(14), agenda=other)
        self.env.flush_all()
        self.assertEqual(self.amounts(appointment), (80, 96))

    def test_neither_a_new_rate_nor_a_new_product_changes_a_promise(self):
        appointment = self.book(at(9))
        self.full.amount = 30
        self.service.product_id = self.create_product("Dearer", 500, self.full)
        self.service.fiscal_position_id = self.position
        self.env.flush_all()
        self.assertEqual(self.amounts(appointment), (80, 96))
        self.assertFalse(appointment.fiscal_position_id)

    def test_the_fiscal_position_of_that_day_is_kept(self):
        self.service.fiscal_position_id = self.position
        appointment = self.book(at(9))
        self.service.fiscal_position_id = False
        self.env.flush_all()
        self.assertEqual(appointment.fiscal_position_id, self.position)
        self.assertEqual(self.amounts(appointment), (80, 88))

    def test_another_service_renews_the_promise_and_the_history_says_so(self):
        appointment = self.book(at(9)).with_context(tracking_disable=False)
        other = self.service.copy({"name": "Wedding", "is_published": True})
        other.product_id = self.create_product("Wedding fee", 100, self.full)
        self.agenda.service_ids += other
        self.env.flush_all()
        appointment.service_id = other
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertEqual(self.amounts(appointment), (100, 120))
        tracked = appointment.message_ids.tracking_value_ids.filtered(
            lambda value: value.field_id.name == "price_total"
        )
        self.assertEqual((tracked.old_value_float, tracked.new_value_float), (96, 120))

    def test_writing_the_same_service_renews_nothing(self):
        appointment = self.book(at(9))
        self.product.list_price = 200
        appointment.service_id = self.service
        self.env.flush_all()
        self.assertEqual(self.amounts(appointment), (80, 96))

    def test_a_service_without_product_promises_nothing(self):
        self.service.product_id = False
        appointment = self.book(at(9))
        self.service.product_id = self.product
        self.env.flush_all()
        self.assertFalse(appointment.currency_id)
        self.assertEqual(self.env["rendezvous.page"]._price_of(appointment), "")

    def test_each_establishment_promises_with_its_own_taxes(self):
        self.product.taxes_id += self.create_tax("Child 5%", 5, company_id=self.child.id)
        theirs = self.create_agenda("Theirs", self.sibling)
        self.add_openings(theirs)
        self.assertEqual(self.amounts(self.book(at(9))), (80, 84))
        self.assertEqual(self.amounts(self.book(at(10), theirs)), (80, 96))

    def test_establishments_of_two_organisations_promise_in_their_own_currency(self):
        stranger = self.env["res.company"].create(
            {"name": "Stranger", "currency_id": self.env.ref("base.CHF").id}
        )
        service = self.service.create({"name": "Visa", "company_id": stranger.id})
        service.product_id = self.create_product("Visa fee", 10, company_id=stranger.id)
        agenda = self.create_agenda("Bern", stranger, service_ids=service.ids, capacity=1)
        self.add_openings(agenda)
        appointment = self.book(at(9), agenda, service=service, online=False)
        self.assertEqual(appointment.currency_id, self.env.ref("base.CHF"))
        self.assertEqual(self.book(at(9)).currency_id, self.euro)

    def test_the_price_stays_when_the_contact_is_forgotten(self):
        appointment = self.book(at(9))
        appointment._anonymise()
        self.env.flush_all()
        self.assertEqual(self.amounts(appointment), (80, 96))

    def test_a_contact_reads_his_price_not_what_is_staff_s(self):
        appointment = self.book(at(9))
        mine = appointment.with_user(self.citizen)
        self.assertEqual(mine.read(["price_total"])[0]["price_total"], 96)
        for field in ("sale_order_id", "fiscal_position_id"):
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                mine.read([field])

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_else_reads_the_price(self):
        appointment = self.book(at(9))
        public = self.env.ref("base.public_user")
        for user in (self.other_citizen, public, self.sibling_planner):
            self.env.invalidate_all()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                appointment.with_user(user).read(["price_total"])

    def test_staff_of_the_establishment_and_of_the_parent_read_it(self):
        appointment = self.book(at(9))
        parent_agent = new_test_user(
            self.env, "parent_agent", "rendezvous.group_user", company_id=self.parent.id
        )
        for user in (self.agent, self.planner, parent_agent):
            [values] = appointment.with_user(user).read(["price_total", "sale_order_id"])
            self.assertEqual(values["price_total"], 96)
