import json
import os
from datetime import datetime, timedelta
from pathlib import Path

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

# What is ours: around it the page is Odoo's.
CHECK_ACCESSIBLE = """
(async () => {
    const PARTS = ".modal-content, .o_calendar_renderer, .o_rendezvous_board_action";
    const part = document.querySelector(%(selector)s).closest(PARTS);
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const { violations } = await axe.run(part, { runOnly: tags });
    for (const { id, nodes } of violations) {
        console.error(id + ": " + nodes.map((node) => node.html.slice(0, 200)).join(" | "));
    }
    console.log("test successful");
})()
"""


@tagged("post_install", "-at_install")
class TestBrowserStaff(HttpCase):
    """The back office in a browser, on the real clock, in UTC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Town"})
        cls.service = cls.env["rendezvous.service"].create(
            {"name": "Passport", "company_id": cls.company.id, "duration": 30}
        )
        place = cls.env["res.partner"].create({"name": "Town hall", "is_company": True})
        cls.agenda = cls.env["rendezvous.agenda"].create(
            {
                "name": "Counter",
                "company_id": cls.company.id,
                "tz": "UTC",
                "capacity": 1,
                "days_shown": 3,
                "service_ids": [Command.set(cls.service.ids)],
                "location_ids": [Command.set(place.ids)],
                "slot_ids": [
                    Command.create({"weekday": weekday, "hour_from": begin, "hour_to": end})
                    for weekday in "0123456"
                    for begin, end in ((8, 12), (14, 18))
                ],
            }
        )
        names = ("Nadia Petit", "Jean Roux", "Hugo Petit", "To come")
        cls.nadia, cls.jean, cls.hugo, cls.later = cls.env["res.partner"].create(
            [{"firstname": n.split()[0], "lastname": n.split()[1]} for n in names]
        )
        cls.nadia.phone = "+33 6 12 34 56 78"
        for login, group in (
            ("staff_agent", "rendezvous.group_user"),
            ("staff_planner", "rendezvous.group_planner"),
            ("staff_outside", "rendezvous.group_book_outside"),
        ):
            new_test_user(
                cls.env,
                login,
                group,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
                tz="UTC",
                lang="en_US",
            )

    def day(self, hour, days=0):
        midnight = datetime.combine(fields.Date.today(), datetime.min.time())
        return midnight + timedelta(days=days, hours=hour)

    def book(self, start, partner, **values):
        return self.env["rendezvous.appointment"]._book(
            self.service, start, self.agenda, partner, online=False, **values
        )

    def appointment_of(self, name):
        return self.env["rendezvous.appointment"].search([("partner_id.name", "=", name)])

    def tour(self, path, name, login, **options):
        self.start_tour(path, name, login=login, timeout=120, **options)

    def test_planner_books_by_the_picker_for_someone_new(self):
        self.tour("/odoo/appointments", "staff_new_appointment", "staff_planner")
        appointment = self.appointment_of("Émile Zola")
        self.assertEqual((appointment.state, appointment.forced), ("confirmed", False))
        self.assertEqual(appointment.partner_id.lastname, "Zola")

    def test_picker_walks_by_week_and_back_to_the_first_free_time(self):
        self.tour("/odoo/appointments", "staff_picker_walks_the_weeks", "staff_agent")

    def test_taken_while_typing_keeps_what_was_typed_and_proposes_others(self):
        self.tour("/odoo/appointments", "staff_taken_while_typing", "staff_agent")
        appointment = self.appointment_of("Nadia Petit")
        self.assertEqual(appointment.note, "Lost her passport")
        self.assertNotEqual(appointment.start, self.appointment_of("Jean Roux").start)

    def test_agent_without_the_right_is_not_offered_outside_slots(self):
        self.tour("/odoo/appointments", "staff_outside_slots_hidden", "staff_agent")

    def test_member_places_an_appointment_outside_slots(self):
        self.tour("/odoo/appointments", "staff_outside_slots_marked", "staff_outside")
        appointment = self.appointment_of("Nadia Petit")
        self.assertEqual(appointment.start, datetime(2035, 12, 31, 3))
        self.assertTrue(appointment.forced)

    def test_drag_moves_once_confirmed(self):
        appointment = self.book(self.day(9), self.nadia)
        self.tour(self.day_url(), "staff_move_by_drag", "staff_agent")
        self.assertEqual(appointment.start, self.day(10))

    def test_drag_onto_a_closed_time_is_refused_in_words(self):
        appointment = self.book(self.day(9), self.nadia)
        self.tour(self.day_url(), "staff_drag_refused", "staff_agent")
        self.assertEqual(appointment.start, self.day(9))

    def test_card_shows_phone_service_place_state_and_note(self):
        self.book(self.day(9), self.nadia, note="Brings photos")
        self.tour(self.day_url(), "staff_card_of_an_appointment", "staff_agent")

    def test_own_calendar_shows_the_days_of_the_agenda_and_walks_by_day(self):
        self.tour("/odoo/rendezvous-agendas", "staff_days_of_an_agenda", "staff_agent")

    def test_agendas_stand_side_by_side(self):
        self.book(self.day(9), self.nadia)
        self.tour("/odoo/side-by-side", "staff_side_by_side", "staff_agent")

    def test_attendance_is_recorded_from_the_list(self):
        for hour, partner in ((8, self.nadia), (9, self.jean), (10, self.hugo)):
            self.book(self.day(hour, days=-1), partner)
        self.book(self.day(9, days=1), self.later)
        url = "/odoo/action-rendezvous.rendezvous_appointment_action?view_type=list"
        self.tour(url, "staff_attendance_from_the_list", "staff_agent")
        self.assertEqual(self.appointment_of("Nadia Petit").attendance, "attended")
        self.assertEqual(self.appointment_of("Hugo Petit").attendance, "no_show")

    def test_attendance_and_notes_are_recorded_from_the_form(self):
        appointment = self.book(self.day(8, days=-1), self.nadia)
        url = f"/odoo/appointments/{appointment.id}"
        self.tour(url, "staff_attendance_from_the_form", "staff_agent")
        self.assertEqual((appointment.attendance, appointment.state), ("excused", "done"))
        self.assertEqual(appointment.note, "Called at nine")

    def test_deleting_an_agenda_with_appointments_offers_to_archive_it(self):
        self.book(self.day(9), self.nadia)
        url = f"/odoo/rendezvous-agendas/{self.agenda.id}"
        self.tour(url, "staff_archive_instead_of_deleting", "staff_planner")
        self.assertFalse(self.agenda.active)

    def test_deleting_a_service_with_appointments_offers_to_archive_it(self):
        self.book(self.day(9), self.nadia)
        user = self.env["res.users"].search([("login", "=", "staff_planner")])
        user.group_ids += self.env.ref("rendezvous.group_admin")
        url = f"/odoo/rendezvous-services/{self.service.id}"
        self.tour(url, "staff_archive_instead_of_deleting", "staff_planner")
        self.assertFalse(self.service.active)

    def test_calendar_board_and_picker_are_accessible(self):
        self.book(self.day(9), self.nadia)
        picker = self.page_of(
            "{**env['ir.actions.act_window']._for_xml_id('rendezvous.rendezvous_booking_action'),"
            f" 'context': {{'default_service_id': {self.service.id}}}}}",
        )
        for url, selector in (
            ("/odoo/side-by-side", ".o_rendezvous_board_block"),
            ("/odoo/appointments", ".o_calendar_renderer .fc-event"),
            (picker, ".o_rendezvous_picker_starts button"),
        ):
            with self.subTest(url):
                self.assert_accessible(url, selector)

    def assert_accessible(self, url, selector):
        """Check the action or dialog around ``selector`` against WCAG 2.2 AA."""
        source = Path(os.environ["RENDEZVOUS_AXE_JS"]).read_text()
        code = source + CHECK_ACCESSIBLE % {"selector": json.dumps(selector)}
        ready = f"!!document.querySelector({json.dumps(selector)})"
        self.browser_js(url, code, ready=ready, login="staff_agent", timeout=120)

    def day_url(self):
        """Return the page of a calendar that shows today alone."""
        self.agenda.days_shown = 1
        return self.page_of(
            f"env['rendezvous.agenda'].browse({self.agenda.id}).action_view_calendar()"
        )

    def page_of(self, action):
        """Return the address of what a Python expression returns as an action."""
        server_action = self.env["ir.actions.server"].create(
            {
                "name": "Page of a test",
                "model_id": self.env["ir.model"]._get_id("rendezvous.agenda"),
                "state": "code",
                "code": f"action = {action}",
                "path": "page-of-a-test",
                "group_ids": [Command.set(self.env.ref("base.group_user").ids)],
            }
        )
        return f"/odoo/{server_action.path}"
