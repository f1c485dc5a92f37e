from werkzeug.exceptions import Forbidden, NotFound

from odoo.http import Controller, content_disposition, request, route

from ..models.rendezvous_sector_csv import MAX_EXPORT


class RendezvousSector(Controller):
    """Sectors as a file for staff; the record rules say which."""

    @route("/rendezvous/sectors.csv", type="http", auth="user", methods=["GET"], readonly=True)
    def sectors(self, ids="", **_kwargs):
        if not request.env.user.has_group("rendezvous.group_user"):
            raise Forbidden()
        numbers = [int(word) for word in ids.split(",")[:MAX_EXPORT] if word.isdecimal()]
        known = request.env["rendezvous.sector"].browse(n for n in numbers if n < 2**31).exists()
        sectors = known._filtered_access("read")
        if not sectors:
            raise NotFound()
        name = f"{request.env._('Sectors')}.csv"
        headers = [
            ("Content-Type", "text/csv; charset=utf-8"),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(sectors._csv(), headers)
