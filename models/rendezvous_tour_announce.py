from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..announcement import announced_from

AHEAD = timedelta(hours=49)
BATCH = 1000


class RendezvousTour(models.Model):
    """The evening before, contacts learn when about the technician comes."""

    _inherit = "rendezvous.tour"

    def action_announce_times(self):
        """Tell the contacts of locked tours their narrower time now, for planners."""
        self.check_access("write")
        for tour in self.filtered(lambda tour: not tour.is_locked):
            raise UserError(
                self.env._(
                    "%(tour)s is not locked: lock it first, so that the times hold.",
                    tour=tour.display_name,
                )
            )
        told = self.appointment_ids._announce_times()
        if told:
            message = self.env._("Contacts who know their narrower time now: %s.", len(told))
        else:
            message = self.env._("Nobody to tell: each contact knows the time already.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success" if told else "info", "message": message},
        }

    @api.model
    def _cron_announce_times(self):
        """Announce what is due: the day before, from the hour of the setting on.

        After a standstill, until the visit begins and never later. Without
        an hour, only planners announce.
        """
        hour = self._announce_hour()
        if not hour:
            return
        now = fields.Datetime.now()
        Appointment = self.env["rendezvous.appointment"]
        near = Appointment._to_announce_domain(now) & Domain("start", "<", now + AHEAD)
        visits = Appointment.search(near, order="start, id", limit=BATCH)
        visits.filtered(
            lambda visit: announced_from(visit.start, visit.tz, hour) <= now
        )._announce_times()

    @api.model
    def _announce_hour(self):
        """Return the hour of the day of the setting, 0 when nothing is told by itself."""
        get_param = self.env["ir.config_parameter"].sudo().get_param
        return min(max(0, int(get_param("rendezvous.announce_hour") or 0)), 23)
