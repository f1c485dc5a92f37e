from odoo import api, models

from ..exceptions import VisitRefused


class RendezvousAppointment(models.Model):
    """A visit at the contact's, booked online: its choice is a half-day, an address, a piece.

    The routes call these as superuser, with a choice whose address and
    equipment are known to be the contact's.
    """

    _inherit = "rendezvous.appointment"

    @api.model
    def _hold_for_contact(self, service, choice, partner):
        """On the road, what has to be there before is asked first.

        :raises VisitRefused: something is missing; carries what
        """
        if choice["agenda"].by_sector and partner._may_in_portal("book"):
            missing = service._missing_for_visit(
                partner,
                choice["agenda"],
                choice.get("equipment") or self.env["rendezvous.equipment"],
                choice["location"],
            )
            if missing:
                raise VisitRefused(missing)
        return super()._hold_for_contact(service, choice, partner)

    @api.model
    def _prepare_choice_vals(self, choice):
        vals = super()._prepare_choice_vals(choice)
        equipment = choice.get("equipment")
        return {**vals, "equipment_id": equipment.id} if equipment else vals

    def _retake(self, choice):
        """Another half-day is for the same address and piece."""
        if self.by_sector and choice["agenda"].by_sector:
            mine = self._as_choice()
            choice = {**choice, "location": mine["location"], "equipment": mine["equipment"]}
        return super()._retake(choice)

    def _as_choice(self):
        choice = super()._as_choice()
        sector = self.sector_id if self.by_sector else None
        return {**choice, "equipment": self.equipment_id, "sector": sector}

    def _is_at(self, service, choice):
        if not super()._is_at(service, choice):
            return False
        if not self.by_sector:
            return True
        equipment = choice.get("equipment") or self.equipment_id.browse()
        return self.location_id == choice["location"] and self.equipment_id == equipment
