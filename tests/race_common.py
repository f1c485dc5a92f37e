import json
import os
from datetime import datetime, time, timedelta
from multiprocessing import get_context

from odoo import SUPERUSER_ID, api, fields, sql_db
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from ..exceptions import SlotTaken

BOOKERS = 20


def _race(dbname, act, agenda_id, barrier, results):
    """Run in a forked process, with a connection of its own."""
    # The parent's connections are not ours to use or close.
    sql_db._Pool = sql_db._Pool_readonly = None
    registry = Registry(dbname)
    registry._db, registry._db_readonly = sql_db.db_connect(dbname), None
    answer = {}
    try:
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            # The snapshot is taken here: everybody sees the same.
            env["rendezvous.agenda"].browse(agenda_id).name  # noqa: B018
            barrier.wait()
            answer["done"] = act(env)
    except SlotTaken as refusal:
        answer["alternatives"] = [slot.start.isoformat() for slot in refusal.alternatives]
        answer["message"] = str(refusal)
    except Exception as error:
        answer["error"] = repr(error)
    results.put(json.dumps(answer))
    results.close()
    results.join_thread()
    os._exit(0)


def race(acts, agenda_id):
    """Do all of ``acts`` at once, each in a process of its own; return what came of them.

    They are called with an environment; what they return is under ``done``.
    """
    context = get_context("fork")
    barrier, results = context.Barrier(len(acts), timeout=60), context.Queue()
    racers = [
        context.Process(target=_race, args=(get_db_name(), act, agenda_id, barrier, results))
        for act in acts
    ]
    for racer in racers:
        racer.start()
    answers = [json.loads(results.get(timeout=120)) for _racer in racers]
    for racer in racers:
        racer.join()
    return answers


def book_as(env, number, question, **values):
    services = question["services"]
    start = fields.Datetime.to_datetime(question["start"])
    return env["rendezvous.appointment"]._book(
        env["rendezvous.service"].browse(services[number % len(services)]),
        start,
        env["rendezvous.agenda"].browse(question["agenda"]),
        env["res.partner"].browse(question["contacts"][number]),
        **values,
    )


@tagged("post_install", "-at_install")
class RaceCase(BaseCase):
    """Committed data, one process and one connection for each booker."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.made = self._build(env)
        self.addCleanup(self._clean)

    def assertWinners(self, answers, count):
        errors = [answer for answer in answers if "error" in answer]
        winners = [answer for answer in answers if "done" in answer]
        losers = [answer for answer in answers if "alternatives" in answer]
        self.assertFalse(errors)
        self.assertEqual((len(winners), len(losers)), (count, BOOKERS - count))
        lost = self.made["start"].replace(" ", "T")
        for loser in losers:
            self.assertTrue(loser["alternatives"], loser)
            self.assertNotIn(lost, loser["alternatives"])
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT count(*) FROM rendezvous_appointment"
                " WHERE agenda_id = %s AND state = 'confirmed'",
                [self.made["agenda"]],
            )
            self.assertEqual(cr.fetchone()[0], count)

    def _run_race(self, services=("short",)):
        question = self._question(services)
        acts = [lambda env, n=n: book_as(env, n, question).id for n in range(BOOKERS)]
        return race(acts, self.made["agenda"])

    def _question(self, services):
        return {**self.made, "services": [self.made[name] for name in services]}

    def _write(self, model, record_id, values):
        with self.registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})[model].browse(record_id).write(values)

    def _build(self, env):
        # A company is never deleted: the next test finds it again.
        Company = env["res.company"]
        company = Company.search([("name", "=", "Race")]) or Company.create({"name": "Race"})
        day = fields.Date.today() + timedelta(days=7)
        services = env["rendezvous.service"].create(
            [
                {"name": name, "company_id": company.id, "duration": minutes, "is_published": True}
                for name, minutes in (("Short", 30), ("Long", 45))
            ]
        )
        technician = env["hr.employee"].create({"name": "Race", "company_id": company.id})
        env["rendezvous.technician.hours"].create(
            {"employee_id": technician.id, "weekday": str(day.weekday()), "hour_from": 9}
        )
        agenda = env["rendezvous.agenda"].create(
            {
                "name": "Race",
                "company_id": company.id,
                "tz": "UTC",
                "service_ids": [Command.set(services.ids)],
                "slot_ids": [Command.create({"date": day, "hour_from": 9, "hour_to": 12})],
            }
        )
        contacts = env["res.partner"].create(
            [
                {"lastname": "Race", "firstname": str(n), "email": f"race{n}@example.com"}
                for n in range(BOOKERS)
            ]
        )
        return {
            "company": company.id,
            "short": services[0].id,
            "long": services[1].id,
            "technician": technician.id,
            "agenda": agenda.id,
            "contacts": contacts.ids,
            "start": fields.Datetime.to_string(datetime.combine(day, time(9))),
        }

    def _clean(self):
        """Take away what was committed; appointments are only deleted in SQL."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cr.execute(
                "DELETE FROM rendezvous_appointment WHERE agenda_id = %s RETURNING id",
                [self.made["agenda"]],
            )
            ids = [row[0] for row in cr.fetchall()]
            messages = env["mail.message"].search(
                [("model", "=", "rendezvous.appointment"), ("res_id", "in", ids)]
            )
            env["mail.mail"].search([("mail_message_id", "in", messages.ids)]).unlink()
            messages.unlink()
            env["rendezvous.agenda"].browse(self.made["agenda"]).unlink()
            services = [self.made[name] for name in ("short", "long", "hour") if name in self.made]
            env["rendezvous.service"].browse(services).unlink()
            env["hr.employee"].browse(self.made["technician"]).unlink()
            env["res.partner"].browse(self.made["contacts"]).unlink()
