from odoo import api, fields, models
from odoo.tools import SQL

SETTINGS = (
    "open_months",
    "open_weekdays",
    "horizon",
    "allow_blank_days",
    "declare_equipment",
    "other_brands",
    "own_limits",
    "cancel_limit",
    "move_limit",
    "calendar_sync",
)


class RendezvousBookingSettings(models.Model):
    """What each establishment opens online, for its planners to set.

    A view of ``res.company``, with the same ids: planners may not write
    companies, the rules of this model say whose settings they may.
    """

    _name = "rendezvous.booking.settings"
    _description = "Online booking settings"
    _auto = False
    _order = "name, id"

    company_id = fields.Many2one("res.company", "Establishment", readonly=True)
    name = fields.Char(readonly=True)
    open_months = fields.Char(
        compute="_compute_settings",
        inverse="_inverse_settings",
        compute_sudo=True,
        help="Months open online, 1 (January) to 12, separated by commas; all if empty.",
    )
    open_weekdays = fields.Char(
        compute="_compute_settings",
        inverse="_inverse_settings",
        compute_sudo=True,
        help="Weekdays open online, 0 (Monday) to 6, separated by commas; all if empty.",
    )
    horizon = fields.Integer(
        "Days open to booking",
        compute="_compute_settings",
        inverse="_inverse_settings",
        compute_sudo=True,
        help="Online, how many days ahead are open.",
    )
    allow_blank_days = fields.Boolean(
        "Blank days open",
        compute="_compute_settings",
        inverse="_inverse_settings",
        compute_sudo=True,
        help="Off: online booking only completes days that already have an appointment.",
    )
    declare_equipment = fields.Boolean(
        "Customers may declare equipment",
        compute="_compute_settings",
        inverse="_inverse_settings",
        compute_sudo=True,
        help="Off: only who has equipment on file books an intervention that needs some.",
    )
    other_brands = fields.Boolean(
        "Equipment of outside brands",
        compute="_compute_settings",
        inverse="_inverse_settings",
        compute_sudo=True,
        help="Customers may declare equipment of a brand that is not published.",
    )
    own_limits = fields.Boolean(
        "Own cancel and move limits",
        compute="_compute_settings",
        inverse="_inverse_settings",
        compute_sudo=True,
        help="Instead of those of each service, for this establishment's interventions.",
    )
    cancel_limit = fields.Integer(
        "Cancel limit (hours)",
        compute="_compute_settings",
        inverse="_inverse_settings",
        compute_sudo=True,
        help="The contact may cancel until exactly so many hours before.",
    )
    move_limit = fields.Integer(
        "Move limit (hours)",
        compute="_compute_settings",
        inverse="_inverse_settings",
        compute_sudo=True,
        help="The contact may move the appointment until exactly so many hours before.",
    )
    calendar_sync = fields.Boolean(
        "Technicians' calendars",
        compute="_compute_settings",
        inverse="_inverse_settings",
        compute_sudo=True,
        help="Off: appointments stay out of Odoo's calendar, and so out of Outlook and Google.",
    )
    agenda_ids = fields.Many2many(
        "rendezvous.agenda",
        string="Agendas that follow",
        compute="_compute_agenda_ids",
        help="Agendas on the road of the establishment that follow these settings.",
    )

    @property
    def _table_query(self):
        """Return every company without branches: those hold the agendas."""
        return SQL(
            """
            SELECT c.id, c.id AS company_id, c.name
              FROM res_company c
             WHERE c.active
               AND NOT EXISTS (SELECT FROM res_company b WHERE b.parent_id = c.id AND b.active)
            """
        )

    @api.depends(*[f"company_id.rendezvous_{name}" for name in SETTINGS])
    def _compute_settings(self):
        for settings in self:
            for name in SETTINGS:
                settings[name] = settings.company_id[f"rendezvous_{name}"]

    def _inverse_settings(self):
        # Checked by the rules of this model: planners may not write companies.
        for settings in self:
            settings.company_id.sudo().write(
                {f"rendezvous_{name}": settings[name] for name in SETTINGS}
            )

    @api.depends("company_id")
    def _compute_agenda_ids(self):
        followers = self.env["rendezvous.agenda"].search(
            [("company_id", "in", self.company_id.ids), ("follows_establishment", "=", True)]
        )
        by_company = followers.grouped("company_id")
        for settings in self:
            settings.agenda_ids = by_company.get(settings.company_id, followers.browse())

    @api.model
    def action_open(self):
        """Open the settings of the establishment at hand, or the list of several."""
        found = self.search([("company_id", "child_of", self.env.companies.ids)], limit=2)
        if len(found) == 1:
            return found._open_form()
        return self._window_action()

    def _open_form(self):
        self.ensure_one()
        views = [(False, "form")]
        return {**self._window_action(), "res_id": self.id, "view_mode": "form", "views": views}

    def _window_action(self):
        return self.env["ir.actions.act_window"]._for_xml_id(
            "rendezvous.rendezvous_booking_settings_action"
        )
