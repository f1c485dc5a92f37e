from odoo import fields, models

from .rendezvous_sms_outbox import SmsApiOutbox


class ResCompany(models.Model):
    """An establishment that tries things out keeps its SMS instead of sending them."""

    _inherit = "res.company"

    rendezvous_sms_test = fields.Boolean(
        "Keep SMS instead of sending them",
        help="For trying out: SMS go to a list here, and to no phone.",
    )

    def _get_sms_api_class(self):
        self.ensure_one()
        # As superuser: whoever sends need not see the settings of the company.
        return SmsApiOutbox if self.sudo().rendezvous_sms_test else super()._get_sms_api_class()
