from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .rendezvous_appointment import PLACING
from .rendezvous_waitlist_entry import OPEN

# As the availability core: how long the place of an offer stays kept when nobody answered
# and the job is late.
GRACE = timedelta(minutes=10)


class RendezvousAppointment(models.Model):
    """The appointment that keeps an offered place, and those that free one."""

    _inherit = "rendezvous.appointment"

    waitlist_offer_id = fields.Many2one(
        "rendezvous.waitlist.offer",
        "Offer from the waiting list",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="rendezvous.group_user",
    )
    waitlist_entry_ids = fields.One2many(
        "rendezvous.waitlist.entry",
        "appointment_id",
        "Waits for an earlier time",
        groups="rendezvous.group_user",
    )
    waitlist_entry_count = fields.Integer(
        "Earlier if possible",
        compute="_compute_waitlist_entry_count",
        groups="rendezvous.group_user",
    )

    def _compute_waitlist_entry_count(self):
        groups = self.env["rendezvous.waitlist.entry"]._read_group(
            [("appointment_id", "in", self.ids), ("state", "in", OPEN)],
            ["appointment_id"],
            ["__count"],
        )
        counts = {appointment.id: count for appointment, count in groups}
        for appointment in self:
            appointment.waitlist_entry_count = counts.get(appointment._origin.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        appointments = super().create(vals_list)
        appointments.filtered(lambda a: a.state == "confirmed")._end_waiting()
        return appointments

    def write(self, vals):
        frees = PLACING.intersection(vals) or vals.get("state") == "cancelled"
        wakes = frees and any(self._waitlist_agendas().mapped("has_waitlist"))
        # As superuser: who answers an offer reads none.
        offers = self.sudo().waitlist_offer_id if "state" in vals else ()
        offered = [offer for offer in offers if offer.state == "open"]
        result = super().write(vals)
        for offer in offered:
            offer._follow(offer.appointment_id)
        if vals.get("state") == "confirmed":
            self._end_waiting()
        if wakes:
            self.env["rendezvous.waitlist.entry"]._wake()
        return result

    def _cancel(self, cancelled_by, reason=False):
        freed = self._times_waited_for()
        result = super()._cancel(cancelled_by, reason)
        self.env["rendezvous.waitlist.entry"]._offer_freed(freed)
        return result

    def _move(self, start, *args, **values):
        freed = self._times_waited_for()
        moved = super()._move(start, *args, **values)
        self.env["rendezvous.waitlist.entry"]._offer_freed(freed)
        return moved

    def _times_waited_for(self):
        """Return ``[(agendas, start, stop)]`` of what is confirmed, where there are waiting lists.

        What is only held is given back between two choices of its contact:
        that is the job's to look at.
        """
        now, times = fields.Datetime.now(), []
        for appointment in self.filtered(lambda a: a.state == "confirmed" and a.stop > now):
            agendas = appointment._waitlist_agendas().filtered("has_waitlist")
            if agendas:
                times.append((agendas, appointment.start, appointment.stop))
        return times

    def action_confirm(self):
        """A place offered to who has an appointment moves that one."""
        # As superuser: staff and contacts read no offer of another establishment.
        earlier = self.filtered(lambda a: a.sudo().waitlist_offer_id.entry_id.appointment_id)
        for appointment in earlier.filtered(lambda a: a.state == "held"):
            appointment.sudo().waitlist_offer_id._accept()
        rest = self - earlier
        return super(RendezvousAppointment, rest).action_confirm() if rest else None

    def _confirm_by_contact(self):
        earlier = self.waitlist_offer_id.entry_id.appointment_id
        return earlier and self.waitlist_offer_id._accept() or super()._confirm_by_contact()

    def action_view_waitlist(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "rendezvous.rendezvous_waitlist_entry_action"
            ),
            "domain": [("appointment_id", "=", self.id)],
            "context": {
                "default_appointment_id": self.id,
                "default_partner_id": self.partner_id.id,
                "default_service_id": self.service_id.id,
                "default_agenda_ids": self.agenda_id.ids,
                "default_date_until": self.start.date(),
            },
        }

    @api.model
    def _contact_domain(self, partner, past):
        """Offers are shown with the waiting list, not as appointments to be completed."""
        offered = Domain("state", "=", "held") & Domain("waitlist_offer_id", "!=", False)
        return super()._contact_domain(partner, past) & ~offered

    @api.model
    def _own_hold_domain(self, partner):
        """Return what a contact holds of his own doing: an offer is no choice of his."""
        return [
            ("partner_id", "=", partner.id),
            ("state", "=", "held"),
            ("waitlist_offer_id", "=", False),
        ]

    @api.model
    def _release_expired(self, domain=(), limit=None):
        """Leave offers to the job, which hands the place over; not for ever, should it be down."""
        over = Domain("hold_until", "<=", fields.Datetime.now() - GRACE)
        kept = Domain("waitlist_offer_id", "=", False) | over
        return super()._release_expired(Domain(domain) & kept, limit)

    def _waitlist_agendas(self):
        """Return the agendas whose time these appointments occupy."""
        # As superuser: a technician may work for other establishments too.
        appointments = self.sudo()
        return appointments.agenda_id | appointments.technician_id.agenda_ids

    def _end_waiting(self):
        """Take off the list whoever has just got an appointment for the service."""
        here = self.filtered(lambda a: a.sudo().agenda_id.has_waitlist)
        if not here:
            return
        entries = self.env["rendezvous.waitlist.entry"].sudo()
        entries = entries.search(
            [
                ("partner_id", "in", here.partner_id.ids),
                ("service_id", "in", here.service_id.ids),
                ("state", "in", OPEN),
                ("appointment_id", "=", False),
            ]
        )
        for appointment in here:
            entries.filtered(
                lambda entry, a=appointment: (
                    (entry.partner_id, entry.service_id) == (a.partner_id, a.service_id)
                )
            )._booked_by(appointment)

    def _earlier_offers(self):
        """Return the offers of an earlier time that were made of it, withdrawn ones left out."""
        self.ensure_one()
        offers = self.sudo().waitlist_entry_ids.offer_ids
        return offers.filtered(lambda offer: offer.state != "lost")

    def _contact_may_move_at(self, instant):
        """Tell whether the contact may still move it then, as on the website."""
        self.ensure_one()
        if self.state != "confirmed" or not self.service_id.sudo().is_move_allowed:
            return False
        limit = timedelta(hours=self._contact_limit("move_limit"))
        return instant <= self.told_start - limit

    def _move_to_offered(self, held, technician):
        """Move for the contact to the place that ``held`` has just given up."""
        self.ensure_one()
        if not self._contact_may_move():
            raise UserError(self._limit_message())
        location = None if held.by_sector else held.location_id or None
        return self._move(
            held.told_start, held.agenda_id, technician=technician or None, location=location
        )
