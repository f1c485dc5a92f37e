from odoo import api, fields, models
from odoo.tools import SQL, format_datetime


class RendezvousEstablishment(models.Model):
    """Each company that receives, as the parent sees it: what works, what is missing.

    A view of ``res.company``, with the same ids: staff of the parent may look
    at an establishment without having it among their companies.
    """

    _name = "rendezvous.establishment"
    _description = "Establishment"
    _auto = False
    _order = "name, id"

    company_id = fields.Many2one("res.company", "Establishment", readonly=True)
    parent_id = fields.Many2one("res.company", "Organisation", readonly=True)
    partner_id = fields.Many2one("res.partner", "Address file", readonly=True)
    name = fields.Char(readonly=True)
    phone = fields.Char(related="partner_id.phone")
    address = fields.Char(compute="_compute_address", compute_sudo=True)
    agenda_ids = fields.Many2many(
        "rendezvous.agenda", string="Agendas", compute="_compute_offer", compute_sudo=True
    )
    service_ids = fields.Many2many(
        "rendezvous.service",
        string="Published services",
        compute="_compute_offer",
        compute_sudo=True,
    )
    service_words = fields.Char("Services", compute="_compute_service_words", compute_sudo=True)
    first = fields.Datetime(
        "First free time", compute="_compute_first", help="Of any published service, in UTC."
    )
    first_words = fields.Char("First availability", compute="_compute_first")
    missing = fields.Json(
        compute="_compute_missing", help="What to do before it can be booked online, in order."
    )
    is_bookable = fields.Boolean("Can be booked online", compute="_compute_missing")

    @property
    def _table_query(self):
        """Return every company without branches: those hold the agendas."""
        return SQL(
            """
            SELECT c.id, c.id AS company_id, c.name, c.partner_id,
                   split_part(c.parent_path, '/', 1)::int AS parent_id
              FROM res_company c
             WHERE c.active
               AND NOT EXISTS (SELECT FROM res_company b WHERE b.parent_id = c.id AND b.active)
            """
        )

    @api.depends("partner_id")
    def _compute_address(self):
        for establishment in self:
            partner = establishment.partner_id
            town = " ".join(filter(None, [partner.zip, partner.city]))
            establishment.address = ", ".join(filter(None, [partner.street, town]))

    @api.depends("company_id")
    def _compute_offer(self):
        agendas = self.env["rendezvous.agenda"].search(
            [("company_id", "in", self.company_id.ids)], order="sequence, name, id"
        )
        agendas.service_ids.fetch(["is_published", "active"])
        by_company = agendas.grouped("company_id")
        for establishment in self:
            own = by_company.get(establishment.company_id, agendas.browse())
            online = own.filtered("is_published").service_ids
            establishment.agenda_ids = own
            establishment.service_ids = online.filtered(
                lambda service: service.is_published and service.active
            )

    @api.depends("service_ids")
    def _compute_service_words(self):
        for establishment in self:
            establishment.service_words = ", ".join(establishment.service_ids.mapped("name"))

    @api.depends("agenda_ids", "service_ids")
    def _compute_first(self):
        """Ask the core once for each service, whatever the number of establishments."""
        agendas, firsts = self.sudo().agenda_ids, {}
        for service in self.sudo().service_ids:
            for agenda_id, slot in service._first_available(agendas=agendas).items():
                if agenda_id not in firsts or slot.start < firsts[agenda_id]:
                    firsts[agenda_id] = slot.start
        for establishment in self:
            own = [agenda for agenda in establishment.sudo().agenda_ids if agenda.id in firsts]
            agenda = min(own, key=lambda agenda: firsts[agenda.id], default=None)
            establishment.first = agenda and firsts[agenda.id]
            establishment.first_words = agenda and format_datetime(
                self.env, firsts[agenda.id], tz=agenda.tz, dt_format="EEEE d MMMM, HH:mm"
            )

    @api.depends("address", "agenda_ids", "service_ids", "first")
    def _compute_missing(self):
        # Read for all at once what is asked of each agenda below.
        agendas_sudo = self.sudo().agenda_ids
        agendas_sudo.slot_ids.fetch(["online"])
        agendas_sudo.technician_ids.technician_hours_ids.fetch(["employee_id", "online"])
        for establishment in self:
            missing = establishment.sudo()._missing_steps()
            establishment.missing = missing
            establishment.is_bookable = bool(establishment.first)

    def _missing_steps(self):
        """Return in words what keeps the public from booking here, in the order to do it."""
        self.ensure_one()
        steps = []
        if not self.address:
            steps.append(self.env._("Enter its address"))
        elif not (self.partner_id.partner_latitude or self.partner_id.partner_longitude):
            steps.append(self.env._("Locate its address, to show it on the map"))
        if blocking := self._blocking_step():
            steps.append(blocking)
        return steps

    def _blocking_step(self):
        """Return the first thing without which nothing can be booked, or nothing."""
        agendas = self.agenda_ids
        online = agendas.filtered("is_published")
        if not agendas:
            return self.env._("Create its first agenda")
        if not online:
            return self.env._("Put an agenda online")
        if not online.service_ids:
            return self.env._("Link the services of the parent to its agendas")
        if not self.service_ids:
            return self.env._("Publish one of its services, on the parent")
        if not any(agenda._opens_online() for agenda in online):
            return self.env._("Enter openings, or the hours of its technicians")
        if not self.first:
            return self.env._("Nothing is free: open more times or look at its closures")
        return None

    def action_view_agendas(self):
        """Open the agendas of the establishment; the rights are those of its companies."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "rendezvous.rendezvous_agenda_action_configuration"
        )
        return {
            **action,
            "domain": [("company_id", "=", self.company_id.id)],
            "context": {"default_company_id": self.company_id.id},
        }

    def action_view_appointments(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "rendezvous.rendezvous_appointment_action"
        )
        return {**action, "domain": [("company_id", "=", self.company_id.id)]}
