from odoo import models

# The model whose messages respect what contacts want.
OF_CONTACTS = "res.partner"
# Beyond that many, names are counted.
NAMED = 10


class ResPartner(models.Model):
    """Who is left out of a message to many, and why."""

    _inherit = "res.partner"

    def action_rendezvous_email(self):
        """Write an email to this contact, kept in the history."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Email to %(contact)s", contact=self.display_name),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_composition_mode": "comment",
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_partner_ids": self.ids,
                "default_subtype_xmlid": "mail.mt_comment",
                "rendezvous_to_contact": True,
            },
        }

    def action_rendezvous_sms(self):
        """Write an SMS to this contact, kept in the history."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("SMS to %(contact)s", contact=self.display_name),
            "res_model": "sms.composer",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_composition_mode": "comment",
                "default_res_model": self._name,
                "default_res_id": self.id,
            },
        }

    def _left_out_words(self, channel):
        """Return one line for each of these contacts, with why he gets no message."""
        lines = []
        for contact in self[:NAMED]:
            reason = contact._no_sms_reason if channel == "sms" else contact._no_email_reason
            lines.append(f"{contact.display_name}: {reason()}")
        if len(self) > NAMED:
            more = len(self) - NAMED
            lines.append(self.env._("… and %(count)s others", count=more))
        return "\n".join(lines)

    def _left_out_action(self, words):
        """Say who was left out, False when nobody was."""
        return self and {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("%(count)s contacts were left out", count=len(self)),
                "message": words,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
