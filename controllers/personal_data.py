from odoo import fields
from odoo.http import content_disposition, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

DATA = "/my/rendezvous/data"


class RendezvousPersonalData(CustomerPortal):
    """The contact's own data: take them away, or ask to have them erased."""

    @route(DATA, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_data(self, message="", **_kwargs):
        partner = self._own_partner()
        Request = request.env["rendezvous.erasure.request"].sudo()  # the contact's own only
        Appointment = request.env["rendezvous.appointment"].sudo()
        company = request.website.sudo().company_id.root_id
        values = {
            **self._prepare_portal_layout_values(),
            "page": request.env["rendezvous.page"].sudo(),
            "page_name": "rendezvous_data",
            "message": message,
            "erasure": Request.search([("partner_id", "=", partner.id)], limit=1),
            "coming": Appointment.search(
                Appointment._contact_domain(partner, past=False), order="start, id"
            ),
            "months": company.rendezvous_retention_months,
            "company": company,
        }
        return request.render("rendezvous.my_data", values)

    @route(f"{DATA}/download", type="http", auth="user", website=True, methods=["POST"])
    def my_data_download(self, **_kwargs):
        name = f"{request.env._('my-data')}-{fields.Date.context_today(request.env.user)}.zip"
        headers = [
            ("Content-Type", "application/zip"),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(self._own_partner()._personal_data_zip(), headers)

    @route(f"{DATA}/erase", type="http", auth="user", website=True, methods=["POST"])
    def my_data_erase(self, sure="", **_kwargs):
        """Ask staff to erase; without the ticked sentence nothing happens."""
        if sure != "1":
            return request.redirect(f"{DATA}?message=unsure")
        company = request.website.sudo().company_id
        Request = request.env["rendezvous.erasure.request"].sudo()  # the contact's own only
        Request._ask(self._own_partner(), company)
        return request.redirect(f"{DATA}?message=asked")

    def _own_partner(self):
        """Return the visitor's contact as superuser: his appointments' services are not his."""
        return request.env.user.partner_id.sudo()
