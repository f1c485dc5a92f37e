from odoo.tests import tagged

from .common import NOW
from .waitlist_common import WaitlistCase

# A look at a line to which nothing can be offered: the line, what it names, the one
# question to the core and the rules of its agendas. The same whatever its length.
LOOK_QUERIES = 18
# A cancellation that finds nobody for its time: what it frees, and the look at that line.
FREED_QUERIES = 14
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

    def cancel(self, appointment):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        appointment.action_cancel()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_what_a_cancellation_does_at_once_costs_the_same_for_five_and_for_fifty(self):
        nine, half_past, ten = self.fill()
        without = self.cancel(nine)
        self.opening.hour_from = 9.5
        self.add_line(5)
        self.Entry.search([]).hour_from = 12
        costs = [self.cancel(half_past) - without]
        self.add_line(45)
        self.Entry.search([]).hour_from = 12
        costs.append(self.cancel(ten) - without)
        self.assertEqual(costs[0], costs[1])
        self.assertLessEqual(costs[1], FREED_QUERIES)

    def test_the_counts_of_all_agendas_are_two_questions(self):
        others = self.env["rendezvous.agenda"].union(
            *(self.create_agenda(f"Counter {number}", self.child) for number in range(9))
        )
        self.add_line(3)
        self.wait(self.ann, agenda_ids=others[0].ids)
        self.wait(self.ben, agenda_ids=others[:2].ids)
        agendas = self.agenda | others
        counts = [self.Entry.search_count(agenda._waitlist_domain()) for agenda in agendas]
        agendas.service_ids.fetch(["name"])
        self.env.flush_all()
        agendas.invalidate_recordset(["waitlist_entry_count"])
        with self.assertQueryCount(2):
            self.assertEqual(agendas.mapped("waitlist_entry_count"), counts)
        self.assertEqual(counts[:3], [3, 5, 4])
