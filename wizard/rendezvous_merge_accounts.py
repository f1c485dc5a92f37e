from odoo import models
from odoo.tools import email_normalize

from .rendezvous_merge_line import LOGIN


class RendezvousMerge(models.TransientModel):
    """Two accounts: one stays, the other is archived and its owner told."""

    _inherit = "rendezvous.merge"

    def _kept_account(self):
        """Return the account that stays: of the chosen side, one that works if any."""
        by_side = dict(zip(("left", "right"), self._files(), strict=True))
        side = self._sides().get(LOGIN, "left")
        accounts = by_side[side]._merge_accounts()
        return accounts.sorted(lambda user: (not user.active, user.id))[:1]

    def _other_accounts(self):
        left, right = self._files()
        return (left | right)._merge_accounts() - self._kept_account()

    def _settle_accounts(self, kept, dropped):
        """Leave one account to the two files; return who must be told, and the lost log-ins.

        An archived account goes to an archived contact of its own: Odoo merges
        no two accounts, and nothing must open the file again through it.
        """
        files = (kept | dropped).sudo()  # sudo: the invitation in course is for administrators
        invitation = self._kept_account().partner_id.signup_type
        others = self._other_accounts()
        closed = [
            {
                "login": user.login,
                "email": email_normalize(user.email or user.login or "", strict=False),
                "lang": user.lang,
                "active": user.active,
            }
            for user in others
        ]
        for user in others:
            self._archive_account(user)
        kept.sudo().signup_type = invitation or next(
            filter(None, files.mapped("signup_type")), False
        )
        return closed

    def _archive_account(self, user):
        """Archive one account and free its log-in for a new one."""
        holder = self.env["res.partner"].sudo()  # sudo: technical contact of the account
        holder = holder.create(
            {"lastname": self.env._("Closed account %(login)s", login=user.login), "active": False}
        )
        user = user.with_context(rendezvous_account_closed=True)
        user.write({"active": False})
        user.write({"partner_id": holder.id, "login": f"__merged_{user.id}_{user.login}"})

    def _tell_owners(self, kept, closed):
        """Queue a message to the owner of each account that worked until now."""
        # sudo: the message is ours to send, whatever the agent may read
        template = self.env.ref("rendezvous.mail_template_account_closed").sudo()
        login = kept._merge_accounts()[:1].login
        for account in closed:
            if not account["active"]:
                continue
            if not account["email"]:
                note = self.env._(
                    "The owner of the log-in %(login)s was not told that it is closed: it has no"
                    " email address.",
                    login=account["login"],
                )
                kept._message_log(body=note)
                continue
            context = {"closed_login": account["login"], "kept_login": self._masked(login)}
            template.with_context(lang=account["lang"], **context).send_mail(
                kept.id, email_values={"email_to": account["email"], "recipient_ids": []}
            )
            # The queue's own schedule is hourly.
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _masked(self, login):
        """Return a log-in its owner recognises and a stranger learns nothing from."""
        name, at, domain = (login or "").partition("@")
        return f"{name[:1]}•••{at}{domain}"
