from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError
from odoo.http import content_disposition, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..exceptions import SlotTaken
from .rendezvous import _number
from .visitor import VisitorMixin

PER_PAGE = 10
DETAIL = "/my/rendezvous/<int:appointment_id>"


class RendezvousPortal(VisitorMixin, CustomerPortal):
    """The contact's appointments: coming, past, cancel, move."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "rendezvous_count" in counters:
            Appointment = request.env["rendezvous.appointment"].sudo()
            domain = Appointment._contact_domain(request.env.user.partner_id, past=False)
            values["rendezvous_count"] = Appointment.search_count(domain)
        return values

    @route(
        ["/my/rendezvous", "/my/rendezvous/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def my_rendezvous(self, page=1, when="coming", **_kwargs):
        past = when == "past" and self._may("see_history")
        appointments, pages = self._my_appointments(past, page)
        values = {
            **self._prepare_portal_layout_values(),
            "page": self._page(),
            "page_name": "rendezvous_list",
            "appointments": appointments,
            "past": past,
            "pager": pages,
            "requests": self._page()._requests_of(request.env.user.partner_id) if not past else (),
            "may_book": self._may("book"),
            "may_see_history": self._may("see_history"),
        }
        return request.render("rendezvous.my_rendezvous", values)

    def _my_appointments(self, past, page):
        """Return one page of the contact's appointments, and its pager."""
        # As superuser: service and agenda are not the contact's to read.
        Appointment = request.env["rendezvous.appointment"].sudo()
        domain = Appointment._contact_domain(request.env.user.partner_id, past=past)
        total = Appointment.search_count(domain)
        query = {"when": "past"} if past else None
        pages = pager("/my/rendezvous", total, page, PER_PAGE, url_args=query)
        order = "start desc, id desc" if past else "start, id"
        appointments = Appointment.search(
            domain, order=order, offset=pages["offset"], limit=PER_PAGE
        )
        return appointments, pages

    @route(DETAIL, type="http", auth="public", website=True, methods=["GET"])
    def my_rendezvous_detail(self, appointment_id, access_token=None, message="", **_kwargs):
        if request.env.user._is_public() and not access_token:
            return request.redirect(f"/web/login?redirect=/my/rendezvous/{appointment_id}")
        appointment = self._seen_appointment(appointment_id, access_token)
        if appointment._is_held_now():
            return request.redirect(f"/rendezvous/appointment/{appointment_id}")
        values = self._detail_values(appointment, access_token)
        values["message"] = message
        return request.render("rendezvous.my_rendezvous_detail", values)

    @route(f"{DETAIL}/cancel", type="http", auth="public", website=True, methods=["POST"])
    def my_rendezvous_cancel(self, appointment_id, access_token=None, reason="", **_kwargs):
        appointment = self._own_appointment(appointment_id, access_token)
        try:
            with request.env.cr.savepoint():
                appointment._cancel_by_contact(reason.strip()[:200] or False)
        except UserError:
            return self._redirect_to_detail(appointment, access_token, "late")
        return self._redirect_to_detail(appointment, access_token, "cancelled")

    @route(f"{DETAIL}/move", type="http", auth="public", website=True, methods=["GET"])
    def my_rendezvous_move(self, appointment_id, access_token=None, slot="", **query):
        """Show the free times, or the chosen one to be confirmed by a POST."""
        appointment = self._own_appointment(appointment_id, access_token)
        if not appointment._contact_may_move():
            return self._redirect_to_detail(appointment, access_token, "late")
        page = self._page()
        if choice := page._choice_to_move(appointment, slot):
            values = self._detail_values(appointment, access_token)
            return request.render("rendezvous.move_chosen", {**values, "choice": choice})
        values = page._moving_page(
            appointment,
            token=access_token,
            day=page._day(query.get("week")),
            place_id=_number(query.get("place")),
            taken=page._choice_to_move(appointment, query.get("taken")),
        )
        return request.render("rendezvous.availability", values)

    @route(f"{DETAIL}/move", type="http", auth="public", website=True, methods=["POST"])
    def my_rendezvous_move_to(self, appointment_id, access_token=None, slot="", **_kwargs):
        appointment = self._own_appointment(appointment_id, access_token)
        choice = self._page()._choice_to_move(appointment, slot)
        url = f"/my/rendezvous/{appointment_id}/move"
        kept = {"access_token": access_token} if access_token else {}
        if not choice:
            return request.redirect(self._page()._url(url, **kept))
        try:
            with request.env.cr.savepoint():
                appointment._move_by_contact(choice)
        except SlotTaken:
            return request.redirect(self._page()._url(url, taken=slot, **kept))
        except UserError:
            return self._redirect_to_detail(appointment, access_token, "late")
        return self._redirect_to_detail(appointment, access_token, "moved")

    @route(f"{DETAIL}/calendar.ics", type="http", auth="public", website=True, sitemap=False)
    def my_rendezvous_calendar(self, appointment_id, access_token=None, **_kwargs):
        appointment = self._own_appointment(appointment_id, access_token)
        name = f"rendezvous-{appointment_id}.ics"
        headers = [
            ("Content-Type", "text/calendar; charset=utf-8"),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(appointment._ics(), headers)

    @route(
        f"{DETAIL}/document/<int:answer_id>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
    )
    def my_rendezvous_document(self, appointment_id, answer_id, access_token=None, **_kwargs):
        appointment = self._own_appointment(appointment_id, access_token)
        answer = appointment._shown_answers().filtered(lambda answer: answer.id == answer_id)
        if not answer.attachment_id:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(answer.attachment_id)
        return stream.get_response(as_attachment=True)

    def _detail_values(self, appointment, access_token):
        return {
            **self._prepare_portal_layout_values(),
            "page": self._page(),
            "page_name": "rendezvous",
            "appointment": appointment,
            "is_mine": appointment._is_of_visitor(access_token),
            "access_token": access_token or "",
            "token_query": {"access_token": access_token} if access_token else {},
        }

    def _redirect_to_detail(self, appointment, access_token, message):
        query = {"access_token": access_token} if access_token else {}
        url = self._page()._url(f"/my/rendezvous/{appointment.id}", message=message, **query)
        return request.redirect(url)
