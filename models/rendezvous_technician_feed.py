from odoo import models


class RendezvousTechnician(models.Model):
    """The calendars of a technician, for planners who may not read his file."""

    _inherit = "rendezvous.technician"

    def action_view_busy_feeds(self):
        """Open the outside calendars that block this technician."""
        return self._view_calendars("rendezvous.rendezvous_busy_feed_action")

    def action_view_feeds(self):
        """Open the links under which others follow this technician."""
        return self._view_calendars("rendezvous.rendezvous_feed_action")

    def _view_calendars(self, xml_id):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        return {
            **action,
            "domain": [("technician_id", "=", self.id)],
            "context": {"default_technician_id": self.id},
        }
