import logging
from datetime import timedelta

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

BATCH = 200
REVIEW_DAYS = 30
KINDS = ("appointments", "contacts", "answers", "documents", "messages")


class RendezvousAnonymisation(models.Model):
    """What was anonymised, one day in one organisation: numbers, never names."""

    _name = "rendezvous.anonymisation"
    _description = "Anonymisation"
    _order = "date desc, id desc"
    _rec_name = "date"

    date = fields.Date(required=True, default=fields.Date.context_today, readonly=True)
    company_id = fields.Many2one(
        "res.company", "Organisation", required=True, index=True, ondelete="cascade", readonly=True
    )
    origin = fields.Selection(
        [("retention", "End of the retention period"), ("request", "Erasure request")],
        "Reason",
        required=True,
        readonly=True,
    )
    before = fields.Date("Appointments before", readonly=True)
    appointments = fields.Integer(readonly=True)
    contacts = fields.Integer(readonly=True)
    answers = fields.Integer(readonly=True)
    documents = fields.Integer(readonly=True)
    messages = fields.Integer(readonly=True)

    _once_a_day = models.UniqueIndex("(company_id, origin, date)", "One line a day is enough.")

    @api.model
    def _record(self, company, origin, removed, before=None):
        """Add numbers to the line of the day."""
        today = fields.Date.context_today(self)
        domain = [("company_id", "=", company.id), ("origin", "=", origin), ("date", "=", today)]
        line = self.search(domain, limit=1)
        if not line:
            line = self.create({"company_id": company.id, "origin": origin, "date": today})
        line.write(
            {
                **{kind: line[kind] + removed.get(kind, 0) for kind in KINDS},
                "before": before and before.date(),
            }
        )
        _logger.info("Anonymised in %s (%s): %s", line.company_id.name, origin, removed)
        return line

    @api.model
    def _cron_anonymise(self):
        """Anonymise what is past its time, organisation by organisation."""
        now = fields.Datetime.now()
        companies = self.env["res.company"].search([("parent_id", "=", False)])
        todo = [(company, company._retention_limit(now)) for company in companies]
        todo = [(company, before) for company, before in todo if before]
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=self._count(todo))
        for company, before in todo:
            while done := self._anonymise_batch(company, before):
                if not Cron._commit_progress(done):
                    return

    def _count(self, todo):
        Appointment, Partner = self.env["rendezvous.appointment"], self.env["res.partner"]
        Partner = Partner.with_context(active_test=False)
        return sum(
            Appointment.search_count(Appointment._to_anonymise_domain(company, before))
            + Partner.search_count(Partner._to_anonymise_domain(company, before))
            for company, before in todo
        )

    @api.model
    def _anonymise_batch(self, company, before):
        """Anonymise some appointments, or else some contacts; return how many of either.

        Appointments first: only then is it known who has none left.
        """
        Appointment = self.env["rendezvous.appointment"]
        domain = Appointment._to_anonymise_domain(company, before)
        appointments = Appointment.search(domain, order="stop", limit=BATCH)
        if appointments:
            self._record(company, "retention", appointments._anonymise(), before)
            return len(appointments)
        return self._anonymise_contacts(company, before)

    def _anonymise_contacts(self, company, before):
        """Anonymise contacts whom nothing needs any more; look at the others later."""
        Partner = self.env["res.partner"].with_context(active_test=False)
        domain = Partner._to_anonymise_domain(company, before)
        contacts = Partner.search(domain, order="rendezvous_review_date, id", limit=BATCH)
        used = contacts._used_elsewhere()
        needed = contacts.filtered(lambda contact: contact in used or contact._has_account())
        later = fields.Date.context_today(self) + timedelta(days=REVIEW_DAYS)
        needed.write({"rendezvous_review_date": later})
        if free := contacts - needed:
            self._record(company, "retention", free._anonymise(), before)
        return len(contacts)
