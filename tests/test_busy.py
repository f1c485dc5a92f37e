from datetime import timedelta

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import RendezvousCase, at


@tagged("post_install", "-at_install")
class TestBusy(RendezvousCase):
    """What blocks time beside appointments, from nine to ten."""

    def use_technician(self):
        user = new_test_user(
            self.env,
            "tess",
            groups="base.group_user",
            company_id=self.child.id,
            company_ids=[Command.set(self.child.ids)],
        )
        self.technician.user_id = user
        self.agenda.technician_ids = self.technician
        self.add_hours(self.technician)
        return user.partner_id

    def close(self, **values):
        self.env["rendezvous.closure"].create(
            {"name": "Works", "start": at(9), "stop": at(10), **values}
        )

    def leave(self, resource=False):
        # Odoo takes the company of a leave from its calendar.
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Away",
                "calendar_id": self.child.resource_calendar_id.id,
                "resource_id": resource and resource.id,
                "date_from": at(9),
                "date_to": at(10),
            }
        )

    def meet(self, partner, **values):
        return self.env["calendar.event"].create(
            {
                "name": "Meeting",
                "start": at(9),
                "stop": at(9) + timedelta(hours=1),
                "partner_ids": [Command.set(partner.ids)],
                **values,
            }
        )

    def assertFirst(self, start):
        self.assertEqual(self.starts()[0], start)

    def test_closure_of_the_agenda(self):
        self.close(company_id=self.child.id, agenda_id=self.agenda.id)
        self.assertFirst(at(10))

    def test_closure_of_another_agenda_closes_nothing_here(self):
        other = self.create_agenda("Other", self.child)
        self.close(company_id=self.child.id, agenda_id=other.id)
        self.assertFirst(at(9))

    def test_closure_of_the_parent_closes_its_establishments(self):
        self.close(company_id=self.parent.id)
        self.assertFirst(at(10))

    def test_closure_of_a_sibling_closes_nothing_here(self):
        self.close(company_id=self.sibling.id)
        self.assertFirst(at(9))

    def test_leave_of_the_company_closes_its_counters(self):
        self.leave()
        self.assertFirst(at(10))

    def test_leave_of_the_technician(self):
        self.use_technician()
        self.leave(self.technician.resource_id)
        self.assertFirst(at(10))

    def test_meeting_of_the_technician(self):
        self.meet(self.use_technician())
        self.assertFirst(at(10))

    def test_meeting_declined_or_shown_as_free_blocks_nothing(self):
        partner = self.use_technician()
        self.meet(partner, show_as="free")
        self.meet(partner).attendee_ids.state = "declined"
        self.assertFirst(at(9))
