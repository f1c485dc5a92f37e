from odoo import models


class SmsTemplate(models.Model):
    """Dates in an SMS keep to the letters of GSM-7, whichever way a template asks for them."""

    _inherit = "sms.template"

    def _render_field(self, field, res_ids, *args, **kwargs):
        template = self.with_context(rendezvous_in_sms=True)
        return super(SmsTemplate, template)._render_field(field, res_ids, *args, **kwargs)
