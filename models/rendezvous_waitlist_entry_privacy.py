from odoo import api, models
from odoo.fields import Domain

from .rendezvous_waitlist_entry import OPEN


class RendezvousWaitlistEntry(models.Model):
    """Entries go with their contact: nothing counts them afterwards."""

    _inherit = "rendezvous.waitlist.entry"

    @api.model
    def _forget_over(self, company, before):
        """Delete what ended before the end of the retention period."""
        domain = Domain("company_id", "child_of", company.id) & Domain("state", "not in", OPEN)
        self.search(domain & Domain("write_date", "<", before))._forget()

    def _forget(self):
        """Delete entries with their offers and messages, whoever decided it."""
        # As superuser: the erasure has been decided.
        entries = self.sudo()
        entries._close("cancelled", False)
        entries.unlink()

    def _own_data(self):
        """Return what the contact takes away of it, as plain values."""
        self.ensure_one()
        return {
            "joined_on": self.create_date,
            "service": self.service_id.name,
            "establishments": self.agenda_ids.company_id.mapped("name"),
            "with": self.technician_id.name or None,
            "earlier_than_appointment": self.appointment_id.id or None,
            "from_day": self.date_from,
            "until_day": self.date_until or None,
            "hours": [self.hour_from, self.hour_to],
            "weekdays": sorted(self._weekday_numbers()),
            "state": self._state_label(),
            "offers": [offer._own_data() for offer in self.offer_ids.sorted("id")],
        }
