from datetime import date, timedelta

from freezegun import freeze_time

from .common import MONDAY, NOW, RendezvousCase, at

MINUTE = timedelta(minutes=1)
TUESDAY = date(2026, 1, 6)


class WaitlistCase(RendezvousCase):
    """A counter with a waiting list, open on Monday only from 9:00 to 10:30, and its line.

    It is Friday, 9:00 in Paris.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agenda.slot_ids.unlink()
        cls.agenda.has_waitlist = True
        cls.opening = cls.env["rendezvous.slot"].create(
            {"agenda_id": cls.agenda.id, "date": MONDAY, "hour_from": 9, "hour_to": 10.5}
        )
        cls.contact.email = "citizen@example.com"
        cls.people = cls.env["res.partner"].create(
            [
                {"lastname": "Waiting", "firstname": name, "email": f"{name}@example.com"}
                for name in ("ann", "ben", "cid", "dan")
            ]
        )
        cls.ann, cls.ben, cls.cid, cls.dan = cls.people
        cls.Entry = cls.env["rendezvous.waitlist.entry"]
        cls.Offer = cls.env["rendezvous.waitlist.offer"]
        cls.cron = cls.env.ref("rendezvous.rendezvous_cron_offer_places")

    @classmethod
    def wait(cls, partner, **values):
        return cls.Entry.create(
            {
                "partner_id": partner.id,
                "service_id": cls.service.id,
                "date_from": MONDAY,
                "date_until": MONDAY,
                **values,
            }
        )

    def fill(self, *hours):
        """Book the three half hours of Monday, or some, and return the appointments."""
        starts = [at(9), at(9, 30), at(10)] if not hours else [at(*hour) for hour in hours]
        others = self.env["res.partner"].create([{"lastname": f"Booked {n}"} for n in starts])
        return [
            self.book(start, partner=partner) for start, partner in zip(starts, others, strict=True)
        ]

    def serve(self, moment=NOW):
        """Run the job for this organisation at a moment."""
        self.env.flush_all()
        with freeze_time(moment):
            self.Entry._serve(self.parent)
            self.env.flush_all()

    def offer_of(self, entry):
        """Return the offer that is open to an entry."""
        return entry.offer_ids.filtered(lambda offer: offer.state == "open")

    def assertOffered(self, entry, start):
        offer = self.offer_of(entry)
        self.assertEqual(offer.mapped("start"), [start], entry.outcome)
        self.assertEqual(entry.state, "offered")
        held = offer.appointment_id
        self.assertEqual(
            (held.state, held.start, held.partner_id), ("held", start, entry.partner_id)
        )
        self.assertEqual(held.hold_until, offer.until)
        return offer

    def assertNotOffered(self, entry, reason):
        self.assertFalse(self.offer_of(entry))
        self.assertEqual((entry.state, entry.outcome), ("waiting", reason))

    def triggers(self):
        return self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.cron.id)])

    def assertWakes(self, act):
        before = self.triggers()
        act()
        self.assertGreater(self.triggers(), before)
