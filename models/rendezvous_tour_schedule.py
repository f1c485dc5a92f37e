from datetime import timedelta

from odoo import api, fields, models


class RendezvousTour(models.Model):
    """Tours made ahead of time, for planners to give them their sectors."""

    _inherit = "rendezvous.tour"

    @api.model
    def _cron_create_tours(self):
        """Make the tours of the coming days (setting), on days that technicians work.

        What is open comes from the core: openings, hours, closures and leaves.
        """
        days = int(
            self.env["ir.config_parameter"].sudo().get_param("rendezvous.tour_days_ahead") or 0
        )
        if days <= 0:
            return
        agendas = self.env["rendezvous.agenda"].search([("by_sector", "=", True)])
        begin = fields.Datetime.now()
        self._create_tours(agendas, begin, begin + timedelta(days=days))

    @api.model
    def _create_tours(self, agendas, begin, end):
        """Return the tours of the days on which technicians of ``agendas`` work."""
        worked = self.env["rendezvous.availability"]._technician_days(agendas, begin, end)
        return self.browse(tour.id for tour in self._for_days(worked).values())
