from odoo import models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        """Keep documents of appointments from portal accounts whose profile hides them.

        Seeing a colleague's appointment never shows its documents.
        """
        yield from super()._inaccessible_comodel_records(model_and_ids, operation)
        appointment_ids = model_and_ids.get("rendezvous.appointment")
        if self.env.su or not appointment_ids or self.env.user._is_internal():
            return
        hidden = set(appointment_ids)
        if self.env.user.partner_id._may_in_portal("see_documents"):
            hidden = self.env["rendezvous.appointment"]._of_colleagues(list(appointment_ids)).ids
        for appointment_id in hidden:
            yield "rendezvous.appointment", appointment_id
