from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from .rendezvous import _number
from .visitor import VisitorMixin

LIST = "/my/rendezvous/waitlist"
OFFER = f"{LIST}/offer/<int:offer_id>"


class RendezvousWaitlist(VisitorMixin, Controller):
    """Join the waiting list, look at it, answer an offer. Nothing changes but by POST."""

    @route(
        "/rendezvous/waitlist",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def join_form(self, service="", appointment="", **_kwargs):
        service, earlier = self._waited_for(service, appointment)
        if not self._may("book"):
            return self._refuse_booking(service)
        return self._render_form(service, earlier)

    @route("/rendezvous/waitlist", type="http", auth="user", website=True, methods=["POST"])
    def join(self, service="", appointment="", **_post):
        service, earlier = self._waited_for(service, appointment)
        if not self._may("book"):
            return self._refuse_booking(service)
        partner, typed = request.env.user.partner_id, request.httprequest.form
        _entry, errors = self._page()._join_waitlist(service, earlier, partner, typed)
        if errors:
            return self._render_form(service, earlier, typed, errors)
        return request.redirect(f"{LIST}?message=joined")

    @route(LIST, type="http", auth="user", website=True, methods=["GET"], sitemap=False)
    def my_waitlist(self, message="", **_kwargs):
        page, partner = self._page(), request.env.user.partner_id
        values = {
            "page": page,
            "page_name": "rendezvous_waitlist",
            "waiting": page._waiting_of(partner),
            "waited": page._waited_of(partner),
            "message": message,
        }
        return request.render("rendezvous.my_waitlist", values)

    @route(f"{LIST}/<int:entry_id>/leave", type="http", auth="user", website=True, methods=["POST"])
    def leave(self, entry_id, **_post):
        Entry = request.env["rendezvous.waitlist.entry"].sudo()
        self._own(Entry, entry_id)._leave()
        return request.redirect(f"{LIST}?message=left")

    @route(OFFER, type="http", auth="user", website=True, methods=["GET"], sitemap=False)
    def offer(self, offer_id, **_kwargs):
        return self._render_offer(self._own_offer(offer_id))

    @route(f"{OFFER}/accept", type="http", auth="user", website=True, methods=["POST"])
    def accept(self, offer_id, **_post):
        """Book, or show the file first where the service asks something."""
        offer = self._own_offer(offer_id)
        if not offer._is_open() or not self._may("book"):
            return self._render_offer(offer)
        if offer._needs_file():
            return request.redirect(f"/rendezvous/appointment/{offer.appointment_id.id}")
        try:
            with request.env.cr.savepoint():
                appointment = offer._accept()
        except UserError as refusal:
            return self._render_offer(offer, refusal=str(refusal))
        if offer.entry_id.appointment_id:
            return request.redirect(f"/my/rendezvous/{appointment.id}?message=moved")
        return request.redirect(f"/rendezvous/appointment/{appointment.id}/confirmed")

    @route(f"{OFFER}/refuse", type="http", auth="user", website=True, methods=["POST"])
    def refuse(self, offer_id, **_post):
        offer = self._own_offer(offer_id)
        if offer._is_open():
            offer._refuse()
        return request.redirect(f"{LIST}?message=refused")

    def _waited_for(self, service_id, appointment_id):
        """Return the service and the appointment of the form, 404 where no list is open."""
        page = self._page()
        earlier = request.env["rendezvous.appointment"].sudo()
        if _number(appointment_id):
            earlier = self._own_appointment(_number(appointment_id))
            if not page._may_wait_for_earlier(earlier):
                raise NotFound()
            return earlier.service_id, earlier
        service = self._visible_service(_number(service_id))
        if not page._agendas_to_wait_for(service):
            raise NotFound()
        return service, earlier

    def _own_offer(self, offer_id):
        return self._own(request.env["rendezvous.waitlist.offer"].sudo(), offer_id)

    def _own(self, model, record_id):
        """Return a record of the contact's as superuser, 404 for any other."""
        record = model.browse(record_id).exists()
        if not record or record.partner_id != request.env.user.partner_id:
            raise NotFound()
        return record

    def _render_form(self, service, earlier, typed=None, errors=None):
        values = self._page()._waitlist_page(service, earlier, typed, errors)
        return request.render("rendezvous.waitlist_form", values)

    def _render_offer(self, offer, refusal=""):
        values = {**self._page()._offer_page(offer), "page_name": "rendezvous_waitlist"}
        values["refusal"] = refusal
        return request.render("rendezvous.waitlist_offer", values)
