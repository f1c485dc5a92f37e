from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..waiting_list import Place, Wish, local, mismatch, nearest_reason

# Times tried for one entry when others are quicker; the next run goes on.
TRIES = 3


class RendezvousWaitlistEntry(models.Model):
    """Free times to those who wait, first come first served.

    What is free comes from the one availability core, asked for the public:
    an offer is of a time that the contact could have booked. The core is
    asked once for each service (and sector, on the road), and again after
    each offer, since a time taken changes what is free.
    """

    _inherit = "rendezvous.waitlist.entry"

    def _give_out(self, now, span=None, most=None):
        """Offer what is free to these entries, in their order; all are open and locked.

        Within a ``span``, to ``most`` of them: why the others got nothing is then
        left for the job to say, which looks at everything.
        """
        places, passed, made = {}, defaultdict(list), 0
        for entry in self:
            reason, wish = entry._reason_against(now), entry._wish(now)
            offer = self.env["rendezvous.waitlist.offer"]
            if not reason:
                sector = entry._sector()
                key = (entry.service_id, sector)
                if key not in places:
                    places[key] = entry._free_places(self, sector, now, span)
                reason, offer = entry._offer_first(wish, places[key], now)
            line = passed[entry.service_id]
            if offer:
                places.clear()
                offer._note_passed_over(line)
                made += 1
            if offer or not span:
                entry._note_outcome(reason, now)
            line.append((entry, wish, reason))
            if made == most:
                break

    def _reason_against(self, now):
        """Return the code of what keeps an entry from any offer now, None when nothing does."""
        self.ensure_one()
        if self.state == "offered":
            return "offered"
        if not self.partner_id._may_in_portal("book"):
            return "profile"
        if not self._is_reachable():
            return "unreachable"
        agendas = self._wanted_agendas()
        if agendas and all(agendas.mapped("by_sector")) and not self._sector():
            return "sector"
        return self._reason_against_earlier(now) if self.appointment_id else None

    def _reason_against_earlier(self, now):
        """Return what keeps an appointment from being moved, or offered twice a day."""
        appointment, agenda = self.appointment_id, self.appointment_id.agenda_id
        due = agenda._waitlist_told_from(now)
        until = due + agenda._waitlist_length()
        if not appointment._contact_may_move_at(until):
            return "late"
        today = self._day_in(due, agenda.tz)
        made = appointment._earlier_offers()
        if any(self._day_in(offer.due, agenda.tz) == today for offer in made):
            return "daily"
        return None

    def _wish(self, now):
        known = self.offer_ids.filtered(lambda offer: offer.state in ("refused", "expired"))
        return Wish(
            agenda_ids=frozenset(self._wanted_agendas().ids),
            technician_id=self.technician_id.id or 0,
            first=self.date_from,
            last=self.date_until or None,
            hour_from=self.hour_from,
            hour_to=self.hour_to,
            weekdays=self._weekday_numbers(),
            before=self.appointment_id.told_start or None,
            known=frozenset((offer.agenda_id.id, offer.start) for offer in known),
        )

    def _sector(self):
        """Return the sector to go to, where the service is done on the road."""
        if not any(self._wanted_agendas().mapped("by_sector")):
            return self.env["rendezvous.sector"]
        address = self.appointment_id.location_id or self.partner_id
        return address._sector_in(self.service_id.company_id)

    def _free_places(self, line, sector, now, span=None):
        """Return what the public could book of one service, as far as the line wants it.

        Whatever the line wants, within ``span`` if there is one.
        """
        service = self.service_id
        alike = line.filtered(lambda entry: entry.service_id == service)
        agendas = self._offering(service.agenda_ids)
        if not sector:
            agendas = agendas.filtered(lambda agenda: not agenda.by_sector)
        begin, end = span or self._span_of(alike, now)
        slots = service._available_slots(begin, end, agendas=agendas, sector=sector or None)
        known = {
            agenda.id: (agenda, agenda._waitlist_first_start(service, now)) for agenda in agendas
        }
        return [self._place(slot, *known[slot.agenda_id]) for slot in slots]

    def _place(self, slot, agenda, first_start):
        return Place(
            start=slot.start,
            local_start=local(slot.start, agenda.tz),
            local_stop=local(slot.stop, agenda.tz),
            agenda_id=slot.agenda_id,
            location_id=slot.location_id or 0,
            technician_ids=slot.technician_ids,
            is_close=slot.start < first_start,
        )

    def _offer_first(self, wish, places, now):
        """Offer the first place that fits; return the reason when none does, and the offer."""
        codes = []
        for place in places:
            code = mismatch(wish, place)
            if not code:
                offer = self._offer(place, now)
                if offer:
                    return None, offer
                code = "taken"
            codes.append(code)
            if codes.count("taken") == TRIES:
                break
        return nearest_reason(codes), self.env["rendezvous.waitlist.offer"]

    def _offer(self, place, now):
        """Hold a place for this entry and offer it; nothing when somebody was quicker."""
        agenda = self.env["rendezvous.agenda"].browse(place.agenda_id)
        due = agenda._waitlist_told_from(now)
        until = due + agenda._waitlist_length()
        vals = {"agenda_id": agenda.id, "start": place.start, "due": due, "until": until}
        try:
            with self.env.cr.savepoint():
                self.write({"state": "offered", "offer_ids": [Command.create(vals)]})
                offer = self.offer_ids.filtered(lambda offer: offer.state == "open")
                offer._hold(place)
                self.offer_id = offer
        except UserError:
            # SlotTaken, or what else the public may not.
            self.env.invalidate_all(flush=False)
            return self.env["rendezvous.waitlist.offer"]
        self._wake([due, until])
        offer._tell_due(now)
        return offer

    def _note_outcome(self, reason, now):
        """Keep why there is no offer, for staff to see, and since when."""
        if self.outcome != (reason or False):
            self.write({"outcome": reason, "checked_at": now})
