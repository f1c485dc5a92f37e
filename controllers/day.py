from werkzeug.exceptions import Forbidden, NotFound

from odoo.exceptions import AccessError, UserError
from odoo.http import Controller, request, route


class RendezvousDay(Controller):
    """The technician's day on a phone: visits in order, recorded by touch."""

    @route(
        ["/rendezvous/day", "/rendezvous/day/<string:day>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def day(self, day="", saved="", **_kwargs):
        self._check_staff()
        page = request.env["rendezvous.page"]
        moment = page._day(day)
        if day and not moment:
            raise NotFound()
        return request.render("rendezvous.day", {**page._day_page(moment), "saved": saved})

    @route(
        "/rendezvous/tour/<int:tour_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def tour(self, tour_id, saved="", **_kwargs):
        self._check_staff()
        tour = self._readable("rendezvous.tour", tour_id)
        values = request.env["rendezvous.page"]._tour_page(tour)
        return request.render("rendezvous.day", {**values, "saved": saved})

    @route(
        "/rendezvous/visit/<int:appointment_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def visit(self, appointment_id, action="", note="", **_kwargs):
        """Do what was touched; what was typed is shown again when that fails."""
        self._check_staff()
        visit = self._readable("rendezvous.appointment", appointment_id)
        if not visit.tour_id or action not in (*visit._visit_actions(), "note"):
            raise NotFound()
        try:
            with request.env.cr.savepoint():
                visit._visit_action(action, note)
        except AccessError:
            raise
        except UserError as error:
            values = {"failed": visit.id, "error": str(error), "typed": note}
            return request.render("rendezvous.day", {**self._page_of(visit), **values})
        url = f"{self._url_of(visit)}?saved={visit.id}#visit_{visit.id}"
        return request.redirect(url, code=303)

    def _check_staff(self):
        """Let staff in, with all their establishments: the website would keep one."""
        user = request.env.user
        if not user.has_group("rendezvous.group_user"):
            raise Forbidden()
        others = user.company_ids - request.env.company
        request.update_context(allowed_company_ids=[request.env.company.id, *others.ids])

    def _readable(self, model, record_id):
        """Return a record that the user may read, 404 for any other."""
        record = request.env[model].browse(record_id).exists()
        if not record or not record.has_access("read"):
            raise NotFound()
        return record

    def _is_own(self, visit):
        return visit.sudo().technician_id.user_id == request.env.user

    def _url_of(self, visit):
        if self._is_own(visit):
            return f"/rendezvous/day/{visit.tour_id.date}"
        return f"/rendezvous/tour/{visit.tour_id.id}"

    def _page_of(self, visit):
        page = request.env["rendezvous.page"]
        tour = visit.tour_id
        return page._day_page(tour.date) if self._is_own(visit) else page._tour_page(tour)
