from werkzeug.exceptions import NotFound

from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from .visitor import VisitorMixin

EQUIPMENT = "/my/rendezvous/equipment"
PER_PAGE = 12


class RendezvousEquipmentPortal(VisitorMixin, CustomerPortal):
    """The customer's equipment: what it is, when it is due, and a new piece declared."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if not counters:
            partner = request.env.user.partner_id
            values["shows_equipment"] = self._page()._shows_equipment(partner)
        return values

    @route(
        [EQUIPMENT, f"{EQUIPMENT}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def my_equipment(self, page=1, **_kwargs):
        self._check_equipment_shown()
        Equipment, domain = self._equipment(), self._own_equipment_domain()
        pages = pager(EQUIPMENT, Equipment.search_count(domain), page, PER_PAGE)
        pieces = Equipment.search(
            domain, order="active desc, id desc", limit=PER_PAGE, offset=pages["offset"]
        )
        values = self._equipment_values("rendezvous_equipment_list", pieces=pieces, pager=pages)
        return request.render("rendezvous.my_equipment", values)

    @route(
        f"{EQUIPMENT}/<int:equipment_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def my_equipment_detail(self, equipment_id, message="", **_kwargs):
        self._check_equipment_shown()
        piece = self._equipment().search([*self._own_equipment_domain(), ("id", "=", equipment_id)])
        if not piece:
            raise NotFound()
        values = self._equipment_values(
            "rendezvous_equipment",
            piece=piece,
            message=message,
            appointments=piece._owner_appointments(request.env.user.partner_id),
        )
        return request.render("rendezvous.my_equipment_detail", values)

    @route(
        f"{EQUIPMENT}/new",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def my_equipment_new(self, redirect="", **_kwargs):
        self._check_equipment_shown()
        if not self._may_declare_equipment():
            return self._render_declaration_closed()
        return self._render_equipment_form(self._page()._declaration_page(back=redirect))

    @route(
        f"{EQUIPMENT}/new",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def my_equipment_declare(self, redirect="", **posted):
        self._check_equipment_shown()
        if not self._may_declare_equipment():
            return self._render_declaration_closed()
        page = self._page()
        piece, errors = self._equipment()._declare(request.env.user.partner_id, posted)
        if errors:
            return self._render_equipment_form(
                page._declaration_page(posted, errors, redirect, known=piece)
            )
        if page._local_path(redirect):
            return request.redirect(page._with_equipment(redirect, piece))
        return request.redirect(f"{EQUIPMENT}/{piece.id}?message=declared")

    def _equipment(self):
        """Return the model as superuser: what is shown around a piece is not the owner's."""
        return request.env["rendezvous.equipment"].sudo()

    def _own_equipment_domain(self):
        return self._page()._equipment_of(request.env.user.partner_id)

    def _check_equipment_shown(self):
        if not self._may("see_equipment"):
            raise NotFound()

    def _may_declare_equipment(self):
        return self._equipment()._may_declare(self._page()._company())

    def _render_equipment_form(self, values):
        values = {**self._equipment_values("rendezvous_equipment_new"), **values}
        return request.render("rendezvous.my_equipment_new", values)

    def _render_declaration_closed(self):
        """Say kindly that staff adds equipment here."""
        values = self._equipment_values("rendezvous_equipment_new")
        return request.render("rendezvous.my_equipment_closed", values, status=403)

    def _equipment_values(self, page_name, **values):
        return {
            **self._prepare_portal_layout_values(),
            "page": self._page(),
            "page_name": page_name,
            "company": self._page()._company(),
            "may_book": self._may("book"),
            "may_declare": self._may_declare_equipment(),
            **values,
        }
