from odoo import api, models

from .rendezvous_page_visit import WITHOUT


class RendezvousPage(models.AbstractModel):
    """What a contact chooses from for a visit: his own equipment and addresses."""

    _inherit = "rendezvous.page"

    @api.model
    def _own_equipment(self, partner):
        """Return what a contact may ask a visit for: what is in service, or being checked."""
        Equipment = self.env["rendezvous.equipment"].sudo()
        if not partner._may_in_portal("see_equipment"):
            return Equipment
        in_use = [("state", "in", ("declared", "service"))]
        return Equipment.search([*self._equipment_of(partner), *in_use])

    @api.model
    def _may_declare_equipment(self, partner):
        Equipment = self.env["rendezvous.equipment"].sudo()
        seen = partner._may_in_portal("see_equipment")
        return seen and Equipment._may_declare(self._company())

    def _chosen_equipment(self, service, partner, code):
        """Return the piece of a contact, empty for none, None while there is a choice to make.

        Who has none and may declare none is asked nothing, unless the
        service is about equipment.
        """
        Equipment = self.env["rendezvous.equipment"].sudo()
        if not partner:
            return None
        pieces = self._own_equipment(partner)
        if found := pieces.filtered(lambda piece: str(piece.id) == str(code or "")):
            return found
        if service.needs_equipment:
            return None
        nothing_to_choose = not pieces and not self._may_declare_equipment(partner)
        return Equipment if code == WITHOUT or nothing_to_choose else None

    @api.model
    def _own_addresses(self, partner):
        """Return where a contact may be visited: his own address, and those he has beside."""
        places = partner.child_ids.filtered(lambda child: child.type != "contact")
        return (partner | places).filtered("zip")

    def _chosen_address(self, partner, code):
        """Return the address of a contact that ``code`` names, empty when it is not his."""
        addresses = self._own_addresses(partner) if partner else partner
        return addresses.filtered(lambda address: str(address.id) == str(code or ""))

    @api.model
    def _address_words(self, address):
        """Return an address on one line."""
        town = " ".join(filter(None, [address.zip, address.city]))
        return ", ".join(filter(None, [address.street, address.street2, town]))

    @api.model
    def _sector_words(self, address):
        """Return “Sector North”, or that nobody goes to an address."""
        sector = self.env["rendezvous.appointment"]._sector_of_address(address)
        return self._sector_name(sector) if sector else self.env._("Outside our sectors")

    @api.model
    def _sector_name(self, sector):
        return self.env._("Sector %(name)s", name=sector.name)

    @api.model
    def _place_of_visit(self, appointment):
        """Return where we come, in the words of :meth:`_place`."""
        address = appointment.location_id or appointment.partner_id
        place = self._place(address.browse(), appointment.company_id)
        words = self._address_words(address)
        return {**place, "name": self.env._("At your place"), "address": words}
