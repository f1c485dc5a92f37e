from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from .common import MONDAY, at
from .message_common import MessageCase

TUESDAY = MONDAY.replace(day=6)


class TestMessageRules(MessageCase):
    """Which row counts: the agenda's, else its establishment's, else the parent's."""

    def test_a_new_parent_tells_contacts_by_email(self):
        rules = self.Rule.search([("company_id", "=", self.parent.id)])
        told = {rule.event for rule in rules if rule.email}
        usual = {"created", "confirmed", "moved", "narrowed", "cancelled", "waitlist_offer"}
        self.assertEqual(told, usual)
        self.assertEqual({rule.event for rule in rules if rule.sms}, {"waitlist_offer"})
        self.assertFalse(any(rule._staff_channels() for rule in rules))
        self.assertEqual(len(rules), 8)

    def test_an_establishment_begins_without_rows(self):
        self.assertFalse(self.Rule.search([("company_id", "=", self.child.id)]))

    def test_the_defaults_are_completed_and_never_overwritten(self):
        self.rule(self.parent, email=False)
        self.env.cr.execute(
            "DELETE FROM rendezvous_message_rule WHERE company_id = %s AND event = 'moved'",
            [self.parent.id],
        )
        self.env.invalidate_all()
        self.Rule._create_parent_defaults()
        rules = self.Rule.search([("company_id", "=", self.parent.id)])
        self.assertEqual(len(rules), 8)
        self.assertFalse(self.rule(self.parent).email)

    def test_the_nearest_row_counts(self):
        self.assertEqual(self.channels(self.book(at(9))), ["email"])
        self.rule(self.child, sms=True)
        self.assertEqual(self.channels(self.book(at(10))), ["sms"])
        self.agenda_rule(email=True, sms=True)
        self.assertEqual(self.channels(self.book(at(11))), ["email", "sms"])

    def test_each_event_is_inherited_by_itself(self):
        self.agenda_rule("moved", sms=True)
        appointment = self.book(at(9))
        appointment._move(at(10))
        self.assertEqual(self.channels(appointment), ["email"])
        self.assertEqual(self.channels(appointment, "moved"), ["sms"])

    def test_a_row_without_channel_tells_nobody_and_notes_nothing(self):
        self.agenda_rule()
        appointment = self.book(at(9))
        self.assertFalse(self.told(appointment))
        self.assertNotIn("No message", " ".join(appointment.message_ids.mapped("body")))

    def test_a_sibling_s_row_counts_for_nobody_else(self):
        self.rule(self.sibling, sms=True)
        self.assertEqual(self.channels(self.book(at(9))), ["email"])

    @mute_logger("odoo.sql_db")
    def test_one_row_for_each_event(self):
        self.rule(self.child)
        for values in ({"company_id": self.child.id}, {"agenda_id": self.agenda.id}):
            self.Rule.create({"event": "created", **values})
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.Rule.create({"event": "created", **values}).flush_recordset()

    def test_the_parent_s_rows_are_kept(self):
        with self.assertRaisesRegex(UserError, "defaults of the parent"):
            self.rule(self.parent).unlink()
        self.rule(self.child).unlink()

    def test_an_establishment_makes_its_own_row_of_the_parent_s(self):
        rule = self.rule(self.parent, extra_email="Bring water").with_user(self.planner)
        own = self.Rule.browse(rule.action_customise()["res_id"])
        self.assertEqual((own.company_id, own.email), (self.child, True))
        self.assertEqual(own.extra_email, "Bring water")
        self.assertEqual(rule.action_customise()["res_id"], own.id)

    def test_a_channel_to_staff_needs_somebody(self):
        for values in (
            {"staff_email": True},
            {"staff_sms": True, "addresses": "a@example.com"},
            {"staff_internal": True, "to_establishment": True},
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, "choose who"),
                self.env.cr.savepoint(),
            ):
                self.agenda_rule(**{"to_establishment": False, **values})

    def test_what_is_no_address_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "“nobody” is not an email address"):
            self.agenda_rule(staff_email=True, addresses="a@example.com, nobody")

    def test_reminders_have_their_channels_elsewhere(self):
        self.rule(self.child, "reminder", email=True, sms=True)
        self.assertFalse(self.rule(self.child, "reminder")._channels())

    def test_a_copy_of_an_agenda_keeps_its_rows(self):
        self.agenda_rule(sms=True)
        self.assertTrue(self.agenda.copy().message_rule_ids.sms)
