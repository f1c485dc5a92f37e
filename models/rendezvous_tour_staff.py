from odoo import models


class RendezvousTour(models.Model):
    """What the back office asks of tours."""

    _inherit = "rendezvous.tour"

    def action_lock(self):
        self.write({"is_locked": True})

    def action_unlock(self):
        self.write({"is_locked": False})

    def action_give_sectors(self):
        """Open “Give sectors” for the technicians and days of these tours."""
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "rendezvous.rendezvous_tour_sectors_action"
            ),
            "context": {"active_model": self._name, "active_ids": self.ids},
        }

    def action_view_appointments(self):
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "rendezvous.rendezvous_appointment_action_list"
            ),
            "name": self.env._("Visits"),
            "domain": [("tour_id", "in", self.ids)],
            "context": {},
        }
