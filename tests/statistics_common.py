from datetime import timedelta
from itertools import count

from odoo.tests import tagged

from .common import NOW, RendezvousCase

# No two appointments of the tests at one place: they may overlap.
places = count(1)


@tagged("post_install", "-at_install")
class StatisticsCase(RendezvousCase):
    """Appointments of the past, entered as they are: no rule, no message."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["rendezvous.report"]
        cls.Day = cls.env["rendezvous.statistics.day"]
        cls.Dashboard = cls.env["rendezvous.dashboard"]

    @classmethod
    def past(cls, start=NOW - timedelta(days=2), agenda=None, **values):
        """Return one appointment at a place of its own."""
        return cls.many([cls.vals(start, agenda, **values)])

    @classmethod
    def vals(cls, start, agenda=None, **values):
        return {
            "service_id": cls.service.id,
            "agenda_id": (agenda or cls.agenda).id,
            "partner_id": cls.contact.id,
            "lane": next(places),
            "start": start,
            "state": "done",
            **values,
        }

    @classmethod
    def many(cls, vals_list):
        appointments = cls.env["rendezvous.appointment"].create(vals_list)
        appointments.flush_recordset()
        return appointments

    def row(self, appointment):
        return self.Report.search([("appointment_id", "=", appointment.id)])

    def total(self, *aggregates, domain=()):
        """Return the aggregates over the counter's appointments."""
        domain = [("agenda_id", "=", self.agenda.id), *domain]
        return self.Report._read_group(domain, [], aggregates)[0]
