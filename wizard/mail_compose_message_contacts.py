from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.res_partner_left_out import OF_CONTACTS


class MailComposeMessage(models.TransientModel):
    """Emails to contacts: who wants none, or has no address, is left out and named."""

    _inherit = "mail.compose.message"

    rendezvous_left_out = fields.Text(compute="_compute_rendezvous_left_out", compute_sudo=False)

    @api.depends("model", "res_ids", "res_domain", "composition_mode")
    def _compute_rendezvous_left_out(self):
        for composer in self:
            refused = composer._rendezvous_refusals()
            composer.rendezvous_left_out = refused._left_out_words("email")

    def action_send_mail(self):
        refused = self._rendezvous_refusals()
        words = refused._left_out_words("email")
        if refused and self.composition_mode != "mass_mail":
            raise UserError(words)
        result = super().action_send_mail()
        return refused._left_out_action(words) or result

    def _manage_mail_values(self, mail_values_all):
        values = super()._manage_mail_values(mail_values_all)
        if self.model != OF_CONTACTS or self.composition_mode != "mass_mail":
            return values
        refused = (
            self.env[OF_CONTACTS]
            .browse(values)
            .filtered(lambda contact: contact._no_email_reason())
        )
        return {res_id: vals for res_id, vals in values.items() if res_id not in refused._ids}

    def _rendezvous_refusals(self):
        """Return the contacts among the recipients that must not get this email."""
        Contact = self.env[OF_CONTACTS]
        to_many = self.composition_mode == "mass_mail"
        if self.model != OF_CONTACTS or not (
            to_many or self.env.context.get("rendezvous_to_contact")
        ):
            return Contact
        if self.res_domain:
            contacts = Contact.search(self._evaluate_res_domain())
        else:
            contacts = Contact.browse(self._evaluate_res_ids())
        return contacts.filtered(lambda contact: contact._no_email_reason())
