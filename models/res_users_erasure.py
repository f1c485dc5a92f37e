from odoo import models


class ResUsers(models.Model):
    """An account whose contact was erased."""

    _inherit = "res.users"

    def _forget_log_ins(self):
        """Remove what names the account: log-in, password, keys, devices; it is archived."""
        self.env["res.device.log"].search([("user_id", "in", self.ids)]).unlink()
        self.api_key_ids._remove()
        for user in self:
            user.write({"login": f"__erased_{user.id}", "password": "", "signature": False})

    def _notify_security_setting_update(self, *args, **kwargs):
        """Without an address there is nobody to tell of a change."""
        return super(ResUsers, self.filtered("email"))._notify_security_setting_update(
            *args, **kwargs
        )
