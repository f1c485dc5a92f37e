from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

PAGE = "/my/rendezvous/feed"


class RendezvousFeed(CustomerPortal):
    """Appointments in other calendars: the file behind a secret link, and the contact's link."""

    @route(
        "/rendezvous/feed/<string:token>.ics",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def feed(self, token, **_kwargs):
        """Answer with the calendar; it is the same nothing for every link that leads nowhere."""
        link = request.env["rendezvous.feed"]._by_token(token)
        if not link:
            return request.make_response("", status=404)
        body, changed = link._response_parts()
        response = request.make_response(body, [("Content-Type", "text/calendar; charset=utf-8")])
        response.add_etag()
        response.last_modified = changed
        response.headers.update(
            {
                # Asked for each time, and kept by nobody in between.
                "Cache-Control": "private, no-cache",
                "Referrer-Policy": "no-referrer",
                "X-Robots-Tag": "noindex",
            }
        )
        return response.make_conditional(request.httprequest)

    @route(PAGE, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def my_feed(self, message="", **_kwargs):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "rendezvous_feed",
            "link": request.env.user.partner_id._calendar_links()[:1],
            "message": message,
        }
        return request.render("rendezvous.my_feed", values)

    @route(PAGE, type="http", auth="user", website=True, methods=["POST"])
    def change_my_feed(self, action="", **_kwargs):
        partner = request.env.user.partner_id
        changes = {
            "start": partner._start_calendar_link,
            "renew": partner._renew_calendar_link,
            "stop": partner._stop_calendar_links,
        }
        if action not in changes:
            return request.redirect(PAGE)
        changes[action]()
        return request.redirect(f"{PAGE}?message={action}")
