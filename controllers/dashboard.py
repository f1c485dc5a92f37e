from werkzeug.exceptions import Forbidden, NotFound

from odoo.exceptions import UserError
from odoo.http import Controller, content_disposition, request, route

from ..table_files import table_csv, table_xlsx

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class RendezvousDashboard(Controller):
    """The table of the dashboard as a file for staff; the record rules say whose figures."""

    @route(
        "/rendezvous/dashboard.<string:extension>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def dashboard(self, extension, company_id="", period="30_days", **_kwargs):
        if not request.env.user.has_group("rendezvous.group_user"):
            raise Forbidden()
        number = int(company_id) if company_id.isdecimal() else 0
        if extension not in TYPES or number >= 2**31:
            raise NotFound()
        try:
            data = request.env["rendezvous.dashboard"].get_data(number, period)
        except UserError as error:
            raise NotFound() from error
        title = request.env._("Statistics")
        columns, rows = data["table"]["columns"], data["table"]["rows"]
        if extension == "csv":
            content = table_csv(columns, rows)
        else:
            content = table_xlsx(columns, rows, title)
        name = f"{title} {data['first']} {data['last']}.{extension}"
        headers = [
            ("Content-Type", TYPES[extension]),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(content, headers)
