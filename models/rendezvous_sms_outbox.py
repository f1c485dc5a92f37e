from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.sms.tools.sms_api import SmsApiBase

from ..sms_length import sms_length

# What left for trying out only is kept that long.
KEPT_DAYS = 90


class RendezvousSmsOutbox(models.Model):
    """What would leave by SMS, for who tries things out: nothing reaches a phone."""

    _name = "rendezvous.sms.outbox"
    _description = "SMS of the test gateway"
    _order = "sent_at desc, id desc"
    _rec_name = "number"

    company_id = fields.Many2one(
        "res.company", "Establishment", required=True, index=True, ondelete="cascade"
    )
    number = fields.Char(required=True)
    body = fields.Text("Text", required=True)
    parts = fields.Integer(compute="_compute_length", store=True)
    encoding = fields.Char(compute="_compute_length", store=True)
    sent_at = fields.Datetime("Sent on", required=True, default=fields.Datetime.now, index=True)

    @api.depends("body")
    def _compute_length(self):
        for sms in self:
            length = sms_length(sms.body or "")
            sms.parts, sms.encoding = length.parts, length.encoding

    @api.autovacuum
    def _gc_old(self):
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.search([("sent_at", "<", limit)], limit=10_000).unlink()


class SmsApiOutbox(SmsApiBase):
    """The test gateway: takes everything, sends nothing, keeps what it was given."""

    def _send_sms_batch(self, messages, delivery_reports_url=False):
        pairs = [(m["content"], number) for m in messages for number in m["numbers"]]
        # As superuser: whoever sends, the gateway keeps.
        self.env["rendezvous.sms.outbox"].sudo().create(
            [
                {"company_id": self.company.id, "body": text, "number": number["number"]}
                for text, number in pairs
            ]
        )
        return [{"uuid": number["uuid"], "state": "success"} for _text, number in pairs]
