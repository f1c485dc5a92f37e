from odoo.exceptions import UserError
from odoo.tests import tagged

from .access_common import FILES, AccessMixin
from .test_request_access import OF_ESTABLISHMENT, OF_ORGANISATION
from .waitlist_common import WaitlistCase

# What was offered is the system's to write.
READ = {role: "r" for role in FILES}


@tagged("post_install", "-at_install")
class TestWaitlistAccess(AccessMixin, WaitlistCase):
    def try_entry(self, matrix, **values):
        entry = self.wait(self.contact, **values)
        again = {
            "partner_id": self.contact.id,
            "service_id": self.service.id,
            **{name: ids for name, ids in values.items()},
        }
        self.check(entry, matrix, again, {"date_from": "2026-01-02"})

    def test_entries_of_one_establishment(self):
        self.try_entry(OF_ESTABLISHMENT, agenda_ids=self.agenda.ids)

    def test_entries_of_the_organisation(self):
        self.try_entry(OF_ORGANISATION)

    def test_offers_are_read_alone(self):
        entry = self.wait(self.contact, agenda_ids=self.agenda.ids)
        self.serve()
        offer = self.offer_of(entry)
        values = {
            name: offer[name].id if hasattr(offer[name], "ids") else offer[name]
            for name in ("entry_id", "agenda_id", "start", "due", "until")
        }
        self.check(offer, READ, {**values, "state": "lost"}, {"state": "lost"})

    def test_who_was_passed_over_is_for_staff(self):
        first = self.wait(self.contact, hour_from=10, hour_to=10.25)
        self.wait(self.ann)
        self.serve()
        skip = first.skip_ids
        values = {"entry_id": first.id, "offer_id": skip.offer_id.id, "reason": "day"}
        matrix = {role: rights for role, rights in READ.items() if role != "citizen"}
        self.check(skip, matrix, values, {"reason": "day"})

    def test_contacts_read_no_notes_and_no_reasons(self):
        entry = self.wait(self.contact).with_user(self.citizen)
        seen = entry.fields_get()
        for name in ("note", "outcome", "skip_ids", "partner_phone"):
            self.assertNotIn(name, seen)
        self.assertNotIn("waitlist_offer_id", entry.appointment_id.fields_get())

    def test_an_agent_answers_for_no_other_establishment(self):
        entry = self.wait(self.ann, agenda_ids=self.agenda.ids)
        self.serve()
        offer = self.offer_of(entry)
        for user in (self.sibling_planner, self.parent_agent, self.citizen):
            for button in ("action_accept", "action_refuse"):
                with self.subTest(user=user.login, button=button), self.assertRaises(UserError):
                    getattr(offer.with_user(user), button)()
        self.assertEqual(offer.state, "open")

    def test_an_entry_is_not_handed_to_another_establishment(self):
        other = self.create_agenda("Other", self.sibling, has_waitlist=True)
        entry = self.wait(self.ann, agenda_ids=self.agenda.ids)
        with self.assertRaises(UserError):
            entry.with_user(self.planner).write({"agenda_ids": other.ids})
