from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.res_partner_left_out import OF_CONTACTS


class SmsComposer(models.TransientModel):
    """SMS to contacts: who wants none, or has no mobile, is left out and named."""

    _inherit = "sms.composer"

    rendezvous_left_out = fields.Text(compute="_compute_rendezvous_left_out", compute_sudo=False)

    @api.depends(
        "res_model", "res_id", "res_ids", "composition_mode", "recipient_single_number_itf"
    )
    def _compute_rendezvous_left_out(self):
        for composer in self:
            composer.rendezvous_left_out = composer._rendezvous_refusals()._left_out_words("sms")

    def action_send_sms(self):
        refused = self._rendezvous_refusals()
        if refused and self.composition_mode != "mass":
            raise UserError(refused._left_out_words("sms"))
        words = refused._left_out_words("sms")
        return super().action_send_sms() or refused._left_out_action(words)

    def _filter_out_and_handle_revoked_sms_values(self, sms_values_all):
        values = super()._filter_out_and_handle_revoked_sms_values(sms_values_all)
        refused = self._rendezvous_refusals()
        return {res_id: vals for res_id, vals in values.items() if res_id not in refused._ids}

    def _rendezvous_refusals(self):
        """Return the contacts among the recipients that must not get this SMS."""
        if self.res_model != OF_CONTACTS or self.composition_mode == "numbers":
            return self.env[OF_CONTACTS]
        contacts = self._get_records()
        number = self.recipient_single_number_itf
        if self.comment_single_recipient and number:
            # Another number than the one in the file may be typed.
            contacts = contacts.new({"phone": number}, origin=contacts)
        return contacts.filtered(lambda contact: contact._no_sms_reason())
