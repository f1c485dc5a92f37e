from odoo import fields, models


class RendezvousAgenda(models.Model):
    """The figures of an agenda, made again on demand."""

    _inherit = "rendezvous.agenda"

    def _refresh_statistics(self):
        """Do the work of the night now, for these agendas."""
        self.check_access("read")
        # As superuser, like the job: nobody writes figures by hand.
        agendas, today = self.sudo(), fields.Date.today()
        Day = self.env["rendezvous.statistics.day"].sudo()
        Day._fill_waits(agendas)
        for first, last in Day._batches(agendas, today):
            Day._fill_used(agendas, first, last)
