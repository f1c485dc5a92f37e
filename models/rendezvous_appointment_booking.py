from datetime import timedelta

from psycopg2.errors import ExclusionViolation, SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

from ..exceptions import OutsideSectors


class RendezvousAppointment(models.Model):
    """The two ways onto an agenda: ``_book`` and ``_move``.

    Both ask the core for the lanes that can take the start, then let the
    exclusion constraints decide between people who want the same one.
    """

    _inherit = "rendezvous.appointment"

    @api.model
    def _book(
        self,
        service,
        start,
        agenda,
        partner,
        technician=None,
        location=None,
        online=True,
        hold=False,
        **values,
    ):
        """Book one start and return the appointment, held or confirmed.

        ``start`` is a naive UTC datetime, checked against the core with the
        same ``online``; the end, the lane and the place come from the records.
        ``forced=True`` places it wherever asked, for who may book outside slots;
        ``skipped`` are the channels that the contact is not told by.
        On the road, ``location`` is the address to go to, the contact's own by
        default; online, ``start`` is that of a half-day where the agenda has
        half-days, and the appointment gets the earliest time that fits inside.

        :raises SlotTaken: the start is not free; carries the nearest free ones
        :raises OutsideSectors: online, no technician goes to this address
        :raises AccessError: no right to book here, or outside slots
        """
        if hold and not values.get("waitlist_offer_id"):
            self._release_hold_of(partner)
        forced, skipped = values.pop("forced", False), values.pop("skipped", ())
        location, sector = self._address(agenda, location or partner, location, online)
        lanes = self._candidate_lanes(service, start, agenda, technician, location, online, sector)
        if not lanes and not forced:
            raise self._slot_taken(service, start, agenda, online, sector)
        vals = {
            "service_id": service.id,
            "partner_id": partner.id,
            "start": start,
            "is_online": online,
            **values,
            **self._prepare_state_vals(hold),
        }
        if not lanes:
            lanes = self._forced_lanes(agenda, technician, location)
            vals["forced"] = True
            self._check_forced_allowed()
        appointment = self._place_on_free_lane(lanes, lambda lane: self._insert({**vals, **lane}))
        if not appointment:
            raise self._lost_race(service, start, agenda, online, sector)
        if not hold:
            appointment._quote_when_confirmed()
            event = "confirmed" if appointment.is_online else "created"
            appointment._notify_contact(event, skipped)
        return appointment

    def _move(
        self, start, agenda=None, technician=None, location=None, online=True, notify=True, **values
    ):
        """Move under the same guarantees as ``_book``: the old time is freed
        only when the new one is won.

        ``technician`` is kept when he is free, unless another is given.

        :raises SlotTaken: the start is not free; nothing has changed
        :raises UserError: the appointment is over or cancelled
        """
        self.ensure_one()
        if self.state not in ("held", "confirmed"):
            raise UserError(
                self.env._(
                    "%(appointment)s cannot be moved: it is %(state)s.",
                    appointment=self.display_name,
                    state=self._state_label().lower(),
                )
            )
        agenda = agenda or self.agenda_id
        forced, skipped = values.pop("forced", False), values.pop("skipped", ())
        address = location or self.location_id or self.partner_id
        location, sector = self._address(agenda, address, location, online)
        lanes = self._candidate_lanes(
            self.service_id, start, agenda, technician, location, online, sector, moving=self
        )
        if not lanes and not forced:
            raise self._slot_taken(self.service_id, start, agenda, online, sector, self)
        if not lanes:
            self._check_forced_allowed()
        length, told = self.stop - self.start, (self.window_start, self.window_stop)
        vals = {"start": start, "stop": start + length, "forced": not lanes, **values}
        lanes = lanes or self._forced_lanes(agenda, technician, location)
        for lane in lanes:
            if "start" in lane:
                lane["stop"] = lane["start"] + length
        if not self._place_on_free_lane(lanes, lambda lane: self._change({**vals, **lane})):
            raise self._lost_race(self.service_id, start, agenda, online, sector, self)
        # Inside the half-day that the contact knows, nothing has changed for him.
        kept = self.window_start and told == (self.window_start, self.window_stop)
        if notify and self.state == "confirmed" and not kept:
            self._notify_contact("moved", skipped)
        return self

    def action_release(self):
        """Give back a held time."""
        self.filtered(lambda a: a.state == "held")._cancel("contact", self.env._("Released"))

    @api.model
    def _cron_release_holds(self):
        self._release_expired(limit=1000)

    @api.model
    def _release_expired(self, domain=(), limit=None):
        """Cancel the holds whose time is over, those of ``domain`` only."""
        expired = self.sudo().search(
            [("state", "=", "held"), ("hold_until", "<=", fields.Datetime.now()), *domain],
            limit=limit,
        )
        expired._cancel("contact", self.env._("The hold expired"))

    @api.model
    def _release_hold_of(self, partner):
        """Release the other holds of a contact: one at a time."""
        self.sudo().search(self._own_hold_domain(partner)).action_release()

    @api.model
    def _prepare_state_vals(self, hold):
        if not hold:
            return {"state": "confirmed"}
        minutes = int(
            self.env["ir.config_parameter"].sudo().get_param("rendezvous.hold_minutes", 15)
        )
        until = fields.Datetime.now() + timedelta(minutes=minutes)
        return {"state": "held", "hold_until": until}

    @api.model
    def _check_forced_allowed(self):
        if not (self.env.su or self.env.user.has_group("rendezvous.group_book_outside")):
            raise AccessError(
                self.env._(
                    "This time is outside the openings or already taken. Only staff of the group"
                    " “Book outside slots” may place an appointment there."
                )
            )

    @api.model
    def _address(self, agenda, address, location, online):
        """Return ``(location, sector)``: where it takes place, and the sector on the road.

        Elsewhere than on the road, the place is the one asked for, and there is no sector.

        :raises OutsideSectors: online, an address that no sector covers
        """
        if not agenda.sudo().by_sector:
            return location, None
        sector = address._sector_in(agenda.sudo().company_id)
        if online and not sector:
            raise OutsideSectors(self.env, address)
        return address, sector

    @api.model
    def _candidate_lanes(
        self, service, start, agenda, technician, location, online, sector=None, moving=None
    ):
        """Return the values of each lane that can take ``start``, best first."""
        on_road = agenda.sudo().by_sector
        lanes = self.env["rendezvous.availability"]._lanes_at(
            service,
            start,
            agenda,
            technician=technician,
            location=None if on_road else location,
            sector=sector,
            online=online,
            moving=moving,
        )
        if on_road:
            lanes = [{**lane, "location_id": location.id} for lane in lanes]
            if online:
                self._keep_tours(lanes, agenda, start)
        if len(lanes) > 1 and lanes[0]["technician_id"]:
            return self._by_assignment(lanes, service, start, agenda, moving)
        return lanes

    def _keep_tours(self, lanes, agenda, start):
        """Keep the tours of these lanes as they were read, until the booking is made."""
        local = agenda.sudo()._local(start)
        technician_ids = {lane["technician_id"] for lane in lanes}
        self.env["rendezvous.tour"]._keep_open(technician_ids, local.date())

    @api.model
    def _forced_lanes(self, agenda, technician, location):
        """Return the lane of an appointment placed outside slots."""
        place = location or agenda.location_ids[:1]
        who = technician or agenda.technician_ids[:1]
        return [
            {
                "agenda_id": agenda.id,
                "technician_id": who.id,
                "lane": 0 if who else 1,
                "location_id": place.id,
            }
        ]

    @api.model
    def _insert(self, vals):
        """Create as superuser, since the core has said yes, under the user's rules."""
        appointment = self.sudo().create(vals).with_env(self.env)
        appointment.check_access("create")
        return appointment

    def _change(self, vals):
        self.check_access("write")
        self.sudo().write(vals)
        self.check_access("write")
        return self

    def _place_on_free_lane(self, lanes, place):
        """Call ``place`` with each lane until the database accepts one.

        Returns the placed appointment, None when others took every lane.
        """
        self._lock_lanes(lanes)
        self._release_expired_on(lanes)
        for lane in lanes:
            try:
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    placed = place(lane)
                    self.env.flush_all()
                    return placed
            except ExclusionViolation:
                continue
        return None

    def _lock_lanes(self, lanes):
        """Queue behind the transactions that write on these technicians or counters.

        The lane that a move leaves is among them. Without it, two rows written
        at the same instant wait for each other inside the exclusion
        constraint, and PostgreSQL calls it a deadlock.
        """
        left = [{"technician_id": a.technician_id.id, "agenda_id": a.agenda_id.id} for a in self]
        keys = sorted(
            {
                ("technician", lane["technician_id"])
                if lane["technician_id"]
                else ("agenda", lane["agenda_id"])
                for lane in (*lanes, *left)
            }
        )
        self.env.cr.execute(
            SQL(
                "SELECT pg_advisory_xact_lock(hashtext('rendezvous_' || kind), id)"
                " FROM unnest(%s, %s) AS lane(kind, id)",
                [kind for kind, _id in keys],
                [key for _kind, key in keys],
            )
        )

    @api.model
    def _release_expired_on(self, lanes):
        """Free these lanes of expired holds, unless someone else is doing it."""
        domain = Domain("technician_id", "in", [lane["technician_id"] for lane in lanes]) | Domain(
            "agenda_id", "in", [lane["agenda_id"] for lane in lanes]
        )
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self._release_expired(domain)
        except SerializationFailure:
            self.env.invalidate_all(flush=False)
