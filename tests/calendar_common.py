from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tests.test_cursor import TestCursor
from odoo.tools.misc import Callbacks

from .common import MONDAY, RendezvousCase, at

TUESDAY = MONDAY + timedelta(days=1)


class CalendarCase(RendezvousCase):
    """Tess, a technician with a user, who practises from nine to twelve."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tess = cls.create_colleague("tess")
        cls.technician.user_id = cls.tess
        cls.practice = cls.create_agenda(
            "Practice", cls.child, technician_ids=[Command.set(cls.technician.ids)]
        )
        cls.add_openings(cls.practice)
        cls.add_hours(cls.technician)
        cls.contact.write({"name": "Zoé Durand", "phone": "+33 6 00 00 00 01"})

    @classmethod
    def create_colleague(cls, login, company=None, groups="base.group_user", **values):
        company = company or cls.child
        return new_test_user(
            cls.env,
            login,
            groups=groups,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            **values,
        )

    def appoint(self, start=None, **values):
        """Book with Tess and return the appointment, its calendar written."""
        return self.book(start or at(9), agenda=self.practice, **values)

    def at_time(self, moment):
        return freeze_time(moment, tick=False)

    def events(self):
        """Return the events of appointments, archived ones too."""
        return (
            self.env["calendar.event"]
            .with_context(active_test=False)
            .search([("res_model", "=", "rendezvous.appointment")], order="id")
        )

    def move_event(self, appointment, start, user=None, minutes=30, **values):
        """Move the event by hand, as its technician does in Odoo's calendar."""
        event = appointment.calendar_event_id.with_user(user or self.tess)
        event.write({"start": start, "stop": start + timedelta(minutes=minutes), **values})
        self.env.cr.flush()

    def run_job(self):
        job = self.env.ref("rendezvous.rendezvous_cron_write_calendars")
        with self.enter_registry_test_mode():
            self.assertIs(job.method_direct_trigger(), True)

    def activities(self, appointment):
        kind = self.env.ref("rendezvous.mail_activity_type_calendar")
        return appointment.activity_ids.filtered(lambda a: a.activity_type_id == kind)


class LinkedCase(CalendarCase):
    """Calendars that are linked with one outside: what leaves after a commit leaves here too."""

    def setUp(self):
        super().setUp()
        self.env.cr.postcommit.clear()

    def commit(self):
        """Do what a commit sets going: Odoo sends to the other calendar afterwards."""
        self.env.cr.flush()
        with self.enter_registry_test_mode(), self.committing():
            self.env.cr.postcommit.run()

    def committing(self):
        """Have the cursors of tests run what is to run after a commit."""
        commit = TestCursor.commit

        def commit_and_run(cursor):
            cursor.flush()
            hooks, cursor.postcommit = cursor.postcommit, Callbacks()
            commit(cursor)
            cursor.postcommit = hooks
            hooks.run()

        return patch.object(TestCursor, "commit", commit_and_run)

    def run_job(self):
        with self.committing():
            return super().run_job()
