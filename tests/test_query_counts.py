from datetime import datetime, timedelta

from odoo.tests import tagged

from .common import MONDAY, RendezvousCase

# What one question costs, nothing in cache: the agendas and what they name
# (services, technicians, what they can do, users, locations, companies), the
# openings, the hours, and the one statement of the core.
AVAILABILITY_QUERIES = 13


@tagged("post_install", "-at_install")
class TestQueryCounts(RendezvousCase):
    def test_availability_costs_the_same_for_one_technician_and_a_week(self):
        self.assertAvailabilityQueries(technicians=1, days=7)

    def test_availability_costs_the_same_for_fifty_technicians_and_a_week(self):
        self.assertAvailabilityQueries(technicians=50, days=7)

    def test_availability_costs_the_same_for_fifty_technicians_and_sixty_days(self):
        self.assertAvailabilityQueries(technicians=50, days=60)

    def test_first_availability_costs_the_same_for_one_agenda_and_for_thirty(self):
        counts = set()
        for _round in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.service._first_available()
            counts.add(self.env.cr.sql_log_count - before)
            for number in range(30):
                self.add_openings(self.create_agenda(f"Counter {number}", self.child))
        self.assertEqual(len(counts), 1, counts)

    def assertAvailabilityQueries(self, technicians, days):
        staff = self.env["hr.employee"].create(
            [{"name": f"T{n}", "company_id": self.child.id} for n in range(technicians)]
        )
        for technician in staff:
            self.add_hours(technician)
        self.agenda.technician_ids = staff
        start = datetime(MONDAY.year, MONDAY.month, MONDAY.day)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(AVAILABILITY_QUERIES):
            slots = self.service._available_slots(start, start + timedelta(days=days))
        self.assertEqual(len(slots[0].technician_ids), technicians)
