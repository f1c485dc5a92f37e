from werkzeug.exceptions import NotFound
from werkzeug.urls import url_encode

from odoo.http import Controller, request, route
from odoo.tools.translate import LazyTranslate

from ..exceptions import BookingRefused, OutsideSectors, SlotTaken, VisitRefused
from .visitor import VisitorMixin

_lt = LazyTranslate(__name__)


def _number(text):
    """Return the whole number of a query value, 0 when it is none."""
    return int(text) if text and str(text).isdecimal() and len(str(text)) < 10 else 0


def _also_framed(*paths):
    """Return the paths, and the same within the frame of a widget."""
    framed = (
        path.replace("/rendezvous", "/rendezvous/widget/<string:widget>", 1) for path in paths
    )
    return [*paths, *framed]


def _sitemap(env, _rule, qs):
    """Yield the catalogue and the page of each service that anyone may book."""
    page = env["rendezvous.page"].sudo()
    services = env["rendezvous.service"].sudo().search(page._services_domain(), limit=1000)
    for location in ("/rendezvous", *services.mapped("website_url")):
        if not qs or qs.lower() in location:
            yield {"loc": location}


class RendezvousPublic(VisitorMixin, Controller):
    """From the catalogue to the confirmed appointment."""

    @route(
        ["/rendezvous/widget", *_also_framed("/rendezvous", "/rendezvous/page/<int:page>")],
        type="http",
        auth="public",
        website=True,
        readonly=True,
        sitemap=_sitemap,
        list_as_website_content=_lt("Appointments"),
    )
    def catalogue(self, page=1, search="", establishment="", postcode="", **_kwargs):
        values = self._page()._catalogue(search[:100], _number(establishment), postcode[:12], page)
        return request.render("rendezvous.catalogue", values)

    @route(
        _also_framed("/rendezvous/service/<string:slug>"),
        type="http",
        auth="public",
        website=True,
        readonly=True,
        sitemap=False,
    )
    def service(self, slug, **query):
        """Show the free times at our places, or the steps that lead to a visit at the visitor's."""
        page = self._page()
        service = self._visible_service(request.env["ir.http"]._unslug(slug)[1])
        if page._is_visit(service, query):
            return self._render_visit(service, query)
        values = page._booking_page(
            service,
            day=page._day(query.get("week")),
            place_id=_number(query.get("place")),
            taken=page._choice(query.get("taken")),
            establishment_id=_number(query.get("establishment")),
            postcode=query.get("postcode", "")[:12],
        )
        return request.render("rendezvous.availability", values)

    @route(
        _also_framed(
            "/rendezvous/service/<string:slug>/establishments",
            "/rendezvous/service/<string:slug>/establishments/page/<int:page>",
        ),
        type="http",
        auth="public",
        website=True,
        readonly=True,
        sitemap=False,
    )
    def establishments(self, slug, page=1, sort="", address="", position="", **_kwargs):
        """Show the first availability of each establishment, by date or by distance."""
        service = self._visible_service(request.env["ir.http"]._unslug(slug)[1])
        values = self._page()._nearest_page(service, sort, address[:200], position[:40], page)
        return request.render("rendezvous.nearest", values)

    @route(
        _also_framed("/rendezvous/service"),
        auth="public",
        website=True,
        readonly=True,
        sitemap=False,
    )
    def change_service(self, service="", **query):
        """Go to another service: the page of a form that works without scripts."""
        chosen = self._visible_service(_number(service))
        names = ("week", "establishment", "postcode", "equipment", "address", "step", "at")
        kept = {name: query.get(name) for name in names}
        return request.redirect(self._page()._service_url(chosen, **kept))

    @route(
        _also_framed("/rendezvous/hold"),
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def chosen(self, service="", slot="", **query):
        """Show the chosen time again after log-in; holding it takes a POST."""
        service = self._visible_service(_number(service))
        choice = self._page()._choice(slot, service)
        if not choice:
            return request.redirect(self._page()._service_url(service))
        if request.env.user._is_public():
            return self._redirect_to_login(service, slot, query)
        if not self._may("book"):
            return self._refuse_booking(service)
        if choice["agenda"].by_sector:
            # Equipment and address come first.
            query.update(slot=slot, at="home")
            return request.redirect(self._page()._visit_url(service, query))
        values = {"page": self._page(), "service": service, "choice": choice}
        return request.render("rendezvous.chosen", values)

    @route(
        _also_framed("/rendezvous/hold"),
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def hold(self, service="", slot="", **post):
        service, page = self._visible_service(_number(service)), self._page()
        choice = page._choice(slot, service)
        if not choice:
            return request.redirect(page._service_url(service))
        if request.env.user._is_public():
            return self._redirect_to_login(service, slot, post)
        partner = request.env.user.partner_id
        choice = page._complete_choice(service, choice, partner.sudo(), post)
        if not choice:
            post.update(slot=slot, at="home")
            return request.redirect(page._visit_url(service, post))
        return self._hold(service, choice, post)

    @route(
        _also_framed("/rendezvous/appointment/<int:appointment_id>"),
        auth="user",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def file(self, appointment_id, taken="", **_kwargs):
        appointment = self._own_appointment(appointment_id)
        if not (appointment.state == "held" or appointment._is_lost_hold()):
            return self._redirect(f"/rendezvous/appointment/{appointment_id}/confirmed")
        return self._render_file(appointment, taken=bool(taken))

    @route(
        _also_framed("/rendezvous/appointment/<int:appointment_id>"),
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def confirm(self, appointment_id, **post):
        if self._own_appointment(appointment_id).state == "confirmed":
            # Sent twice, by an impatient finger.
            return self._redirect(f"/rendezvous/appointment/{appointment_id}/confirmed")
        appointment = self._open_file(appointment_id)
        errors = appointment._save_file(post)
        if errors:
            return self._render_file(appointment, typed=post, errors=errors)
        try:
            with request.env.cr.savepoint():
                appointment = appointment._confirm_by_contact()
        except BookingRefused as refusal:
            return self._refuse_booking(refusal.service)
        except (OutsideSectors, VisitRefused):
            return request.redirect(self._page()._back_url(appointment))
        except SlotTaken:
            return self._redirect(f"/rendezvous/appointment/{appointment_id}?taken=1")
        return self._redirect(f"/rendezvous/appointment/{appointment.id}/confirmed")

    @route(
        _also_framed("/rendezvous/appointment/<int:appointment_id>/retake"),
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def retake(self, appointment_id, slot="", **post):
        """Go on with another time; what was typed comes along."""
        appointment = self._open_file(appointment_id)
        errors = appointment._save_file(post)
        choice = self._page()._choice(slot, appointment.service_id)
        try:
            with request.env.cr.savepoint():
                appointment = appointment._retake(choice) if choice else appointment
        except BookingRefused as refusal:
            return self._refuse_booking(refusal.service)
        except (OutsideSectors, VisitRefused):
            return request.redirect(self._page()._back_url(appointment))
        except SlotTaken:
            return self._redirect(f"/rendezvous/appointment/{appointment_id}?taken=1")
        if any(post.get(key) for key in errors):
            return self._render_file(appointment, typed=post, errors=errors)
        return self._redirect(f"/rendezvous/appointment/{appointment.id}")

    @route(
        _also_framed("/rendezvous/appointment/<int:appointment_id>/release"),
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def release(self, appointment_id, **_kwargs):
        appointment = self._own_appointment(appointment_id)
        appointment.action_release()
        return request.redirect(self._page()._back_url(appointment))

    @route(
        _also_framed("/rendezvous/appointment/<int:appointment_id>/confirmed"),
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def confirmed(self, appointment_id, **_kwargs):
        appointment = self._own_appointment(appointment_id)
        if appointment.state != "confirmed":
            # Not in a frame: the rest of the portal is shown in none.
            return self._redirect("/rendezvous", f"/my/rendezvous/{appointment_id}")
        values = {"page": self._page(), "appointment": appointment}
        return request.render("rendezvous.confirmed", values)

    def _hold(self, service, choice, post):
        """Hold a choice for the contact and show its file; say kindly what keeps from it."""
        Appointment, page = request.env["rendezvous.appointment"].sudo(), self._page()
        try:
            with request.env.cr.savepoint():
                appointment = Appointment._hold_for_contact(
                    service, choice, request.env.user.partner_id
                )
        except BookingRefused:
            return self._refuse_booking(service)
        except SlotTaken:
            return request.redirect(page._again_url(service, choice, post, taken=choice["code"]))
        except (OutsideSectors, VisitRefused):
            # The step says what is missing.
            return request.redirect(page._again_url(service, choice, post))
        return self._redirect(f"/rendezvous/appointment/{appointment.id}")

    def _open_file(self, appointment_id):
        """Return the visitor's appointment whose file may still be filled in.

        Not once it is confirmed: what staff has read does not change.
        """
        appointment = self._own_appointment(appointment_id)
        if appointment.state != "held" and not appointment._is_lost_hold():
            raise NotFound()
        return appointment

    def _render_file(self, appointment, typed=None, errors=None, taken=False):
        values = self._page()._file_page(appointment, typed, errors, taken)
        return request.render("rendezvous.file", values)

    def _redirect_to_login(self, service, slot, query):
        """Send to the log-in, which comes back to the chosen time: nothing is held yet."""
        chosen = {"service": service.id, "slot": slot}
        if query.get("postcode"):
            chosen["postcode"] = query["postcode"][:12]
        chosen = url_encode(chosen)
        back = f"{self._page()._link('/rendezvous/hold')}?{chosen}"
        return request.redirect(f"/web/login?{url_encode({'redirect': back})}")
