from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal


class RendezvousPreferences(CustomerPortal):
    """How the contact wants to be told: from the first choice on, only he changes it."""

    @route(
        "/my/rendezvous/preferences",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def preferences(self, message="", **_kwargs):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "rendezvous_preferences",
            # As superuser: an account without portal rights has preferences too.
            "contact": request.env.user.partner_id.sudo(),
            "message": message,
        }
        return request.render("rendezvous.preferences", values)

    @route(
        "/my/rendezvous/preferences",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def choose_preferences(self, email="", sms="", **_kwargs):
        request.env.user.partner_id._choose_preferences(bool(email), bool(sms))
        return request.redirect("/my/rendezvous/preferences?message=saved")
