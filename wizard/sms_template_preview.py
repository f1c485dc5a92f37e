from odoo import api, models


class SmsTemplatePreview(models.TransientModel):
    """Keep the record that the preview was opened with: Odoo's own takes the first."""

    _inherit = "sms.template.preview"

    @api.model
    def default_get(self, fields):
        result = super().default_get(fields)
        reference = self.env.context.get("default_resource_ref")
        if reference and "resource_ref" in fields:
            result["resource_ref"] = reference
        return result
