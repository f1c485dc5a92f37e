from odoo import api, fields, models

# What decides on which tour an appointment is, and what it brings there.
TOURING = {"start", "technician_id", "agenda_id", "state", "sector_id", "location_id"}
ON_TOUR = ("held", "confirmed", "done")


class RendezvousAppointment(models.Model):
    """On the road: the appointment is at the contact's, on the tour of its technician.

    The tour follows from ``create`` and ``write`` themselves: however an
    appointment is made, moved or cancelled, the rules of sectors hold.
    """

    _inherit = "rendezvous.appointment"

    sector_id = fields.Many2one(
        "rendezvous.sector",
        compute="_compute_sector_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        groups="rendezvous.group_user",
    )
    tour_id = fields.Many2one(
        "rendezvous.tour",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="rendezvous.group_user",
    )
    by_sector = fields.Boolean(related="agenda_id.by_sector")

    @api.depends("agenda_id", "location_id", "partner_id")
    def _compute_sector_id(self):
        for appointment in self.filtered(lambda a: not a.anonymised_date):
            address = appointment.location_id or appointment.partner_id
            agenda = appointment.agenda_id
            appointment.sector_id = agenda.by_sector and address._sector_in(agenda.company_id)

    @api.model_create_multi
    def create(self, vals_list):
        appointments = super().create(vals_list)
        appointments._follow_tours()
        return appointments

    def write(self, vals):
        if not TOURING.intersection(vals):
            return super().write(vals)
        sectors = {visit.id: visit.sector_id for visit in self.sudo()}
        result = super().write(vals)
        self._follow_tours(sectors)
        return result

    def _follow_tours(self, sectors=None):
        """Put each appointment on the tour of its day, and tell the tours.

        ``sectors`` are those of before, by id: a change within the day counts
        as planned again only where it brings another sector.
        """
        # As superuser: tours follow whoever books; the rights are the appointment's.
        visits = self.sudo().filtered(lambda a: a.by_sector or a.tour_id)
        days = {visit: visit._tour_day() for visit in visits}
        tours = visits.env["rendezvous.tour"]._for_days(day for day in days.values() if day)
        for visit, day in days.items():
            left, joined = visit.tour_id, tours.get(day, visit.tour_id.browse())
            if left == joined and (not joined or sectors[visit.id] == visit.sector_id):
                continue
            visit.tour_id = joined
            if left:
                left._leave_sector()
            if joined:
                joined._take_sector(visit.sector_id)

    def _tour_day(self):
        """Return ``(employee_id, local day)`` of one appointment, nothing off the road."""
        self.ensure_one()
        if self.state not in ON_TOUR or not (self.by_sector and self.technician_id):
            return None
        return self.technician_id.id, self._local_start().date()

    def _anonymise(self):
        """Cut the address too, once the sector no longer follows from it."""
        # As superuser, as the anonymisation itself.
        visits = self.sudo().filtered(lambda a: a.by_sector and not a.anonymised_date)
        removed = super()._anonymise()
        visits.with_context(tracking_disable=True).write({"location_id": False})
        return removed
