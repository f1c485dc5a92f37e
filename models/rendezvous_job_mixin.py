from psycopg2 import OperationalError

from odoo import api, models

# Snapshots taken anew in a row, before a job gives up until its next run.
CONFLICTS = 5


class RendezvousJobMixin(models.AbstractModel):
    """Jobs that take what is due, several workers beside one another."""

    _name = "rendezvous.job.mixin"
    _description = "Works off what is due"

    @api.model
    def _work_off(self, domain, take, work):
        """Work on what is due, batch after batch, each in a transaction of its own.

        ``take`` returns records of ``domain``, locked, none when nothing is
        left; ``work`` does what is to be done with them.
        """
        Cron = self.env["ir.cron"]
        left = Cron._commit_progress(remaining=self.search_count(domain))
        while left:
            left = self._again_on_conflict(lambda: self._work_once(take, work))

    @api.model
    def _work_once(self, take, work):
        """Work on one batch and commit; return how long may be gone on, 0 when all is done."""
        records = take()
        if not records:
            return 0
        work(records)
        return self.env["ir.cron"]._commit_progress(len(records))

    @api.model
    def _again_on_conflict(self, act):
        """Return what ``act`` returns, flushed.

        Whenever somebody changed what it is about since the snapshot, what it
        did is undone, and it is called again from a new one; nothing else may
        be pending.
        """
        for attempt in range(CONFLICTS + 1):
            try:
                result = act()
                self.env.cr.flush()
                return result
            except OperationalError:
                self.env.cr.rollback()
                if attempt == CONFLICTS:
                    raise
