from odoo.fields import Command
from odoo.tests import tagged

from .common import at
from .price_common import PriceCase
from .public_common import PublicCase

# The 14 of a catalogue without prices; the visitor, his pricelist and fiscal position,
# the products and their taxes.
CATALOGUE_QUERIES = 28


@tagged("post_install", "-at_install")
class TestPricePages(PriceCase, PublicCase):
    """What visitors and contacts read, each in his language."""

    def words_of(self, url, path="//main"):
        return self.words(self.page(url), path)

    def activate_french(self):
        french = self.env["res.lang"]._activate_lang("fr_FR")
        self.website.language_ids = [Command.link(french.id)]
        return french

    def test_the_catalogue_shows_the_price(self):
        self.assertIn("96.00 € incl. tax", self.words_of("/rendezvous", "//article"))

    def test_the_catalogue_shows_the_price_in_french(self):
        self.activate_french()
        self.product.list_price = 1080
        card = self.words_of("/fr/rendezvous", "//article")
        self.assertIn("1 296,00 €", card.replace("\u202f", " "))

    def test_a_service_without_product_shows_no_amount(self):
        self.service.product_id = False
        for url in ("/rendezvous", self.service_url):
            self.assertNotIn("€", self.words_of(url))

    def test_a_product_that_costs_nothing_is_free_of_charge(self):
        self.product.list_price = 0
        card = self.words_of("/rendezvous", "//article")
        self.assertIn("Free of charge", card)
        self.assertNotIn("0.00", card)

    def test_without_tax_nothing_is_said_of_it(self):
        self.product.taxes_id = False
        card = self.words_of("/rendezvous", "//article")
        self.assertIn("80.00 €", card)
        self.assertNotIn("incl. tax", card)

    def test_the_page_of_the_service_shows_the_price(self):
        self.assertIn("96.00 € incl. tax", self.words_of(self.service_url, "//aside"))

    def test_a_known_customer_sees_his_own_price(self):
        self.contact.with_company(self.parent).property_account_position_id = self.position
        self.log_in()
        self.assertIn("88.00 € incl. tax", self.words_of("/rendezvous", "//article"))

    def test_the_chosen_time_shows_the_establishment_s_price(self):
        self.product.taxes_id += self.create_tax("Child 5%", 5, company_id=self.child.id)
        self.log_in()
        url = f"/rendezvous/hold?service={self.service.id}&slot={self.code(at(9))}"
        self.assertIn("84.00 € incl. tax", self.words_of(url))

    def test_the_file_and_the_confirmation_show_the_promise(self):
        appointment = self.hold(at(9))
        self.product.list_price = 500
        self.env.flush_all()
        self.log_in()
        url = f"/rendezvous/appointment/{appointment.id}"
        self.assertIn("96.00 € incl. tax", self.words_of(url, "//aside"))
        appointment.action_confirm()
        self.env.flush_all()
        self.assertIn("96.00 € incl. tax", self.words_of(f"{url}/confirmed"))

    def test_the_portal_shows_the_promise_and_not_the_quotation(self):
        appointment = self.book(at(9))
        appointment.with_user(self.agent).action_quotation()
        self.product.list_price = 500
        self.env.flush_all()
        self.log_in()
        words = self.words_of(f"/my/rendezvous/{appointment.id}")
        self.assertIn("96.00 € incl. tax", words)
        self.assertNotIn(appointment.sale_order_id.name, words)
        self.assertIn("96.00 €", self.words_of(f"/my/rendezvous/{appointment.id}/move"))

    def test_the_slip_shows_the_promise_in_the_contact_s_language(self):
        self.activate_french()
        self.contact.lang = "fr_FR"
        appointment = self.book(at(9))
        content, _type = (
            self.env["ir.actions.report"]
            .with_user(self.agent)
            ._render_qweb_html("rendezvous.rendezvous_appointment_report_slip", appointment.ids)
        )
        self.assertIn("96,00\xa0€", content.decode())

    def test_the_catalogue_with_prices_costs_the_same_for_one_agenda_and_for_twenty(self):
        page = self.env["rendezvous.page"].sudo()
        self.assertCost(CATALOGUE_QUERIES, page._catalogue, self.add_twenty_agendas)
