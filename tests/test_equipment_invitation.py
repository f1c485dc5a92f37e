from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import at
from .equipment_common import TODAY, EquipmentCase


class TestEquipmentInvitation(EquipmentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.piece = cls.create_piece(next_due_date=TODAY)
        cls.second = cls.create_piece(next_due_date=TODAY, model="Second")

    def compose(self, action, user=None):
        """Send what the composer shows, as the user does."""
        Composer = self.env["mail.compose.message"].with_user(user or self.agent)
        composer = Form(Composer.with_context(**action["context"])).save()
        composer.action_send_mail()
        self.env.flush_all()
        return composer

    def invite(self, pieces=None, user=None):
        pieces = (pieces or self.piece).with_user(user or self.agent)
        action = pieces.action_invite()
        if action["type"] == "ir.actions.client":
            action = action["params"]["next"]
        self.compose(action, user)

    def mails(self):
        return self.env["mail.mail"].search([("model", "=", "rendezvous.equipment")])

    def test_one_click_prepares_the_invitations_in_the_composer(self):
        action = (self.piece | self.second).with_user(self.agent).action_invite()
        self.assertEqual(action["res_model"], "mail.compose.message")
        self.assertEqual(action["context"]["default_res_ids"], (self.piece | self.second).ids)
        self.assertFalse(self.mails())

    def test_the_invitation_leads_to_the_booking_of_this_piece(self):
        self.invite()
        [mail] = self.mails()
        self.assertEqual(mail.recipient_ids, self.contact)
        self.assertEqual(mail.state, "outgoing")
        self.assertIn(f"/rendezvous?equipment={self.piece.id}", mail.body_html)
        self.assertIn("Étincelle Hydro", mail.subject)
        self.assertIn("Parent", mail.body_html)

    def test_the_link_leads_to_the_service_of_the_last_time(self):
        self.intervention(self.piece, at(9))
        path = f"{self.service.website_url}?equipment={self.piece.id}"
        self.assertEqual(self.piece._booking_path(), path)
        self.service.is_published = False
        self.assertEqual(self.piece._booking_path(), f"/rendezvous?equipment={self.piece.id}")

    def test_two_pieces_of_one_owner_are_two_invitations(self):
        self.invite(self.piece | self.second)
        self.assertEqual(len(self.mails()), 2)
        self.assertTrue(self.piece.is_invited and self.second.is_invited)

    def test_nobody_is_invited_twice_for_one_date(self):
        self.invite()
        self.assertTrue(self.piece.invited_date)
        with self.assertRaisesRegex(UserError, "invited already for this date"):
            self.piece.with_user(self.agent).action_invite()
        self.piece.next_due_date = TODAY + timedelta(days=1)
        self.assertFalse(self.piece.is_invited)
        self.invite()
        self.assertEqual(len(self.mails()), 2)

    def test_a_colleague_who_was_faster_invites_alone(self):
        action = self.piece.with_user(self.agent).action_invite()
        self.invite(user=self.planner)
        self.compose(action)
        self.assertEqual(len(self.mails()), 1)

    def test_closing_the_composer_invites_nobody(self):
        self.piece.with_user(self.agent).action_invite()
        self.assertFalse(self.piece.invited_date)

    def test_another_message_to_the_owner_is_no_invitation(self):
        action = self.piece.with_user(self.agent).action_invite()
        del action["context"]["rendezvous_invitation"]
        self.compose(action)
        self.assertFalse(self.piece.invited_date)

    def assertToldWhy(self, reason):
        action = (self.piece | self.second).with_user(self.agent).action_invite()
        self.assertEqual(action["tag"], "display_notification")
        message = action["params"]["message"]
        self.assertIn(f"{self.second.partner_id.name}, ", message)
        self.assertIn(reason, message)
        self.assertEqual(
            action["params"]["next"]["context"]["default_res_ids"],
            self.piece.ids,
        )

    def give_second_to(self, **values):
        self.second.partner_id = self.env["res.partner"].create({"name": "Otto", **values})

    def test_who_has_no_address_is_listed(self):
        self.give_second_to(email="nonsense")
        self.assertToldWhy("no valid email address")

    def test_who_wants_no_email_is_listed(self):
        self.give_second_to(email="otto@example.com", rendezvous_notify_email=False)
        self.assertToldWhy("wants no email")

    def test_who_has_an_appointment_is_listed(self):
        self.give_second_to(email="otto@example.com")
        self.book(at(9), partner=self.second.partner_id, equipment_id=self.second.id)
        self.assertToldWhy("an appointment is booked")

    def test_what_is_not_in_service_is_listed(self):
        self.second.state = "stopped"
        self.assertToldWhy("not in service")

    def test_what_is_never_serviced_is_listed(self):
        self.second.write({"next_due_date": False, "service_interval": 0})
        self.assertToldWhy("no service is due")

    def test_a_long_list_is_cut(self):
        pieces = self.second
        for _number in range(11):
            pieces |= self.create_piece(state="stopped")
        with self.assertRaisesRegex(UserError, "and 1 more"):
            (pieces - self.second).with_user(self.agent).action_invite()

    def test_the_sibling_reads_that_it_was_done(self):
        self.invite(user=self.sibling_planner)
        self.assertTrue(self.piece.with_user(self.agent).is_invited)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_owners_invite_nobody(self):
        with self.assertRaises(AccessError):
            self.piece.with_user(self.citizen).action_invite()

    def test_the_invitation_speaks_the_language_of_the_owner(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("rendezvous.mail_template_equipment_due")
        template.with_context(lang="fr_FR").subject = "Entretien : {{ object._title() }}"
        self.contact.lang = "fr_FR"
        self.invite()
        self.assertTrue(self.mails().subject.startswith("Entretien"))
