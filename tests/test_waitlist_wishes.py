from datetime import timedelta

from odoo.tests import tagged

from .common import MONDAY, NOW, at
from .waitlist_common import TUESDAY, WaitlistCase


@tagged("post_install", "-at_install")
class TestWaitlistWishes(WaitlistCase):
    """What an entry says, and which times fit it."""

    def test_the_day_must_be_wanted(self):
        tuesday = self.wait(self.ann, date_from=TUESDAY, date_until=TUESDAY)
        open_ended = self.wait(self.ben, date_until=False)
        self.serve()
        self.assertNotOffered(tuesday, "day")
        self.assertOffered(open_ended, at(9))

    def test_the_weekday_must_be_wanted(self):
        entry = self.wait(self.ann, weekdays="1,2,3,4,5,6")
        self.serve()
        self.assertNotOffered(entry, "day")
        entry.weekdays = "0"
        self.serve()
        self.assertOffered(entry, at(9))

    def test_the_whole_appointment_lies_within_the_hours(self):
        exact = self.wait(self.ann, hour_from=9.5, hour_to=10)
        short = self.wait(self.ben, hour_from=9.5, hour_to=9.75)
        self.serve()
        self.assertOffered(exact, at(9, 30))
        self.assertNotOffered(short, "hours")

    def test_hours_are_those_of_the_agenda_s_clock(self):
        entry = self.wait(self.ann, hour_from=10, hour_to=10.5)
        self.serve()
        self.assertOffered(entry, at(10))

    def test_another_establishment_does_not_do(self):
        other = self.create_agenda("Other", self.sibling, has_waitlist=True)
        entry = self.wait(self.ann, agenda_ids=other.ids)
        self.assertEqual(entry.company_id, self.sibling)
        self.serve()
        self.assertNotOffered(entry, "agenda")

    def test_several_establishments_do(self):
        other = self.create_agenda("Other", self.sibling, has_waitlist=True)
        self.add_openings(other, weekdays="0", hour_from=8, hour_to=9)
        entry = self.wait(self.ann, agenda_ids=(self.agenda | other).ids)
        self.assertEqual(entry.company_id, self.parent)
        self.serve()
        self.assertEqual(self.assertOffered(entry, at(8)).agenda_id, other)

    def test_the_technician_or_anyone(self):
        tom = self.create_technician("Tom", self.child)
        for technician in self.technician | tom:
            self.add_hours(technician, weekdays="0")
        self.agenda.technician_ids = self.technician | tom
        tied = self.wait(self.ann, technician_id=tom.id)
        free = self.wait(self.ben)
        self.book(at(9), technician=tom)
        self.serve()
        self.assertEqual(self.assertOffered(tied, at(9, 30)).technician_id, tom)
        self.assertEqual(self.assertOffered(free, at(9)).technician_id, self.technician)

    def test_two_technicians_are_two_places(self):
        tom = self.create_technician("Tom", self.child)
        for technician in self.technician | tom:
            self.add_hours(technician, weekdays="0", hour_from=9, hour_to=9.5)
        self.agenda.technician_ids = self.technician | tom
        entries = [self.wait(person) for person in self.people]
        self.serve()
        offers = [self.offer_of(entry) for entry in entries]
        self.assertEqual([bool(offer) for offer in offers], [True, True, False, False])
        self.assertEqual({offer.technician_id for offer in offers[:2]}, {self.technician, tom})

    def test_the_agenda_proposes_its_validity(self):
        self.agenda.write({"waitlist_hour_from": 10, "waitlist_hour_to": 13})
        entry = self.Entry.new({"service_id": self.service.id})
        entry._onchange_hours_of_agenda()
        self.assertEqual((entry.hour_from, entry.hour_to), (10, 13))

    def test_changing_the_start_moves_the_end_by_the_set_length(self):
        self.agenda.write({"waitlist_hour_from": 10, "waitlist_hour_to": 13})
        entry = self.Entry.new({"service_id": self.service.id, "hour_from": 14.5})
        entry._onchange_hour_from()
        self.assertEqual(entry.hour_to, 17.5)
        entry.hour_from = 22
        entry._onchange_hour_from()
        self.assertEqual(entry.hour_to, 24)

    def test_changing_the_start_of_the_validity_keeps_its_length(self):
        agenda = self.agenda.new(origin=self.agenda)
        agenda.waitlist_hour_from = 9.5
        agenda._onchange_waitlist_hour_from()
        self.assertEqual(agenda.waitlist_hour_to, 20.5)

    def test_the_line_is_that_of_those_who_came(self):
        late = self.wait(self.ann)
        early = self.wait(self.ben)
        self.assertGreater(early.id, late.id)
        self.fill((9,), (10,))
        early.note = "Touched last"
        self.serve()
        self.assertOffered(late, at(9, 30))

    def test_another_length_of_service_takes_what_fits_it(self):
        long = self.service.copy({"name": "Long", "duration": 60, "step": 30, "is_published": True})
        self.agenda.service_ids |= long
        self.wait(self.ann)
        second = self.wait(self.ben, service_id=long.id)
        self.serve()
        self.assertOffered(second, at(9, 30))


@tagged("post_install", "-at_install")
class TestWaitlistWaking(WaitlistCase):
    """What frees a time wakes the job; where nobody may wait, nothing does."""

    def test_cancelling_and_moving(self):
        nine, half_past, _ten = self.fill()
        self.assertWakes(nine.action_cancel)
        self.assertWakes(lambda: half_past._move(at(9)))

    def test_a_technician_of_another_agenda(self):
        other = self.create_agenda("Other", self.child, technician_ids=self.technician.ids)
        self.agenda.technician_ids = self.technician
        self.add_hours(self.technician)
        elsewhere = self.book(at(9), agenda=other)
        self.assertWakes(elsewhere.action_cancel)

    def test_openings_hours_closures_and_agendas(self):
        self.assertWakes(lambda: self.add_openings(self.agenda))
        self.assertWakes(lambda: self.opening.write({"hour_to": 12}))
        self.assertWakes(lambda: self.add_hours(self.technician))
        closure = self.env["rendezvous.closure"].create(
            {"name": "Closed", "start": at(9), "stop": at(10), "company_id": self.child.id}
        )
        self.assertWakes(lambda: closure.write({"stop": at(9, 30)}))
        self.assertWakes(closure.unlink)
        self.assertWakes(lambda: self.agenda.write({"capacity": 2}))
        self.assertWakes(lambda: self.service.write({"lead_max": 90}))

    def test_joining(self):
        self.assertWakes(lambda: self.wait(self.ann))

    def test_an_offer_wakes_it_when_it_ends(self):
        self.wait(self.ann)
        self.serve()
        moments = self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])
        self.assertIn(NOW + timedelta(minutes=30), moments.mapped("call_at"))

    def test_nothing_wakes_where_there_is_no_list(self):
        self.agenda.has_waitlist = False
        before = self.triggers()
        self.fill()[0].action_cancel()
        self.opening.hour_to = 12
        self.assertEqual(self.triggers(), before)

    def test_several_days_are_looked_at(self):
        self.add_openings(self.agenda, weekdays="4")
        entry = self.wait(self.ann, date_from=MONDAY + timedelta(days=1), date_until=False)
        self.serve()
        self.assertOffered(entry, at(9, day=MONDAY + timedelta(days=4)))
