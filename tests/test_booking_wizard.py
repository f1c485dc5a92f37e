from datetime import datetime

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from .common import RendezvousCase, at


class BookingCase(RendezvousCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.annex = cls.create_agenda("Annex", cls.child, capacity=1)
        cls.add_openings(cls.annex, hour_from=14, hour_to=15)

        cls.other_service = cls.service.create({"name": "Visa", "company_id": cls.parent.id})

    def booked(self, start, **values):
        """Book as superuser, whoever runs the test, and return it for who runs it."""
        appointment = (
            self.env["rendezvous.appointment"]
            .sudo()
            ._book(self.service.sudo(), start, self.agenda.sudo(), self.contact.sudo(), **values)
        )
        appointment.flush_recordset()
        return appointment.with_env(self.env)

    def wizard(self, start=None, **values):
        """Return a filled wizard of the running user, the time chosen as the picker does."""
        vals = {"partner_id": self.contact.id, "service_id": self.service.id, **values}
        if start:
            vals |= {"start": start, "slot_agenda_id": self.agenda.id}
        return self.env["rendezvous.booking"].create(vals)

    def times(self, **query):
        return self.env["rendezvous.booking"].get_times({"service_id": self.service.id, **query})

    def appointments(self):
        return self.env["rendezvous.appointment"].search([("service_id", "=", self.service.id)])


@tagged("post_install", "-at_install")
class TestBookingWizard(BookingCase):
    @users("agent")
    def test_agent_books_the_chosen_time(self):
        action = self.wizard(at(9), note="By phone").action_book()
        appointment = self.appointments()
        self.assertEqual(appointment.start, at(9))
        self.assertEqual(appointment.agenda_id, self.agenda)
        self.assertEqual((appointment.state, appointment.forced), ("confirmed", False))
        self.assertEqual(appointment.note, "By phone")
        self.assertEqual(action["params"]["next"]["type"], "ir.actions.act_window_close")

    @users("agent")
    def test_wizard_opens_on_the_contact_and_agenda_of_the_context(self):
        context = {"default_partner_id": self.contact.id, "default_agenda_id": self.agenda.id}
        form = Form(self.env["rendezvous.booking"].with_context(**context))
        form.service_id = self.service
        self.assertEqual(form.partner_id, self.contact)
        self.assertEqual(form.agenda_id, self.agenda)

    @users("agent")
    def test_wizard_without_a_time_says_what_is_missing(self):
        with self.assertRaisesRegex(UserError, "Time"):
            self.wizard().action_book()

    @users("agent")
    def test_wizard_without_a_contact_says_what_is_missing(self):
        with self.assertRaisesRegex(UserError, "Contact"):
            self.wizard(at(9), partner_id=False).action_book()

    @users("agent")
    def test_another_service_forgets_the_chosen_time(self):
        wizard = self.wizard(at(9))
        wizard.service_id = self.other_service.with_env(self.env)
        wizard._onchange_forget_choice()
        self.assertFalse(wizard.start or wizard.slot_agenda_id)

    @users("agent")
    def test_agenda_that_does_not_offer_the_service_is_emptied(self):
        form = Form(self.env["rendezvous.booking"])
        form.agenda_id = self.annex.with_env(self.env)
        form.service_id = self.other_service.with_env(self.env)
        self.assertFalse(form.agenda_id)

    @users("agent")
    def test_agent_chooses_a_technician_without_reading_employees(self):
        practice = self.create_agenda(
            "Practice", self.child, technician_ids=[(6, 0, self.technician.ids)]
        )
        self.add_openings(practice)
        wizard = self.wizard(agenda_id=practice.id)
        self.assertEqual(wizard.technician_choice_ids.ids, self.technician.ids)
        wizard.technician_id = wizard.technician_choice_ids
        wizard.write({"start": at(9), "slot_agenda_id": practice.id})
        wizard.action_book()
        self.assertEqual(self.appointments().technician_id, self.technician)

    @users("agent")
    def test_contact_is_created_with_surname_and_first_name_only(self):
        Partner = self.env["res.partner"].with_context(default_is_company=False)
        form = Form(Partner, "rendezvous.res_partner_view_form_new_contact")
        form.lastname, form.firstname = "Zola", "Émile"
        contact = form.save()
        self.wizard(at(9), partner_id=contact.id).action_book()
        self.assertEqual(self.appointments().partner_id, contact)

    @users("agent")
    def test_contact_without_first_name_is_refused_in_the_small_form(self):
        form = Form(self.env["res.partner"], "rendezvous.res_partner_view_form_new_contact")
        form.lastname = "Zola"
        with self.assertRaisesRegex(AssertionError, "firstname"):
            form.save()

    @users("agent")
    def test_taken_time_comes_back_with_the_typed_data_and_the_nearest_times(self):
        wizard = self.wizard(at(9), note="By phone")
        self.booked(at(9))
        action = wizard.action_book()
        self.assertEqual((action["res_model"], action["res_id"]), (wizard._name, wizard.id))
        self.assertEqual(wizard.note, "By phone")
        self.assertFalse(wizard.start)
        self.assertIn("not free any more", wizard.refusal)
        starts = [time["start"] for time in wizard.alternatives]
        self.assertIn(fields.Datetime.to_string(at(9, 30)), starts)
        self.assertNotIn(fields.Datetime.to_string(at(9)), starts)

    @users("agent")
    def test_agent_without_the_right_is_refused_outside_slots(self):
        wizard = self.wizard(outside=True, outside_start=at(13), agenda_id=self.agenda.id)
        with self.assertRaisesRegex(AccessError, "Book outside slots"):
            wizard.action_book()

    @users("agent")
    def test_agent_without_the_right_does_not_see_outside_slots(self):
        arch = self.env["rendezvous.booking"].get_view(view_type="form")["arch"]
        self.assertNotIn("outside_start", arch)

    @users("outside")
    def test_member_places_it_outside_slots_and_it_is_marked(self):
        arch = self.env["rendezvous.booking"].get_view(view_type="form")["arch"]
        self.assertIn("outside_start", arch)
        self.wizard(outside=True, outside_start=at(13), agenda_id=self.agenda.id).action_book()
        self.assertEqual(self.appointments().start, at(13))
        self.assertTrue(self.appointments().forced)

    @users("outside")
    def test_outside_slots_asks_the_agenda(self):
        with self.assertRaisesRegex(UserError, "Agenda"):
            self.wizard(outside=True, outside_start=at(13)).action_book()


@tagged("post_install", "-at_install")
class TestBookingTimes(BookingCase):
    @users("agent")
    def test_picker_opens_on_the_week_of_the_first_free_time(self):
        week = self.times()
        self.assertEqual(week["monday"], "2025-12-29")
        self.assertEqual(week["times"][0]["start"], "2026-01-02 08:00:00")

    @users("agent")
    def test_picker_lists_every_agenda_that_takes_the_service(self):
        times = self.times(day="2026-01-07")["times"]
        self.assertEqual({time["agenda"][1] for time in times}, {"Counter", "Annex"})
        self.assertEqual({time["day"] for time in times}, {f"2026-01-{d:02}" for d in range(5, 10)})

    @users("agent")
    def test_picker_is_narrowed_to_one_agenda(self):
        times = self.times(day="2026-01-05", agenda_id=self.annex.id)["times"]
        self.assertEqual({time["agenda"][0] for time in times}, {self.annex.id})

    @users("agent")
    def test_picker_never_proposes_the_past(self):
        starts = [time["start"] for time in self.times(day="2026-01-02")["times"]]
        self.assertGreaterEqual(min(starts), "2026-01-02 08:00:00")

    @users("agent")
    def test_week_without_free_time_names_the_next_one(self):
        self.env["rendezvous.closure"].sudo().create(
            {
                "name": "Works",
                "company_id": self.child.id,
                "start": datetime(2026, 1, 4),
                "stop": datetime(2026, 1, 14),
            }
        )
        week = self.times(day="2026-01-05")
        self.assertEqual((week["times"], week["first"]), ([], "2026-01-14"))

    @users("agent")
    def test_days_are_those_of_the_agenda_clock(self):
        self.agenda.sudo().tz = "Pacific/Auckland"
        times = self.times(day="2026-01-05", agenda_id=self.agenda.id)["times"]
        self.assertEqual(times[0]["start"], "2026-01-04 20:00:00")
        self.assertEqual(times[0]["day"], "2026-01-05")

    @users("agent")
    def test_moved_appointment_does_not_stand_in_its_own_way(self):
        appointment = self.booked(at(9))
        query = {"day": "2026-01-05", "agenda_id": self.agenda.id}
        taken = fields.Datetime.to_string(at(9))
        self.assertNotIn(taken, [t["start"] for t in self.times(**query)["times"]])
        free = self.times(**query, appointment_id=appointment.id)["times"]
        self.assertIn(taken, [time["start"] for time in free])

    @users("sibling")
    def test_times_of_a_sibling_are_not_shown(self):
        self.assertEqual(self.times(day="2026-01-05")["times"], [])

    @users("citizen")
    def test_times_of_staff_are_refused_to_the_portal(self):
        with self.assertRaises(AccessError):
            self.times()
