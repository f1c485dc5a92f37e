from odoo.exceptions import UserError
from odoo.http import request, route
from odoo.tools import email_normalize

from odoo.addons.auth_signup.controllers.main import AuthSignupHome
from odoo.addons.web.controllers.home import SIGN_UP_REQUEST_PARAMS

SIGN_UP_REQUEST_PARAMS |= {"firstname", "lastname"}


class RendezvousSignup(AuthSignupHome):
    """Sign-up asks for surname and first name: what a contact is found by."""

    @route()
    def web_auth_signup(self, *args, **kw):
        if request.httprequest.method == "POST":
            qcontext = self.get_auth_signup_qcontext()
            if token := qcontext.get("token"):
                self._keep_to_invited_login(token)
            elif self._answer_by_mail(qcontext):
                return request.redirect("/rendezvous/account/sent")
        return super().web_auth_signup(*args, **kw)

    def _keep_to_invited_login(self, token):
        """Make who follows a link sign up with the address that it proves, no other."""
        # As superuser: the visitor has shown the link, and reads no contact yet.
        info = request.env["res.partner"].sudo()._signup_retrieve_info(token) or {}
        # The email of who has no account yet is his login to come, written as all are.
        if login := email_normalize(info.get("email")) or info.get("login"):
            request.params["login"] = login

    def _answer_by_mail(self, qcontext):
        """Tell whether the address is a known one, now written to: see ``res.partner``."""
        if "error" in qcontext or not qcontext.get("signup_enabled"):
            return False
        try:
            values = self._prepare_signup_values(qcontext)
        except UserError:
            # A password typed wrong is told by Odoo, before anything about the address.
            return False
        # As superuser: a visitor reads no contact, and learns nothing of them here.
        Partner = request.env["res.partner"].sudo()
        website = request.env["website"].get_current_website().sudo()
        back = request.params.get("redirect") or ""
        if not Partner._answer_signup_by_mail(values, website, back):
            return False
        request.session["rendezvous_signup_login"] = values["login"]
        return True

    @route("/rendezvous/account/sent", type="http", auth="public", website=True, sitemap=False)
    def account_sent(self, **_kwargs):
        values = {"login": request.session.get("rendezvous_signup_login")}
        return request.render("rendezvous.account_sent", values)

    def _prepare_signup_values(self, qcontext):
        names = {name: (qcontext.get(name) or "").strip() for name in ("firstname", "lastname")}
        if qcontext.get("token") or not all(names.values()):
            return super()._prepare_signup_values(qcontext)
        name = request.env["res.partner"]._get_computed_name(names["lastname"], names["firstname"])
        return {**super()._prepare_signup_values({**qcontext, "name": name}), **names}
