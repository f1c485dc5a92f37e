from psycopg2 import OperationalError

from odoo import api, models

# Snapshots taken anew in a row, before the job gives up until its next run.
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
        conflicts = 0
        while left:
            try:
                records = take()
                if not records:
                    break
                work(records)
                left = Cron._commit_progress(len(records))
                conflicts = 0
            except OperationalError:
                # Somebody changed what it is about since the snapshot: look again.
                self.env.cr.rollback()
                conflicts += 1
                if conflicts > CONFLICTS:
                    raise
