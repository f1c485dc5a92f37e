import re

from odoo import api, models
from odoo.fields import Domain
from odoo.http import request

ROOT = "/rendezvous"
# With or without the language that Odoo writes before a path.
IN_WIDGET = re.compile(r"(?:/[a-z]{2,3}(?:_\w+)?)?/rendezvous/widget(?:/([\w-]+))?(?:/.*)?")


class RendezvousPage(models.AbstractModel):
    """The same pages inside a frame, under ``/rendezvous/widget/<establishment>``.

    The address alone carries the frame, since a browser that blocks the
    cookies of other sites keeps no session there.
    """

    _inherit = "rendezvous.page"

    @api.model
    def _frame_of(self, path):
        """Return the context of the frame that a path is in, None outside of any.

        The context of a frame whose establishment is not here is empty.
        """
        found = IN_WIDGET.fullmatch((path or "").partition("?")[0])
        if not found:
            return None
        company = self._company_of_code(found[1]) if found[1] else self._company()
        if not company:
            return {}
        widget = self._widget_of(company)
        code = widget.code or self.env["ir.http"]._slug(company)
        context = {
            "rendezvous_frame": f"{ROOT}/widget/{code}",
            "rendezvous_company_id": company.id,
            "rendezvous_origins": tuple(widget._allowed_origins()),
        }
        return {**context, "rendezvous_lang": widget.lang_id.code}

    def _company_of_code(self, code):
        """Return the company that this website may show under ``code``."""
        below = Domain("company_id", "child_of", self._company().id)
        below &= Domain("company_id.active", "=", True) & Domain("code", "=", code)
        widget = self.env["rendezvous.widget"].search(below, limit=1)
        if widget:
            return widget.company_id
        domain = Domain("id", "child_of", self._company().id)
        company_id = int(code) if code.isdecimal() else self.env["ir.http"]._unslug(code)[1]
        return self.env["res.company"].search(domain & Domain("id", "=", company_id or 0))

    def _widget_of(self, company):
        return self.env["rendezvous.widget"].search([("company_id", "=", company.id)], limit=1)

    @api.model
    def _company(self):
        """In a frame, the establishment of the frame."""
        if company_id := self.env.context.get("rendezvous_company_id"):
            return self.env["res.company"].sudo().browse(company_id)
        return super()._company()

    @api.model
    def _services_domain(self):
        """In a frame, the services that its administrator chose."""
        domain = super()._services_domain()
        services = self._widget_of(self._company()).service_ids if self._is_framed() else None
        return domain & Domain("id", "in", services.ids) if services else domain

    @api.model
    def _is_framed(self):
        return bool(self.env.context.get("rendezvous_frame"))

    @api.model
    def _link(self, path):
        """Return the path of one of our pages: in a frame, the page inside it."""
        frame = self.env.context.get("rendezvous_frame")
        if not frame or not path.startswith(ROOT):
            return path
        return frame + path.removeprefix(ROOT)

    @api.model
    def _opens_new_tab(self):
        """Tell whether the browser forbids the log-in in the frame: it sent no session."""
        return self._is_framed() and "session_id" not in request.httprequest.cookies

    @api.model
    def _look(self):
        """Return the words and colours that the establishment chose for its pages."""
        widget = self._widget_of(self._company())
        return {
            "title": widget.title,
            "introduction": widget.introduction,
            "style": widget._style(),
        }

    @api.model
    def _layout_look(self):
        """Return the CSS of the look where our pages are shown, empty on any other page."""
        path = request.httprequest.path
        if not self._is_framed() and not path.startswith((ROOT, "/my/rendezvous")):
            return ""
        return self._look()["style"]
