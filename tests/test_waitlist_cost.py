from odoo.tests import tagged

from .common import NOW
from .waitlist_common import WaitlistCase

# A look at a line to which nothing can be offered: the line, what it names, the one
# question to the core and the rules of its agendas. The same whatever its length.
LOOK_QUERIES = 18
# What each offer costs beside: the lock and the row of its place, the question asked
# again, the message, the moments of the job.
OFFER_QUERIES = 70


@tagged("post_install", "-at_install")
class TestWaitlistCost(WaitlistCase):
    def add_line(self, count):
        partners = self.env["res.partner"].create(
            [{"lastname": f"Line {n}", "email": f"line{n}@example.com"} for n in range(count)]
        )
        return [self.wait(partner) for partner in partners]

    def look(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.Entry._serve(self.parent)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_a_look_costs_the_same_for_five_and_for_fifty(self):
        self.fill()
        self.add_line(5)
        self.look()
        costs = [self.look()]
        self.add_line(45)
        self.look()
        costs.append(self.look())
        self.assertEqual(costs[0], costs[1])
        self.assertLessEqual(costs[1], LOOK_QUERIES)

    def test_fifty_who_are_not_served_cost_one_statement_each_the_first_time(self):
        self.fill()
        entries = self.add_line(50)
        self.look()
        self.assertEqual({entry.checked_at for entry in entries}, {NOW})

    def test_an_offer_costs_the_same_for_five_and_for_fifty(self):
        self.fill((9,), (10,))
        self.add_line(5)
        self.assertLessEqual(self.look(), LOOK_QUERIES + OFFER_QUERIES)
        offer = self.Offer.search([])
        self.add_line(45)
        self.look()
        offer._refuse()
        self.assertLessEqual(self.look(), LOOK_QUERIES + OFFER_QUERIES)
        self.assertEqual(len(self.Offer.search([])), 2)
