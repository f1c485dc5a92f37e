from datetime import timedelta
from itertools import count

from odoo.tests import tagged
from odoo.tools import SQL

from .common import NOW, RendezvousCase

# Long before the days that the tests look at.
LONG_AGO = NOW - timedelta(days=1000)
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
    def create_agenda(cls, name, company, **values):
        """Return an agenda that has been there for long: the database dates it by its own clock."""
        agenda = super().create_agenda(name, company, **values)
        cls.date_agenda(agenda, LONG_AGO)
        return agenda

    @classmethod
    def date_agenda(cls, agenda, moment):
        cls.env.cr.execute(
            SQL("UPDATE rendezvous_agenda SET create_date = %s WHERE id = %s", moment, agenda.id)
        )

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

    @classmethod
    def date_booking(cls, appointment, moment):
        """Have an appointment be entered at another moment than that of the test."""
        cls.env.cr.execute(
            SQL(
                "UPDATE rendezvous_appointment SET create_date = %s WHERE id = %s",
                moment,
                appointment.id,
            )
        )
        appointment.invalidate_recordset()

    @classmethod
    def send(cls, appointment, state, due=NOW - timedelta(days=1), **values):
        """Enter a message about an appointment, to its contact unless told otherwise."""
        cls.env["rendezvous.notification"].create(
            {
                "appointment_id": appointment.id,
                "partner_id": cls.contact.id,
                "event": "confirmed",
                "channel": "email",
                "due": due,
                "state": state,
                **values,
            }
        )

    def row(self, appointment):
        return self.Report.search([("appointment_id", "=", appointment.id)])

    def total(self, *aggregates, domain=()):
        """Return the aggregates over the counter's appointments."""
        domain = [("agenda_id", "=", self.agenda.id), *domain]
        return self.Report._read_group(domain, [], aggregates)[0]
