from odoo.exceptions import AccessError
from odoo.tests import tagged

from .calendar_common import CalendarCase
from .common import at


@tagged("post_install", "-at_install")
class TestCalendarPrivacy(CalendarCase):
    """A colleague sees that the technician is busy, and not with whom."""

    def setUp(self):
        super().setUp()
        self.appointment = self.appoint()
        self.event = self.appointment.calendar_event_id
        self.env.invalidate_all()

    def test_sibling_reads_busy_and_nothing_else(self):
        event = self.event.with_user(self.sibling_planner)
        shown = event.read(["name", "display_name", "description", "location", "res_id"])[0]
        self.assertEqual((shown["name"], shown["display_name"]), ("Busy", "Busy"))
        self.assertFalse(shown["description"] or shown["location"] or shown["res_id"])

    def test_sibling_finds_nothing_by_the_text(self):
        Event = self.env["calendar.event"].with_user(self.sibling_planner)
        for field, text in (("name", "Durand"), ("description", "Durand"), ("location", "Child")):
            self.assertFalse(Event.search([(field, "ilike", text)]) & self.event, field)
        self.assertFalse(Event.search([("res_id", "=", self.appointment.id)]) & self.event)
        attendees = self.env["calendar.attendee"].with_user(self.sibling_planner)
        self.assertFalse(attendees.search([("event_id.name", "ilike", "Durand")]))

    def test_sibling_still_sees_when_the_technician_is_busy(self):
        Event = self.env["calendar.event"].with_user(self.sibling_planner)
        domain = [("partner_ids", "in", self.tess.partner_id.ids), ("start", "=", at(9))]
        self.assertIn(self.event, Event.search(domain))

    def test_technician_reads_and_finds_all(self):
        Event = self.env["calendar.event"].with_user(self.tess)
        self.assertEqual(Event.search([("name", "ilike", "Durand")]), self.event)
        self.assertIn("Zoé Durand", self.event.with_user(self.tess).name)

    def test_private_event_of_something_else_is_found_as_before(self):
        mine = (
            self.env["calendar.event"]
            .with_user(self.tess)
            .create(
                {"name": "Dentist Durand", "start": at(10), "stop": at(11), "privacy": "private"}
            )
        )
        Event = self.env["calendar.event"].with_user(self.sibling_planner)
        self.assertIn(mine, Event.search([("name", "ilike", "Dentist")]))

    def test_contact_reads_no_event(self):
        with self.assertRaises(AccessError):
            self.event.with_user(self.citizen).read(["start"])

    def test_contact_reads_nothing_of_the_calendar_on_his_appointment(self):
        appointment = self.appointment.with_user(self.citizen)
        names = ("calendar_event_id", "calendar_conflict", "calendar_start", "calendar_retry")
        for name in names:
            with self.assertRaises(AccessError):
                appointment.read([name])

    def test_anonymisation_removes_the_text_of_every_event(self):
        colleague = self.create_technician("Tom", self.child)
        colleague.user_id = self.create_colleague("tom")
        self.practice.technician_ids += colleague
        self.add_hours(colleague)
        self.event.with_user(self.tess).location = "9 rue des Lavandières"
        self.appointment._move(at(10), technician=colleague, online=False)
        self.env.cr.flush()
        self.appointment._anonymise()
        self.env.cr.flush()
        events = self.events()
        self.assertEqual(len(events), 2)
        self.assertEqual(set(events.mapped("name")), {"Passport"})
        self.assertFalse(any(events.mapped("description")) or any(events.mapped("location")))
        self.assertFalse(events.message_ids)
