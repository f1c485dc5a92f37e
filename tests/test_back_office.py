from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged, users
from odoo.tools.safe_eval import safe_eval

from ..exceptions import SlotTaken
from .common import at
from .test_booking_wizard import BookingCase


@tagged("post_install", "-at_install")
class TestMove(BookingCase):
    @users("agent")
    def test_wizard_moves_to_the_chosen_time(self):
        appointment = self.booked(at(9))
        context = appointment.action_open_move()["context"]
        wizard = self.env["rendezvous.booking"].with_context(**context).create({})
        wizard.write({"start": at(10), "slot_agenda_id": self.agenda.id})
        wizard.action_book()
        self.assertEqual(appointment.start, at(10))
        self.assertEqual(self.appointments(), appointment)

    def mails(self, appointment):
        return self.env["mail.message"].search_count(
            [("model", "=", appointment._name), ("res_id", "=", appointment.id)]
        )

    @users("agent")
    def test_drag_moves_without_a_word_when_asked_so(self):
        appointment = self.booked(at(9))
        before = self.mails(appointment.sudo())
        appointment.with_env(self.env).action_move(fields.Datetime.to_string(at(10)), notify=False)
        self.assertEqual(appointment.start, at(10))
        self.assertEqual(self.mails(appointment.sudo()), before)

    @users("agent")
    def test_drag_tells_the_contact_when_asked_so(self):
        appointment = self.booked(at(9))
        before = self.mails(appointment.sudo())
        appointment.with_env(self.env).action_move(fields.Datetime.to_string(at(10)))
        self.assertGreater(self.mails(appointment.sudo()), before)

    @users("agent")
    def test_drag_onto_a_closed_time_is_refused_and_changes_nothing(self):
        appointment = self.booked(at(9))
        with self.assertRaises(SlotTaken):
            appointment.action_move(fields.Datetime.to_string(at(13)))
        self.assertEqual(appointment.start, at(9))

    @users("agent")
    def test_forced_drag_is_refused_without_the_right(self):
        appointment = self.booked(at(9))
        with self.assertRaises(AccessError):
            appointment.action_move(fields.Datetime.to_string(at(13)), forced=True)

    @users("outside")
    def test_forced_drag_is_marked(self):
        appointment = self.booked(at(9))
        appointment.action_move(fields.Datetime.to_string(at(13)), forced=True)
        self.assertTrue(appointment.forced)

    @users("citizen")
    def test_contact_cannot_drag_his_own_appointment(self):
        appointment = self.booked(at(9))
        with self.assertRaises(AccessError):
            appointment.action_move(fields.Datetime.to_string(at(10)))

    @users("sibling")
    def test_sibling_cannot_move_it(self):
        appointment = self.booked(at(9))
        with self.assertRaises(AccessError):
            appointment.action_move(fields.Datetime.to_string(at(10)))


@tagged("post_install", "-at_install")
class TestBackOffice(BookingCase):
    @users("agent")
    def test_phone_is_found_in_any_format(self):
        self.child.sudo().country_id = self.env.ref("base.fr")
        self.contact.sudo().write(
            {"phone": "06 12 34 56 78", "country_id": self.env.ref("base.fr").id}
        )
        appointment = self.booked(at(9))
        Appointment = self.env["rendezvous.appointment"].with_company(self.child)
        for number in ("0612345678", "06.12.34", "+33612345678", "+33 6 12 34 56 78"):
            with self.subTest(number=number):
                found = Appointment.search([("phone_search", "ilike", number)])
                self.assertEqual(found, appointment)
        self.assertFalse(Appointment.search([("phone_search", "ilike", "0799999999")]))

    @users("agent")
    def test_contact_counts_his_appointments(self):
        self.booked(at(9))
        contact = self.contact.with_env(self.env)
        self.assertEqual(contact.rendezvous_appointment_count, 1)
        action = contact.action_view_rendezvous_appointments()
        self.assertEqual(len(self.appointments().search(action["domain"])), 1)

    @users("agent")
    def test_board_shows_openings_closures_and_appointments_of_the_day(self):
        appointment = self.booked(at(9))
        self.env["rendezvous.closure"].sudo().create(
            {"name": "Training", "company_id": self.parent.id, "start": at(11), "stop": at(12)}
        )
        columns = self.env["rendezvous.agenda"].get_board(
            "2026-01-04 23:00:00", "2026-01-05 23:00:00", [self.agenda.id, self.annex.id]
        )
        counter, annex = columns
        self.assertEqual([a["id"] for a in counter["appointments"]], [appointment.id])
        self.assertEqual(annex["appointments"], [])
        self.assertEqual([c["name"] for c in annex["closures"]], ["Training"])
        opening = {
            "agenda_id": self.agenda.id,
            "start": "2026-01-05 08:00:00",
            "stop": "2026-01-05 11:00:00",
        }
        self.assertIn(opening, counter["openings"])

    @users("sibling")
    def test_board_of_a_sibling_is_refused(self):
        with self.assertRaises(AccessError):
            self.env["rendezvous.agenda"].get_board(
                "2026-01-04 23:00:00", "2026-01-05 23:00:00", self.agenda.ids
            )

    @users("planner")
    def test_planner_gives_an_agenda_its_technicians(self):
        agenda = self.agenda.with_env(self.env)
        agenda.technician_ids = [(4, self.technician.id)]
        self.assertEqual(agenda.technician_ids.ids, self.technician.ids)

    @users("agent")
    def test_every_filter_and_field_of_the_search_works_for_an_agent(self):
        self.booked(at(9))
        Appointment = self.env["rendezvous.appointment"]
        arch = etree.fromstring(Appointment.get_view(view_type="search")["arch"])
        values = {"uid": self.env.uid, "self": "Nadia"}
        domains = arch.xpath("//filter/@domain") + arch.xpath("//field/@filter_domain")
        for domain in filter(None, domains):
            with self.subTest(domain):
                self.assertGreaterEqual(Appointment.search_count(safe_eval(domain, values)), 0)

    @users("agent")
    def test_next_week_is_found_and_this_week_is_empty(self):
        appointment = self.booked(at(9))
        arch = etree.fromstring(appointment.get_view(view_type="search")["arch"])
        for name, expected in (("this_week", False), ("next_week", True), ("coming", True)):
            with self.subTest(name):
                [domain] = arch.xpath(f"//filter[@name='{name}']/@domain")
                found = appointment.search(safe_eval(domain))
                self.assertEqual(bool(found), expected)

    @users("agent")
    def test_own_calendar_shows_the_days_of_its_agenda(self):
        self.agenda.sudo().days_shown = 3
        context = self.agenda.with_env(self.env).action_view_calendar()["context"]
        self.assertEqual(context["rendezvous_days_shown"], 3)
        self.assertEqual(context["default_agenda_id"], self.agenda.id)

    @users("agent")
    def test_cancel_wizard_tells_the_reason(self):
        appointment = self.booked(at(9))
        context = appointment.action_open_cancel()["context"]
        wizard = self.env["rendezvous.cancel"].with_context(**context)
        wizard.create({"reason": "Ill"}).action_cancel()
        self.assertEqual((appointment.state, appointment.cancel_reason), ("cancelled", "Ill"))
        self.assertEqual(appointment.cancelled_by, "staff")
