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
        if request.httprequest.method == "POST" and self._answer_by_mail():
            return request.redirect("/rendezvous/account/sent")
        return super().web_auth_signup(*args, **kw)

    def _answer_by_mail(self):
        """Tell whether the address is a known one, now written to: see ``res.partner``."""
        qcontext = self.get_auth_signup_qcontext()
        free = qcontext.get("signup_enabled") and not qcontext.get("token")
        if not free or "error" in qcontext:
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
        if token := qcontext.get("token"):
            values = super()._prepare_signup_values(qcontext)
            return {**values, "login": self._invited_login(token) or values["login"]}
        names = {name: (qcontext.get(name) or "").strip() for name in ("firstname", "lastname")}
        if not all(names.values()):
            return super()._prepare_signup_values(qcontext)
        name = request.env["res.partner"]._get_computed_name(names["lastname"], names["firstname"])
        return {**super()._prepare_signup_values({**qcontext, "name": name}), **names}

    def _invited_login(self, token):
        """Return the address of who follows a link: it proves that one, no other."""
        # As superuser: the visitor has shown the link, and reads no contact yet.
        info = request.env["res.partner"].sudo()._signup_retrieve_info(token) or {}
        return email_normalize(info.get("login")) or info.get("login")
