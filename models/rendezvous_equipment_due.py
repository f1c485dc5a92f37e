from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

DUE_DAYS = 30
NOT_DONE = ("excused", "no_show")


class RendezvousEquipment(models.Model):
    """When a piece was serviced, and when it is to be again."""

    _inherit = "rendezvous.equipment"

    service_interval = fields.Integer(
        "Service every (months)",
        compute="_compute_service_interval",
        store=True,
        readonly=False,
        tracking=True,
        help="Months between two services; 0: none is due. By default that of the category.",
    )
    former_service_date = fields.Date(
        readonly=True,
        copy=False,
        groups="rendezvous.group_user",
        help="The last service before the appointments of that time were anonymised.",
    )
    last_service_date = fields.Date(
        "Last service", compute="_compute_last_service_date", store=True
    )
    chosen_due_date = fields.Date(copy=False, groups="rendezvous.group_user")
    chosen_after = fields.Date(
        copy=False,
        groups="rendezvous.group_user",
        help="The last service known when the date was chosen: the next one undoes the choice.",
    )
    next_due_date = fields.Date(
        "Next service due",
        compute="_compute_next_due_date",
        inverse="_inverse_next_due_date",
        store=True,
        readonly=False,
        index="btree_not_null",
        tracking=True,
        help="The last service, or the installation, and the interval. A date typed here stays"
        " until the next service; emptied, it is computed again.",
    )
    is_due = fields.Boolean(
        "Due for service",
        compute="_compute_is_due",
        store=True,
        help="In service, due soon, and no appointment is booked for it.",
    )

    _interval_not_negative = models.Constraint(
        "CHECK (service_interval >= 0)",
        "A number of months cannot be negative: enter 0 when no service is due.",
    )
    _due_idx = models.Index("(company_id) WHERE is_due")

    @api.depends("categ_id")
    def _compute_service_interval(self):
        for equipment in self:
            months = equipment.categ_id._service_months() or equipment.service_interval
            equipment.service_interval = months

    @api.depends(
        "appointment_ids.attendance",
        "appointment_ids.start",
        "appointment_ids.state",
        "former_service_date",
    )
    def _compute_last_service_date(self):
        done = Domain("state", "=", "done") & Domain("attendance", "not in", NOT_DONE)
        groups = self.env["rendezvous.appointment"]._read_group(
            done & Domain("equipment_id", "in", self.ids), ["equipment_id"], ["start:max"]
        )
        last = {equipment.id: start.date() for equipment, start in groups}
        for equipment in self:
            days = (last.get(equipment._origin.id), equipment.former_service_date)
            equipment.last_service_date = max(filter(None, days), default=False)

    @api.depends(
        "chosen_after",
        "chosen_due_date",
        "installation_date",
        "last_service_date",
        "service_interval",
    )
    def _compute_next_due_date(self):
        for equipment in self:
            chosen = equipment.chosen_due_date
            if not chosen or equipment.chosen_after != equipment.last_service_date:
                chosen = equipment._planned_due_date()
            equipment.next_due_date = chosen

    def _inverse_next_due_date(self):
        for equipment in self:
            equipment.chosen_after = equipment.last_service_date
            equipment.chosen_due_date = equipment.next_due_date

    def write(self, vals):
        result = super().write(vals)
        if "next_due_date" in vals and not vals["next_due_date"]:
            # Emptied: the computed date is back.
            self.env.add_to_compute(self._fields["next_due_date"], self)
        return result

    def _planned_due_date(self):
        since = self.last_service_date or self.installation_date
        if not since or self.service_interval <= 0:
            return False
        return since + relativedelta(months=self.service_interval)

    @api.depends(
        "active",
        "appointment_ids.start",
        "appointment_ids.state",
        "next_due_date",
        "state",
    )
    def _compute_is_due(self):
        limit, booked = self._due_limit(), self._booked()
        for equipment in self:
            equipment.is_due = bool(
                equipment.active
                and equipment.state == "service"
                and equipment.next_due_date
                and equipment.next_due_date <= limit
                and equipment._origin not in booked
            )

    @api.model
    def _due_limit(self):
        """Return the last day that counts as due."""
        days = self.env["ir.config_parameter"].sudo().get_param("rendezvous.equipment_due_days")
        days = int(days) if (days or "").strip().isdecimal() else DUE_DAYS
        return fields.Date.context_today(self) + timedelta(days=days)

    @api.model
    def _coming_domain(self):
        """Return the appointments that make an invitation pointless."""
        return Domain("state", "in", ("held", "confirmed")) & Domain(
            "start", ">", fields.Datetime.now()
        )

    def _booked(self):
        """Return those for which an appointment is coming, in any establishment."""
        # As superuser: whose agenda it is makes no difference.
        groups = (
            self.env["rendezvous.appointment"]
            .sudo()
            ._read_group(
                self._coming_domain() & Domain("equipment_id", "in", self.ids), ["equipment_id"]
            )
        )
        return self.browse(equipment.id for (equipment,) in groups)

    @api.model
    def _due_domain(self):
        return (
            Domain("active", "=", True)
            & Domain("state", "=", "service")
            & Domain("next_due_date", "<=", self._due_limit())
            & ~Domain("appointment_ids", "any", self._coming_domain())
        )

    @api.model
    def _cron_flag_due(self):
        """Flag what the passing day made due, and what it did not.

        Whatever else decides is followed at once; only the date moves by itself.
        """
        everything = self.with_context(active_test=False)
        due, flagged = self._due_domain(), Domain("is_due", "=", True)
        changed = everything.search((due & ~flagged) | (~due & flagged))
        self.env.add_to_compute(self._fields["is_due"], changed)
        changed.flush_recordset(["is_due"])
