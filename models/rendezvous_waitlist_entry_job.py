import logging
from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .rendezvous_waitlist_entry import OPEN

_logger = logging.getLogger(__name__)


class RendezvousWaitlistEntry(models.Model):
    """The job that gives free times out: woken by what frees one, and every few minutes.

    It looks at what is free, not at what happened: a time is found whatever
    freed it, and nothing is lost when a run is missed. One organisation is
    served by one worker at a time, in one transaction: two workers at once
    offer each place once, and nobody is passed over.
    """

    _inherit = "rendezvous.waitlist.entry"

    @api.model
    def _cron_offer(self):
        """Serve each organisation where somebody waits; one in trouble stops no other."""
        Cron = self.env["ir.cron"]
        organisations = self._organisations_waited_for()
        left = Cron._commit_progress(remaining=len(organisations))
        for organisation in organisations:
            if not left:
                break
            try:
                self._again_on_conflict(partial(self._serve, organisation))
            except Exception:  # pylint: disable=broad-except
                self.env.cr.rollback()
                _logger.exception("Waiting list of %s not served", organisation.id)
            left = Cron._commit_progress(1)

    @api.model
    def _organisations_waited_for(self):
        groups = self._read_group([("state", "in", OPEN)], ["service_id"])
        services = self.env["rendezvous.service"].union(*(service for (service,) in groups))
        return services.company_id.sorted("id")

    @api.model
    def _serve(self, organisation):
        """End what is over, tell what may be told, and give the free times out, in order."""
        now = fields.Datetime.now()
        entries = self._take_line(organisation)
        offers = entries.offer_ids.filtered(lambda offer: offer.state == "open")
        offers.filtered(lambda offer: offer.until <= now)._end("expired", self._silence_words())
        entries._close_over(now)
        offers.filtered(lambda offer: offer.state == "open")._tell_due(now)
        open_entries = entries.filtered(lambda entry: entry.state in OPEN)
        open_entries._give_out(now)

    @api.model
    def _silence_words(self):
        return self.env._("No answer in time")

    @api.model
    def _take_line(self, organisation):
        """Return who waits, in the order they came, locked against every other worker.

        The lock of the organisation makes workers wait for one another; that
        of the rows tells who waited that his snapshot is of before.
        """
        self.env.cr.execute(
            SQL(
                "SELECT pg_advisory_xact_lock(hashtext('rendezvous_waitlist'), %s)", organisation.id
            )
        )
        domain = Domain("service_id.company_id", "=", organisation.id) & Domain("state", "in", OPEN)
        self.flush_model(["state", "service_id"])
        entries = self.sudo().search(domain, order="id")
        if entries:
            self.env.cr.execute(
                SQL(
                    "SELECT FROM rendezvous_waitlist_entry WHERE id = ANY(%s) FOR UPDATE",
                    entries.ids,
                )
            )
        return entries

    def _close_over(self, now):
        """Close the entries for which waiting is in vain; what they were offered goes on."""
        for entry in self.filtered(lambda entry: entry.state in OPEN):
            reason = entry._over_reason(entry._local_day(now))
            if reason:
                entry.write({"state": "expired", "close_reason": reason})
                entry.offer_id._end("lost", reason)

    def _local_day(self, instant):
        """Return the day of an instant on the clock of the place waited for."""
        agendas = self.appointment_id.agenda_id or self.agenda_ids or self.service_id.agenda_ids
        return self._day_in(instant, agendas[:1].tz or "UTC")

    @api.model
    def _day_in(self, instant, tz):
        return self.env["rendezvous.page"]._local_day(instant, tz)

    @api.model
    def _span_of(self, entries, now):
        """Return the period in which these entries want something."""
        days = [entry.date_until for entry in entries]
        last = now + timedelta(days=max(entries.service_id.mapped("lead_max")) + 1)
        if all(days):
            last = min(last, fields.Datetime.to_datetime(max(days)) + timedelta(days=2))
        return now, last
