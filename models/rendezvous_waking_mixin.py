from odoo import api, models


class RendezvousWakingMixin(models.AbstractModel):
    """Rules of what is open: any change may free a time that somebody waits for.

    Whether it does is for the job to find out, which looks at what is free.
    """

    _name = "rendezvous.waking.mixin"
    _description = "Wakes the waiting lists"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self._wake_waitlists()
        return records

    def write(self, vals):
        result = super().write(vals)
        self._wake_waitlists()
        return result

    def unlink(self):
        result = super().unlink()
        self._wake_waitlists()
        return result

    @api.model
    def _wake_waitlists(self):
        # As superuser: whoever changes the rules need not see the agendas of others.
        waited_for = (
            self.env["rendezvous.agenda"]
            .sudo()
            .search_count([("has_waitlist", "=", True)], limit=1)
        )
        if waited_for:
            self.env["rendezvous.waitlist.entry"]._wake()
