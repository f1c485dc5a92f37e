from odoo.http import request

from odoo.addons.auth_signup.controllers.main import AuthSignupHome
from odoo.addons.web.controllers.home import SIGN_UP_REQUEST_PARAMS

SIGN_UP_REQUEST_PARAMS |= {"firstname", "lastname"}


class RendezvousSignup(AuthSignupHome):
    """Sign-up asks for surname and first name: what a contact is found by."""

    def _prepare_signup_values(self, qcontext):
        names = {name: (qcontext.get(name) or "").strip() for name in ("firstname", "lastname")}
        if qcontext.get("token") or not all(names.values()):
            return super()._prepare_signup_values(qcontext)
        name = request.env["res.partner"]._get_computed_name(names["lastname"], names["firstname"])
        return {**super()._prepare_signup_values({**qcontext, "name": name}), **names}
