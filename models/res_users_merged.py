from odoo import models, tools
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    def reset_password(self, login):
        """A forgotten password asked for with the address of a merged file.

        The mail goes to the address of the surviving file, whoever asks.
        """
        known = Domain.OR([self._get_login_domain(login), self._get_email_domain(login)])
        if self.search_count(known, limit=1):
            return super().reset_password(login)
        address = tools.email_normalize(login or "", strict=False) or login
        users = self.env["res.partner"]._rendezvous_by_former_email(address).user_ids
        return users.action_reset_password() if users else super().reset_password(login)

    def _notify_security_setting_update(self, subject, content, mail_values=None, **kwargs):
        """The owner of an account closed by a merge gets one message, ours."""
        if self.env.context.get("rendezvous_account_closed"):
            return self.env["mail.mail"]
        return super()._notify_security_setting_update(subject, content, mail_values, **kwargs)
