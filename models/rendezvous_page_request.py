from odoo import api, models
from odoo.fields import Domain

SHOWN_REQUESTS = 20


class RendezvousPage(models.AbstractModel):
    """The requests that contacts leave where nothing can be booked."""

    _inherit = "rendezvous.page"

    @api.model
    def _leave_request(self, service, visit, note):
        """Return the request of a contact; the same one twice is the same one."""
        partner, address = self._visitor(), visit["address"]
        equipment = visit["equipment"] or self.env["rendezvous.equipment"]
        asked = (service, address, equipment)
        known = self._requests_of(partner).filtered(
            lambda left: (left.service_id, left.location_id, left.equipment_id) == asked
        )[:1]
        if not known:
            Request = self.env["rendezvous.request"]
            return Request._leave(partner, service, address, note, equipment_id=equipment.id)
        if note:
            known.note = "\n".join(filter(None, [known.note, note]))
        return known

    @api.model
    def _requests_of(self, partner):
        """Return what a contact asked for and nobody has planned or closed, newest first."""
        mine = Domain("partner_id", "=", partner.id) & Domain("state", "=", "open")
        Request = self.env["rendezvous.request"].sudo()
        return Request.search(mine, order="id desc", limit=SHOWN_REQUESTS)
