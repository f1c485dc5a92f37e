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
        self._check_may_export()
        if extension not in TYPES:
            raise NotFound()
        self._look_at_chosen_companies()
        try:
            data = request.env["rendezvous.dashboard"].get_data(company_id, period)
        except UserError as error:
            raise NotFound(str(error)) from error
        title = request.env._("Statistics")
        name = f"{title} {data['first']} {data['last']}.{extension}"
        headers = [
            ("Content-Type", TYPES[extension]),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(self._content(extension, data["table"], title), headers)

    def _check_may_export(self):
        if not request.env.user.has_group("rendezvous.group_user"):
            raise Forbidden()
        if not request.env["rendezvous.dashboard"]._can_export():
            raise Forbidden(
                request.env._("Files need the right to export: ask an administrator for it.")
            )

    def _look_at_chosen_companies(self):
        """Count what the page counts: the companies ticked in the client, as its cookie says."""
        words = request.cookies.get("cids", "").split("-")
        chosen = [id_ for id_ in request.env.user._get_company_ids() if str(id_) in words]
        if chosen:
            request.update_context(allowed_company_ids=chosen)

    def _content(self, extension, table, title):
        if extension == "csv":
            return table_csv(table["columns"], table["rows"])
        return table_xlsx(table["columns"], table["rows"], title)
