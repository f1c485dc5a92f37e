from odoo import models


class RendezvousSector(models.Model):
    """Sectors as the planning names and colours them."""

    _inherit = "rendezvous.sector"

    def _prepare_planning_vals(self):
        return [{"id": s.id, "code": s.code, "name": s.name, "color": s.color} for s in self]
