from odoo import fields, models
from odoo.exceptions import UserError

from ..waiting_list import Place, local, mismatch


class RendezvousWaitlistOffer(models.Model):
    """The place of an offer: held, told, and why others did not get it."""

    _inherit = "rendezvous.waitlist.offer"

    def _hold(self, place):
        """Hold the place, asking the core with what binds the public.

        :raises UserError: it is not free, or not for this contact
        """
        self.ensure_one()
        entry, agenda = self.entry_id, self.agenda_id
        location = self.env["res.partner"].browse(place.location_id or ())
        if agenda.by_sector:
            location = entry.appointment_id.location_id
            self._check_visit(entry, agenda)
        held = self.env["rendezvous.appointment"]._book(
            entry.service_id,
            place.start,
            agenda,
            entry.partner_id,
            technician=entry.technician_id or None,
            location=location or None,
            online=True,
            hold=True,
            waitlist_offer_id=self.id,
        )
        held.hold_until = self.until
        self.write({"appointment_id": held.id, "technician_id": held.technician_id.id})

    def _check_visit(self, entry, agenda):
        """Refuse a visit that the contact could not book: something has to be there first."""
        if entry.appointment_id:
            return
        missing = entry.service_id._missing_for_visit(
            entry.partner_id, agenda, self.env["rendezvous.equipment"], entry.partner_id
        )
        if missing:
            raise UserError("\n".join(words for _code, words in missing))

    def _tell_due(self, now):
        """Tell the contacts whose quiet hours are over; their time to answer counts from now."""
        for offer in self.filtered(lambda offer: not offer.sent_at and offer.due <= now):
            agenda = offer.agenda_id
            until = now + agenda._waitlist_length()
            if offer.start < agenda._waitlist_first_start(offer.service_id, now):
                offer._end("lost", self.env._("It starts too soon to be offered"))
                continue
            if until != offer.until:
                offer.until = offer.appointment_id.hold_until = until
                offer.entry_id._wake([until])
            offer.sent_at = now
            offer.appointment_id._notify_contact("waitlist_offer")

    def _note_passed_over(self, line):
        """Keep why this place did not go to those who came before, for staff to see."""
        agenda, start = self.agenda_id, self.appointment_id.told_start
        place = Place(
            start=start,
            local_start=local(start, agenda.tz),
            local_stop=local(self.appointment_id.told_stop, agenda.tz),
            agenda_id=agenda.id,
            location_id=0,
            technician_ids=tuple(self.technician_id.ids),
            is_close=False,
        )
        self.env["rendezvous.waitlist.skip"].create(
            [
                {
                    "entry_id": entry.id,
                    "offer_id": self.id,
                    "reason": self._passed_reason(wish, place, reason),
                }
                for entry, wish, reason in line
            ]
        )

    def _passed_reason(self, wish, place, reason):
        """Return what keeps a place from a wish: first of all what keeps its entry from any."""
        general = ("offered", "daily", "late", "profile", "unreachable")
        if reason in general:
            return reason
        # Without a reason, the entry has just got another place.
        return mismatch(wish, place) or ("taken" if reason else "offered")

    def _until_words(self):
        """Return until when the time is kept, on the clock of the agenda.

        Nothing without an offer: Odoo shows a template with any appointment.
        """
        if not self:
            return ""
        page, tz = self.env["rendezvous.page"], self.agenda_id.tz
        same = page._local_day(self.until, tz) == page._local_day(fields.Datetime.now(), tz)
        return page._time_words(self.until, tz) if same else page._when(self.until, tz)

    def _portal_link(self):
        if not self:
            return ""
        company = self.company_id.root_id
        base = self.appointment_id.get_base_url() if self.appointment_id else company.get_base_url()
        return f"{base}/my/rendezvous/waitlist/offer/{self.id}"
