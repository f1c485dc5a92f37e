from odoo import api, fields, models

from ..models.rendezvous_notification_queue import length_words, plain
from ..sms_length import sms_length


class SmsTemplatePreview(models.TransientModel):
    """What leaves by SMS and what it costs, about the record that the preview was opened with."""

    _inherit = "sms.template.preview"

    rendezvous_length = fields.Char("Length", compute="_compute_rendezvous_length")
    rendezvous_parts = fields.Integer("SMS to pay", compute="_compute_rendezvous_length")

    @api.model
    def default_get(self, fields):
        reference = self.env.context.get("default_resource_ref")
        preview = self
        if reference:
            # As superuser, who loses the defaults: planners may not read what models there are.
            preview = self.sudo().with_context(**self.env.context)
        result = super(SmsTemplatePreview, preview).default_get(fields)
        if reference and "resource_ref" in fields:
            # Odoo's own takes the first record.
            result["resource_ref"] = reference
        return result

    @api.depends("model_id")
    def _compute_no_record(self):
        # As superuser: planners may not read what models there are.
        return super(SmsTemplatePreview, self.sudo())._compute_no_record()

    def _compute_sms_template_fields(self):
        result = super()._compute_sms_template_fields()
        for preview in self:
            if preview.resource_ref and preview.resource_ref._name == "rendezvous.appointment":
                preview.body = plain(preview.body or "")
        return result

    @api.depends("body")
    def _compute_rendezvous_length(self):
        for preview in self:
            length = sms_length(preview.body or "")
            preview.rendezvous_parts = length.parts
            preview.rendezvous_length = length_words(self.env, length)
