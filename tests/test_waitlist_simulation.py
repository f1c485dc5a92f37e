import random
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MONDAY, NOW, at
from .waitlist_common import WaitlistCase

EVENTS = 1000
DAYS = [MONDAY + timedelta(days=number) for number in range(40)]
AHEAD = 8
STEP = timedelta(minutes=30)


@tagged("post_install", "-at_install")
class TestWaitlistSimulation(WaitlistCase):
    """A thousand random events, nights included, against rules that are simple to say.

    No place is held twice, nobody is passed over, no offer is lost.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agenda.slot_ids.unlink()
        for day in DAYS[:3]:
            cls.open_on(day, 10)
        cls.line = cls.env["res.partner"].create(
            [
                {"lastname": f"Line {number}", "email": f"line{number}@example.com"}
                for number in range(12)
            ]
        )
        cls.passers = cls.env["res.partner"].create(
            [{"lastname": f"Passer {number}"} for number in range(12)]
        )

    @classmethod
    def open_on(cls, day, hour_to):
        values = {"agenda_id": cls.agenda.id, "date": day, "hour_from": 9, "hour_to": hour_to}
        return cls.env["rendezvous.slot"].create(values)

    def test_a_thousand_events(self):
        self.random = random.Random(20260105)
        self.now = NOW
        acts = [getattr(self, name) for name in dir(self) if name.startswith("act_")]
        self.done = dict.fromkeys((act.__name__ for act in acts), 0)
        with freeze_time(NOW) as clock:
            for number in range(EVENTS):
                act, seen = self.random.choice(acts), self.latest()
                self.done[act.__name__] += bool(act())
                clock.move_to(self.now)
                self.serve_and_check(seen, everything=number % 10 == 0)
        self.assertTrue(all(count > 10 for count in self.done.values()), self.done)
        self.check_ends()

    def latest(self):
        return self.Offer.search([], order="id desc", limit=1).id or 0

    def serve_and_check(self, seen, everything):
        self.Entry._serve(self.parent)
        self.env.flush_all()
        self.check_offers(seen)
        if everything:
            self.check_places()
            self.check_nobody_waits_for_what_is_free()

    # What happens.

    def pick(self, records):
        return records[self.random.randrange(len(records))] if records else records

    def act_time_passes(self):
        hours = self.random.choice([0.1, 0.25, 0.5, 0.5, 1, 3])
        self.now += timedelta(hours=hours)
        return True

    def days(self):
        """Return the days that people ask for now."""
        return [day for day in DAYS if day >= self.now.date()][:AHEAD]

    def act_somebody_joins(self):
        first = self.random.choice(self.days())
        if self.Entry.search_count([("state", "in", ("waiting", "offered"))]) > 8:
            return False
        hour = self.random.choice([9, 9, 9.5])
        partner = self.pick(self.line)
        last = self.random.choice([first, self.days()[-1], False])
        self.wait(partner, date_from=first, date_until=last, hour_from=hour)
        return True

    def act_somebody_wants_it_earlier(self):
        booked = self.pick(self.confirmed())
        if not booked or self.Entry.search_count([("appointment_id", "in", booked.ids)]):
            return False
        booked.partner_id.email = "passer@example.com"
        values = {"appointment_id": booked.id, "date_from": MONDAY}
        self.wait(booked.partner_id, **values)
        return True

    def act_somebody_leaves(self):
        entry = self.pick(self.Entry.search([("state", "in", ("waiting", "offered"))]))
        if not entry or self.random.random() < 0.7:
            return False
        entry._leave()
        return True

    def act_somebody_books(self):
        slots = self.free()
        if not slots:
            return False
        hold = self.random.random() < 0.3
        partner = self.pick(self.passers)
        self.book(self.random.choice(slots).start, partner=partner, hold=hold)
        return True

    def act_somebody_cancels(self):
        booked = self.pick(self.confirmed())
        booked._cancel("contact")
        return booked

    def act_somebody_moves(self):
        booked, slots = self.pick(self.confirmed()), self.free()
        if not booked or not slots:
            return False
        booked._move(self.random.choice(slots).start)
        return True

    def act_an_opening_comes_or_goes(self):
        ahead = self.agenda.slot_ids.filtered(lambda slot: slot.date >= self.now.date())
        free = [day for day in self.days() if day not in ahead.mapped("date")]
        if len(ahead) < 3 or (free and self.random.random() < 0.5):
            day = self.random.choice(free)
            self.open_on(day, self.random.choice([9.5, 10]))
        else:
            self.pick(ahead).unlink()
        return True

    def act_a_closure_comes_or_goes(self):
        closures = self.agenda.closure_ids
        if closures:
            closures.unlink()
            return True
        day = self.random.choice(self.days())
        times = {"start": at(9, day=day), "stop": at(9, 30, day=day)}
        owner = {"agenda_id": self.agenda.id, "company_id": self.child.id}
        self.env["rendezvous.closure"].create({"name": "Closed", **owner, **times})
        return True

    def act_the_capacity_changes(self):
        self.agenda.capacity = self.random.choice([1, 1, 2])
        return True

    def act_an_offer_is_accepted(self):
        offer = self.pick(self.open())
        if not offer or not offer._is_open():
            return False
        try:
            with self.env.cr.savepoint():
                offer._accept()
        except UserError:
            # The opening is no more, or too late to move: the contact may still refuse.
            self.env.invalidate_all(flush=False)
            return False
        return True

    def act_an_offer_is_refused(self):
        offer = self.pick(self.open())
        if not offer or not offer._is_open():
            return False
        offer._refuse()
        return True

    def act_an_offer_is_ignored(self):
        offer = self.pick(self.open())
        if not offer:
            return False
        self.now = max(self.now, offer.until)
        return True

    # What is looked at.

    def open(self):
        return self.Offer.search([("state", "=", "open")])

    def confirmed(self):
        domain = [("agenda_id", "=", self.agenda.id), ("state", "=", "confirmed")]
        return self.env["rendezvous.appointment"].search([*domain, ("start", ">", self.now)])

    def free(self):
        return self.service._available_slots(self.now, at(23, day=self.days()[-1]))

    def earliest(self):
        """Return the first start that an offer made now may have."""
        clock = self.now + timedelta(hours=1)
        due = self.now
        if clock.hour >= 21 or clock.hour < 8:
            morning = datetime(clock.year, clock.month, clock.day, 8) - timedelta(hours=1)
            due = morning if clock.hour < 8 else morning + timedelta(days=1)
        return due, due + STEP

    def fits(self, entry, start):
        """Tell in the plainest words whether an entry takes a time."""
        clock = start + timedelta(hours=1)
        hour = clock.hour + clock.minute / 60
        known = entry.offer_ids.filtered(lambda o: o.state in ("refused", "expired"))
        return (
            entry.date_from <= clock.date()
            and (not entry.date_until or clock.date() <= entry.date_until)
            and entry.hour_from <= hour
            and hour + 0.5 <= entry.hour_to
            and (not entry.appointment_id or start < entry.appointment_id.start)
            and start not in known.mapped("start")
        )

    def is_served(self, entry):
        """Tell whether something may be offered to an entry now."""
        due, until = self.earliest()
        if not entry.appointment_id:
            return True
        if until > entry.appointment_id.start - timedelta(hours=4):
            return False
        days = [(o.due + timedelta(hours=1)).date() for o in entry.offer_ids if o.state != "lost"]
        return (due + timedelta(hours=1)).date() not in days

    # What must always be so.

    def check_offers(self, seen):
        """Whoever came before did not fit, the place is held, nobody was told by night."""
        due, _until = self.earliest()
        for offer in self.Offer.search([("id", ">", seen)], order="id"):
            self.assertEqual(offer.due, due)
            self.assertEqual(bool(offer.sent_at), due == self.now)
            self.assertEqual(offer.appointment_id.state, "held")
            self.assertTrue(self.fits(offer.entry_id, offer.start))
            ahead = self.Entry.search([("id", "<", offer.entry_id.id), ("state", "=", "waiting")])
            for entry in ahead:
                passed = self.is_served(entry) and self.fits(entry, offer.start)
                self.assertFalse(passed, f"{entry.id} was passed over by {offer.entry_id.id}")
        for offer in self.open():
            self.assertEqual(offer.entry_id.state, "offered")
            self.assertEqual(offer.appointment_id.state, "held")
            self.assertGreater(offer.until, self.now)

    def check_places(self):
        """No place is held twice: the exclusion constraint never had to say so."""
        self.env.cr.execute(
            """
            SELECT count(*) FROM rendezvous_appointment a JOIN rendezvous_appointment b
                ON a.id < b.id AND a.agenda_id = b.agenda_id AND a.lane = b.lane
               AND a.start < b.stop AND b.start < a.stop
             WHERE a.agenda_id = %s AND a.state IN ('held', 'confirmed')
               AND b.state IN ('held', 'confirmed')
            """,
            [self.agenda.id],
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        held = self.env["rendezvous.appointment"].search(
            [("state", "=", "held"), ("waitlist_offer_id", "!=", False)]
        )
        self.assertEqual(held.waitlist_offer_id, self.open())
        self.assertEqual(len(held), len(self.open()))

    def check_nobody_waits_for_what_is_free(self):
        _due, first = self.earliest()
        starts = [slot.start for slot in self.free() if slot.start >= first]
        for entry in self.Entry.search([("state", "=", "waiting")]):
            fitting = [
                start for start in starts if self.is_served(entry) and self.fits(entry, start)
            ]
            self.assertFalse(fitting, f"{entry.id} waits, and {fitting[:1]} is free")

    def check_ends(self):
        """Each offer ended as accepted, refused, not answered or withdrawn, or is open."""
        offers = self.Offer.search([])
        self.assertEqual(offers.filtered(lambda o: not o.answered_at), self.open())
        for state in ("accepted", "refused", "expired", "lost"):
            self.assertTrue(offers.filtered(lambda o, s=state: o.state == s), state)
        for offer in offers.filtered(lambda o: o.state == "accepted"):
            self.assertEqual(offer.entry_id.state, "booked")
        self.assertGreater(len(offers), 100)
