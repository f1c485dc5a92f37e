from werkzeug.exceptions import NotFound

from odoo import SUPERUSER_ID
from odoo.http import request


class VisitorMixin:
    """What the public and the portal routes share."""

    def _page(self):
        """Return the builder of pages, as superuser: a visitor may read no record."""
        return request.env["rendezvous.page"].sudo()

    def _visible_service(self, service_id):
        service = self._page()._service(int(service_id or 0))
        if not service:
            raise NotFound()
        return service

    def _own_appointment(self, appointment_id, access_token=None):
        """Return the visitor's appointment as superuser, 404 for any other."""
        appointment = self._seen_appointment(appointment_id, access_token)
        if not appointment._is_of_visitor(access_token):
            raise NotFound()
        return appointment

    def _seen_appointment(self, appointment_id, access_token=None):
        """Return an appointment that the visitor may look at: his, or a colleague's."""
        Appointment = request.env["rendezvous.appointment"].sudo()
        appointment = Appointment.browse(appointment_id).exists()
        if not appointment or not appointment._is_seen_by_visitor(access_token):
            raise NotFound()
        if request.env.user._is_public():
            # The link opens the appointment, whoever the service is meant for.
            return appointment.with_user(SUPERUSER_ID)
        return appointment

    def _may(self, right):
        """Tell whether the profile of the visitor's account gives him a right."""
        return request.env.user.partner_id._may_in_portal(right)

    def _refuse_booking(self, service):
        """Say kindly that staff books for this account."""
        values = {"page": self._page(), "service": service}
        return request.render("rendezvous.booking_refused", values, status=403)

    def _render_visit(self, service, query, typed=None, errors=None):
        """Show the step of a visit that comes next."""
        partner = self._page()._visitor()
        if partner and not self._may("book"):
            return self._refuse_booking(service)
        values = self._page()._visit_page(service, partner, query, typed, errors)
        return request.render("rendezvous.visit", values)

    def _redirect(self, path, outside=None):
        """Go to one of our pages, staying in the frame; ``outside`` when in none."""
        page = self._page()
        return request.redirect(page._link(path) if page._is_framed() else outside or path)
