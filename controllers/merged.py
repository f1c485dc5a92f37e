from odoo.http import request

from odoo.addons.mail.controllers.mail import MailController


class RendezvousMergedMail(MailController):
    """The links of mails name files by number: a merged one leads to the surviving file."""

    @classmethod
    def _redirect_to_record(cls, model, res_id, access_token=None, **kwargs):
        if model == "res.partner" and res_id:
            # sudo: only the number; the rights are asked of the surviving file
            partners = request.env["res.partner"].sudo()
            res_id = partners._rendezvous_surviving(int(res_id)).id or res_id
        return super()._redirect_to_record(model, res_id, access_token=access_token, **kwargs)
