from werkzeug.exceptions import NotFound

from odoo import models
from odoo.http import request

# Pages on the way to an account: framed only on their way back to a frame.
ACCOUNT = ("/web/login", "/web/signup", "/web/reset_password")


class IrHttp(models.AbstractModel):
    """Who may show our pages in a frame: the sites of the widget, and nobody else."""

    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        result = super()._pre_dispatch(rule, args)
        if getattr(request, "is_frontend", False):
            cls._enter_frame()
        return result

    @classmethod
    def _enter_frame(cls):
        """Keep in the context which frame the page is asked for, see ``_frame_of``."""
        path = request.httprequest.path
        if path.startswith(ACCOUNT):
            path = request.get_http_params().get("redirect")
        # As superuser: a visitor reads neither widgets nor companies.
        frame = request.env["rendezvous.page"].sudo()._frame_of(path)
        if frame is None:
            return
        if not frame:
            raise NotFound()
        request.update_context(**frame)
        if frame["rendezvous_lang"]:
            request.lang = request.env["res.lang"]._get_data(code=frame["rendezvous_lang"])
            request.update_context(lang=request.lang.code)

    @classmethod
    def _post_dispatch(cls, response):
        result = super()._post_dispatch(response)
        cls._limit_frames(response)
        return result

    @classmethod
    def _limit_frames(cls, response):
        """Say which sites may show the page; what a route said itself stays."""
        headers = response.headers
        if request.env.context.get("rendezvous_frame"):
            origins = request.env.context["rendezvous_origins"]
            headers.pop("X-Frame-Options", None)
            headers["Content-Security-Policy"] = " ".join(["frame-ancestors 'self'", *origins])
        elif response.mimetype == "text/html":
            headers.setdefault("X-Frame-Options", "SAMEORIGIN")
            # The back office says DENY.
            sites = "'none'" if headers["X-Frame-Options"].upper() == "DENY" else "'self'"
            headers.setdefault("Content-Security-Policy", f"frame-ancestors {sites}")
