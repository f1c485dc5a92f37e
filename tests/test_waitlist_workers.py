from datetime import datetime, time, timedelta
from functools import partial
from time import monotonic

from odoo import SUPERUSER_ID, api, fields
from odoo.service.model import retrying
from odoo.tests import tagged

from ..exceptions import SlotTaken
from .race_common import RaceCase, book_as, race

RACERS = 4
# Seconds.
HUNT = 2


def run_job(env, made):
    Entry = env["rendezvous.waitlist.entry"]
    Entry._again_on_conflict(partial(Entry._serve, env["res.company"].browse(made["company"])))
    return True


def accept(env, made):
    """Accept as the route does: again from a new snapshot when another was quicker."""

    def act():
        offer = env["rendezvous.waitlist.offer"].browse(made["offer"])
        offer._accept()
        return True

    return retrying(act, env)


def cancel(env, made):
    env["rendezvous.appointment"].browse(made["booked"]).action_cancel()
    return True


def hunt(env, made):
    """Try for the place again and again, while it is being cancelled."""
    until = monotonic() + HUNT
    while monotonic() < until:
        try:
            return book_as(env, RACERS, {**made, "services": [made["short"]]}).id
        except SlotTaken:
            env.cr.rollback()
    return False


def withdraw(env, made):
    def act():
        offer = env["rendezvous.waitlist.offer"].browse(made["offer"])
        offer.appointment_id.filtered(lambda a: a.state == "held").action_cancel()
        return True

    return retrying(act, env)


@tagged("post_install", "-at_install")
class TestWaitlistWorkers(RaceCase):
    """Several workers at once on committed data."""

    def _build(self, env):
        made = super()._build(env)
        env["res.company"].browse(made["company"]).write(
            {"rendezvous_quiet_from": 0, "rendezvous_quiet_to": 0}
        )
        env["rendezvous.agenda"].browse(made["agenda"]).write({"has_waitlist": True})
        env["rendezvous.service"].browse(made["long"]).duration = 30
        day = fields.Date.today() + timedelta(days=7)
        opening = env["rendezvous.slot"].search([("agenda_id", "=", made["agenda"])])
        opening.hour_to = 9.5
        made["start"] = fields.Datetime.to_string(datetime.combine(day, time(9)))
        entries = env["rendezvous.waitlist.entry"].create(
            [
                {"partner_id": contact, "service_id": made["short"], "date_from": day}
                for contact in made["contacts"][:RACERS]
            ]
        )
        return {**made, "entries": entries.ids}

    def _clean(self):
        with self.registry.cursor() as cr:
            cr.execute(
                "DELETE FROM rendezvous_waitlist_entry WHERE id = ANY(%s)", [self.made["entries"]]
            )
        return super()._clean()

    def race(self, *acts):
        return race([partial(act, made=self.made) for act in acts], self.made["agenda"])

    def offers(self, cr):
        env = api.Environment(cr, SUPERUSER_ID, {})
        return env["rendezvous.waitlist.offer"].search(
            [("entry_id", "in", self.made["entries"])], order="id"
        )

    def test_workers_at_once_offer_one_place_once_to_the_first(self):
        answers = self.race(*[run_job] * RACERS)
        self.assertFalse([answer for answer in answers if "error" in answer])
        with self.registry.cursor() as cr:
            offer = self.offers(cr)
            self.assertEqual(offer.mapped("state"), ["open"])
            self.assertEqual(offer.entry_id.id, self.made["entries"][0])

    def test_workers_at_once_tell_once(self):
        self.race(run_job, run_job)
        with self.registry.cursor() as cr:
            rows = self.offers(cr).appointment_id.notification_ids
            self.assertEqual(set(rows.mapped("event")), {"waitlist_offer"})
            self.assertEqual(sorted(rows.mapped("channel")), ["email", "sms"])

    def make_offer(self):
        with self.registry.cursor() as cr:
            run_job(api.Environment(cr, SUPERUSER_ID, {}), self.made)
            self.made["offer"] = self.offers(cr).id

    def test_accepting_twice_books_once(self):
        self.make_offer()
        answers = self.race(accept, accept)
        self.assertEqual(len([answer for answer in answers if "done" in answer]), 1, answers)
        with self.registry.cursor() as cr:
            self.assertEqual(self.offers(cr).mapped("state"), ["accepted"])

    def test_accepting_while_staff_withdraws_it_ends_one_way(self):
        self.make_offer()
        self.race(accept, withdraw)
        with self.registry.cursor() as cr:
            offer = self.offers(cr)
            ends = {"confirmed": "accepted", "cancelled": "lost"}
            self.assertEqual(offer.state, ends[offer.appointment_id.state])

    def test_accepting_while_the_job_runs_keeps_the_place(self):
        self.make_offer()
        answers = self.race(accept, run_job, run_job)
        self.assertFalse([answer for answer in answers if "error" in answer])
        with self.registry.cursor() as cr:
            offer = self.offers(cr)
            self.assertEqual(offer.mapped("state"), ["accepted"])
            self.assertEqual(offer.appointment_id.state, "confirmed")

    def test_a_cancelled_place_never_goes_to_who_is_not_in_line(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            question = {**self.made, "services": [self.made["short"]]}
            self.made["booked"] = book_as(env, RACERS + 1, question).id
        answers = self.race(cancel, hunt, hunt)
        self.assertCountEqual([answer.get("done") for answer in answers], [True, False, False])
        with self.registry.cursor() as cr:
            offer = self.offers(cr)
            self.assertEqual(offer.mapped("state"), ["open"])
            self.assertEqual(offer.entry_id.id, self.made["entries"][0])
