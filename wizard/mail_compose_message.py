from odoo import models


class MailComposeMessage(models.TransientModel):
    """Invitations to book: nobody is invited twice for one due date.

    Between the list and the message, a colleague may have invited the same
    owners, or they have booked.
    """

    _inherit = "mail.compose.message"

    def _manage_mail_values(self, mail_values_all):
        values = super()._manage_mail_values(mail_values_all)
        if self.model != "rendezvous.equipment" or not self.env.context.get(
            "rendezvous_invitation"
        ):
            return values
        pieces = self.env["rendezvous.equipment"].browse(values)
        refused = {piece.id for piece in pieces._invitation_refusals()}
        return {res_id: vals for res_id, vals in values.items() if res_id not in refused}
