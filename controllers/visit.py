from werkzeug.exceptions import NotFound

from odoo.http import Controller, request, route

from .rendezvous import _also_framed, _number
from .visitor import VisitorMixin

NOTE = 2000


class RendezvousVisit(VisitorMixin, Controller):
    """What a contact sends on the way to a visit at his place: an address, a request."""

    @route(
        _also_framed("/rendezvous/address"),
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def add_address(self, service="", **post):
        """Keep a new address of the contact, and go on with it."""
        service = self._visible_service(_number(service))
        if not self._may("book"):
            return self._refuse_booking(service)
        partner = request.env.user.partner_id.sudo()
        address, errors = partner._add_visit_address(post)
        if errors:
            return self._render_visit(service, {**post, "step": "address"}, post, errors)
        post.update(address=address.id, step="")
        return request.redirect(self._page()._visit_url(service, post))

    @route(
        _also_framed("/rendezvous/request"),
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def leave_request(self, service="", note="", **post):
        """Leave to staff what nobody can book online: where no tour goes, or nothing is free."""
        service, page = self._visible_service(_number(service)), self._page()
        if not self._may("book"):
            return self._refuse_booking(service)
        visit = page._read_visit(service, request.env.user.partner_id.sudo(), post)
        if not page._is_visit(service, {**post, "at": "home"}) or not visit["address"]:
            return request.redirect(page._visit_url(service, post))
        left = page._leave_request(service, visit, note.strip()[:NOTE])
        return self._redirect(f"/rendezvous/request/{left.id}")

    @route(
        _also_framed("/rendezvous/request/<int:request_id>"),
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def request_received(self, request_id, **_kwargs):
        page = self._page()
        left = page._requests_of(request.env.user.partner_id).filtered(
            lambda left: left.id == request_id
        )
        if not left:
            raise NotFound()
        return request.render("rendezvous.visit_received", {"page": page, "left": left})
