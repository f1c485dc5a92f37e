from werkzeug.exceptions import Forbidden, NotFound

from odoo.http import Controller, content_disposition, request, route

from ..models.res_partner_vcard import MAX_EXPORT


class RendezvousVcard(Controller):
    """Contact cards for staff; the record rules say of whom."""

    @route("/rendezvous/vcard", type="http", auth="user", methods=["GET"], readonly=True)
    def vcard(self, ids="", version="3.0", **_kwargs):
        if not request.env.user.has_group("rendezvous.group_user"):
            raise Forbidden()
        partners = self._readable_partners(ids)
        if version not in ("3.0", "4.0") or not partners:
            raise NotFound()
        name = partners.name if len(partners) == 1 else request.env._("Contacts")
        headers = [
            ("Content-Type", "text/vcard; charset=utf-8"),
            ("Content-Disposition", content_disposition(f"{name}.vcf")),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(partners._vcard(version), headers)

    def _readable_partners(self, ids):
        """Return the contacts named by ``ids`` that the user may read."""
        numbers = [int(word) for word in ids.split(",")[:MAX_EXPORT] if word.isdecimal()]
        known = request.env["res.partner"].browse(n for n in numbers if n < 2**31).exists()
        return known._filtered_access("read")
