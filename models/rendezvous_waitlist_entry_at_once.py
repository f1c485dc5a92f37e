import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import LockError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

from .rendezvous_waitlist_entry import OPEN

_logger = logging.getLogger(__name__)

# What is done while somebody waits for his change to go through; the job does the rest.
OFFERS, LINE = 5, 100
# A half-day begins before the exact time that was freed in it.
AROUND = timedelta(hours=12)


class RendezvousWaitlistEntry(models.Model):
    """What is freed is held for the first in line by the very transaction that frees it.

    So there is no moment in which others see it free. It waits for no other
    worker at the same line, and undoes nothing: what cannot be done at once
    is left to the job, which looks at all that is free.
    """

    _inherit = "rendezvous.waitlist.entry"

    @api.model
    def _offer_freed(self, freed):
        """Offer what was just freed: ``freed`` is ``[(agendas, start, stop)]``."""
        agendas = self.env["rendezvous.agenda"].union(*(agendas for agendas, *_span in freed))
        if not agendas:
            return
        # What is wrong with the change itself is not for us to catch.
        self.env.cr.flush()
        span = (
            min(start for _agendas, start, _stop in freed) - AROUND,
            max(stop for _agendas, _start, stop in freed),
        )
        # In the name of the system, as the job: whoever frees a time offers nothing himself.
        Entry = self.env(user=SUPERUSER_ID, context={})[self._name]
        for organisation in agendas.sudo().service_ids.company_id:
            Entry._offer_safely(organisation, agendas, span, min(len(freed), OFFERS))

    @api.model
    def _offer_safely(self, organisation, agendas, span, most):
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                now = fields.Datetime.now()
                line = self._take_head(organisation, agendas)
                line._close_over(now)
                line.filtered(lambda entry: entry.state in OPEN)._give_out(now, span, most)
        except (LockError, OperationalError):
            # Somebody else is at this line: the job finds what is free after him.
            self.env.invalidate_all(flush=False)
        except Exception:  # pylint: disable=broad-except
            # The cancellation or the move stands, whatever is wrong here.
            _logger.exception("Nothing offered at once of agendas %s", agendas.ids)

    @api.model
    def _take_head(self, organisation, agendas):
        """Return who may want a time of these agendas, in order, locked; nobody while a worker is.

        :raises LockError: somebody in line is being changed
        """
        domain = Domain("service_id.company_id", "=", organisation.id) & Domain("state", "in", OPEN)
        here = Domain("service_id.agenda_ids", "in", agendas.ids)
        line = self.search(domain & here, order="id", limit=LINE)
        if not line:
            return line
        self.env.cr.execute(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtext('rendezvous_waitlist'), %s)",
                organisation.id,
            )
        )
        if not self.env.cr.fetchone()[0]:
            return line.browse()
        line.lock_for_update()
        return line
