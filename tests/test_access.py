from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_common import APPOINTMENTS, CATALOGUE, FILES, SETTINGS, AccessMixin
from .common import RendezvousCase, at


@tagged("post_install", "-at_install")
class TestAccess(AccessMixin, RendezvousCase):
    """The rights on what the counters work with."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.question, cls.other_question = cls.env["rendezvous.question"].create(
            [{"name": name, "service_id": cls.service.id} for name in ("Why?", "When?")]
        )
        cls.appointment = cls.env["rendezvous.appointment"]._book(
            cls.service, at(9), cls.agenda, cls.contact
        )

    def test_services(self):
        values = {"name": "Other", "company_id": self.parent.id}
        service = self.env["rendezvous.service"].create(values)
        self.check(service, CATALOGUE, values)

    def test_questions(self):
        values = {"name": "Who?", "service_id": self.service.id}
        self.check(self.question, CATALOGUE, values)

    def test_choices(self):
        values = {"name": "Yes", "question_id": self.question.id}
        choice = self.env["rendezvous.question.choice"].create(values)
        self.check(choice, CATALOGUE, values)

    def test_agendas(self):
        values = {"name": "Other", "company_id": self.child.id, "tz": "Europe/Paris"}
        agenda = self.env["rendezvous.agenda"].create(values)
        self.check(agenda, SETTINGS, values)

    def test_slots(self):
        values = {"agenda_id": self.agenda.id, "weekday": "5", "hour_from": 9, "hour_to": 12}
        slot = self.env["rendezvous.slot"].create(values)
        self.check(slot, SETTINGS, values, {"hour_to": 11})

    def test_fields_asked_of_the_contact(self):
        values = {"agenda_id": self.agenda.id, "field": "phone"}
        asked = self.env["rendezvous.contact.field"].create(values)
        self.check(asked, SETTINGS, {**values, "field": "zip"}, {"required": True})

    def test_technician_hours(self):
        values = {"employee_id": self.technician.id, "weekday": "5"}
        hours = self.add_hours(self.technician, weekdays="0")
        self.check(hours, SETTINGS, values, {"hour_to": 11})

    def test_closures_of_an_establishment(self):
        values = {
            "name": "Works",
            "company_id": self.child.id,
            "start": datetime(2026, 3, 2),
            "stop": datetime(2026, 3, 3),
        }
        closure = self.env["rendezvous.closure"].create(values)
        self.check(closure, SETTINGS, values)

    def test_closures_of_the_parent(self):
        values = {
            "name": "Holiday",
            "company_id": self.parent.id,
            "start": datetime(2026, 3, 2),
            "stop": datetime(2026, 3, 3),
        }
        closure = self.env["rendezvous.closure"].create(values)
        self.check(closure, CATALOGUE, values)

    def test_appointments(self):
        values = {
            "service_id": self.service.id,
            "agenda_id": self.agenda.id,
            "partner_id": self.other_citizen.partner_id.id,
            "start": at(10),
            "lane": 1,
        }
        change = {"buffer_after": 5}
        self.check(self.appointment, APPOINTMENTS, values, change, refusal=UserError)

    def test_answers(self):
        values = {"appointment_id": self.appointment.id, "question_id": self.question.id}
        answer = self.env["rendezvous.answer"].create({**values, "value_text": "Because"})
        values["question_id"] = self.other_question.id
        self.check(answer, FILES, values, {"value_text": "Changed"})

    def test_the_contact_never_reads_the_notes_of_staff(self):
        self.appointment.note = "Confidential"
        with self.assertRaises(AccessError):
            self.appointment.with_user(self.citizen).read(["note"])
        self.assertNotIn("note", self.appointment.with_user(self.citizen).fields_get())

    def test_another_contact_of_the_same_family_reads_nothing(self):
        family = self.env["res.partner"].create({"name": "Family", "is_company": True})
        (self.citizen.partner_id | self.other_citizen.partner_id).parent_id = family
        self.assertFalse(self.found(self.appointment.with_user(self.other_citizen)))

    def test_who_ticks_parent_and_child_changes_both(self):
        self.administrator.company_ids |= self.child
        both = self.env(
            user=self.administrator,
            context={"allowed_company_ids": (self.parent | self.child).ids},
        )
        self.service.with_env(both).name = "Changed"
        self.agenda.with_env(both).name = "Changed"
        self.assertEqual(self.agenda.name, "Changed")

    def check_stays(self, record, **change):
        """The planner may not give ``record`` to an establishment of others."""
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            record.with_user(self.planner).write(change)

    def test_a_planner_gives_no_agenda_to_a_sibling(self):
        agenda = self.create_agenda("Other", self.child)
        self.check_stays(agenda, company_id=self.sibling.id)

    def test_a_planner_gives_no_opening_to_a_sibling(self):
        agenda = self.create_agenda("Theirs", self.sibling)
        self.check_stays(self.agenda.slot_ids[0], agenda_id=agenda.id)

    def test_a_planner_gives_no_hours_to_a_sibling(self):
        hours = self.add_hours(self.technician, weekdays="0")
        theirs = self.create_technician("Theo", self.sibling)
        self.check_stays(hours, employee_id=theirs.id)

    def test_a_planner_gives_no_closure_to_a_sibling(self):
        values = {"name": "Works", "company_id": self.child.id, "start": at(9), "stop": at(10)}
        closure = self.env["rendezvous.closure"].create(values)
        self.check_stays(closure, company_id=self.sibling.id)

    def test_who_books_outside_slots_books_nothing_at_a_sibling(self):
        theirs = self.create_agenda("Theirs", self.sibling)
        appointment = self.appointment.with_user(self.outside)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            appointment.write({"agenda_id": theirs.id, "forced": True})
