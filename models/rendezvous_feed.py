import re
import secrets
from urllib.parse import urljoin

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# As ``secrets`` writes them: anything else is not even looked for.
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class RendezvousFeed(models.Model):
    """A secret link under which appointments show in another calendar.

    Whoever has the link reads the appointments: of a technician, of an agenda
    or of a contact. It is kept as it is, to be shown again to its owner, and
    dies when it is renewed or stopped.
    """

    _name = "rendezvous.feed"
    _description = "Calendar link"
    _inherit = ["rendezvous.feed.mixin"]
    _order = "id desc"
    _rec_name = "name"

    name = fields.Char(
        "Used by",
        required=True,
        default=lambda self: self.env._("Calendar"),
        help="Who or what reads this link, to know which one to stop.",
    )
    active = fields.Boolean(default=True)
    partner_id = fields.Many2one(
        "res.partner", "Contact", index="btree_not_null", ondelete="cascade", readonly=True
    )
    token = fields.Char(required=True, readonly=True, copy=False)
    url = fields.Char("Link", compute="_compute_url")

    _one_owner = models.Constraint(
        "CHECK (num_nonnulls(agenda_id, technician_id, partner_id) = 1)",
        "A calendar link shows the appointments of one agenda or of one technician: choose one.",
    )
    _token_unique = models.UniqueIndex("(token)", "Two calendar links are alike: make another.")

    def _make_token(self):
        return secrets.token_urlsafe(32)

    @api.depends("token")
    def _compute_url(self):
        for feed in self:
            path = f"/rendezvous/feed/{feed.token}.ics"
            feed.url = urljoin(feed.get_base_url(), path) if feed.token else False

    @api.model_create_multi
    def create(self, vals_list):
        # A link that somebody chose is no secret.
        return super().create([{**vals, "token": self._make_token()} for vals in vals_list])

    def write(self, vals):
        stopped = self.filtered(lambda feed: not feed.active)
        result = super().write(vals)
        if vals.get("active"):
            # What was stopped stays so: who kept the old link gets nothing.
            stopped.action_renew()
        return result

    def action_renew(self):
        """Give another link to these calendars; the old one leads nowhere from now on."""
        for feed in self:
            feed.token = self._make_token()

    def action_stop(self):
        """Close the links for good."""
        self.action_archive()

    @api.model
    def action_mine(self):
        """Open the link of the user's own appointments, made the first time."""
        employee = self._own_employee()
        if not employee:
            raise UserError(
                self.env._(
                    "Your log-in belongs to no technician: ask the administrator to name you on"
                    " your employee's file, to follow your appointments in your calendar."
                )
            )
        feed = self.search([("technician_id", "=", employee.id)], limit=1)
        feed = feed or self.create({"technician_id": employee.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("My calendar link"),
            "res_model": self._name,
            "res_id": feed.id,
            "view_mode": "form",
        }

    def _own_employee(self):
        # As superuser: one's own employee, whatever one may read of others.
        Employee = self.env["hr.employee"].sudo()
        mine = Domain("user_id", "=", self.env.uid)
        here = Domain("company_id", "in", self.env.companies.ids)
        return Employee.search(mine & here, limit=1)

    @api.model
    def _by_token(self, token):
        """Return the living link behind ``token`` as superuser, or no record.

        One statement, the same for a wrong link, a stopped one, and one whose
        owner is gone: the answer says nothing of which.
        """
        known = token if TOKEN.fullmatch(token) else "-"
        alive = Domain("agenda_id.active", "=", True) | Domain("technician_id.active", "=", True)
        account = [("active", "=", True), ("user_ids.active", "=", True)]
        alive |= Domain("partner_id", "any", account)
        return self.sudo().search(Domain("token", "=", known) & alive, limit=1)
