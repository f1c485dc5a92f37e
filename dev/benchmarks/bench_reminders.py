"""10,000 reminders due at once, by email and by SMS: how long until all have left Odoo."""

import time
from datetime import datetime, timedelta
from unittest.mock import patch

from measure import report

from odoo import fields
from odoo.fields import Command

from odoo.addons.sms.tools.sms_api import SmsApi

env = env(context={"tracking_disable": True, "mail_create_nolog": True})  # noqa: F821
COUNT = 10_000
# 10,000 in 5 minutes.
LIMIT_MS = 5 * 60 * 1000 / 10_000


def make_contacts():
    return env["res.partner"].create(
        [
            {
                "lastname": f"Bench {number}",
                "email": f"bench{number}@example.com",
                "phone": f"+336123{number:05}",
            }
            for number in range(COUNT // 2)
        ]
    )


def make_world():
    """Make one appointment for each contact, with a reminder due by email and one by SMS."""
    parent = env["res.company"].create({"name": "Bench parent"})
    child = env["res.company"].create({"name": "Bench child", "parent_id": parent.id})
    service = env["rendezvous.service"].create({"name": "Bench", "company_id": parent.id})
    agenda = env["rendezvous.agenda"].create(
        {
            "name": "Bench",
            "company_id": child.id,
            "tz": "Europe/Paris",
            "capacity": COUNT,
            "service_ids": [Command.set(service.ids)],
        }
    )
    contacts = make_contacts()
    start = datetime.now().replace(second=0, microsecond=0) + timedelta(days=3)
    env["rendezvous.appointment"].create(
        [
            {
                "service_id": service.id,
                "agenda_id": agenda.id,
                "partner_id": contact.id,
                "start": start,
                "lane": number,
            }
            for number, contact in enumerate(contacts, 1)
        ]
    )
    rows = env["rendezvous.notification"].search([("agenda_id", "=", agenda.id)])
    assert len(rows) == COUNT, len(rows)
    rows.due = fields.Datetime.now()
    env.flush_all()
    return agenda


class Gateway:
    """The outside world: takes what it is given, and counts it."""

    def __init__(self):
        self.emails = self.texts = 0

    def connect(self, *_args, **_kwargs):
        return self

    def send_message(self, *_args, **_kwargs):
        self.emails += 1

    def quit(self):
        pass

    def send_texts(self, _api, messages, delivery_reports_url=False):
        numbers = [number for message in messages for number in message["numbers"]]
        self.texts += len(numbers)
        return [{"uuid": number["uuid"], "state": "success"} for number in numbers]


def measure(what, action):
    """Run one stage; return its milliseconds and statements."""
    begin, statements = time.perf_counter(), env.cr.sql_log_count
    action()
    env.flush_all()
    spent = (time.perf_counter() - begin) * 1000
    statements = env.cr.sql_log_count - statements
    print(f"{what}: {spent / 1000:.1f} s, {statements / COUNT:.2f} statements for each message")
    return spent, statements


def take_what_is_due():
    Notification = env["rendezvous.notification"]
    while rows := Notification._take_due(100):
        rows._send()
        # What the commit of each batch does to the cache.
        env.flush_all()
        env.invalidate_all()


def empty_queue(model, domain):
    """Give to the gateway what waits, as many at once as the queue's own job does."""
    waiting = env[model].search([("state", "=", "outgoing"), *domain], order="id")
    for begin in range(0, len(waiting), 500):
        waiting[begin : begin + 500].send()
        env.flush_all()
        env.invalidate_all()


def main():
    agenda, gateway = make_world(), Gateway()
    of_rows = [("model", "=", "rendezvous.appointment")]
    of_texts = [("mail_message_id.model", "=", "rendezvous.appointment")]
    with (
        patch.object(type(env["ir.mail_server"]), "_connect__", gateway.connect),
        patch.object(SmsApi, "_send_sms_batch", lambda *a, **k: gateway.send_texts(*a, **k)),
    ):
        stages = [
            measure("taken by the job", take_what_is_due),
            measure("emails out of the queue", lambda: empty_queue("mail.mail", of_rows)),
            measure("SMS out of the queue", lambda: empty_queue("sms.sms", of_texts)),
        ]
    domain = [("agenda_id", "=", agenda.id), ("state", "=", "sent")]
    sent = env["rendezvous.notification"].search_count(domain)
    assert sent == COUNT, sent
    assert (gateway.emails, gateway.texts) == (COUNT // 2, COUNT // 2), vars(gateway)
    spent, statements = (sum(values) for values in zip(*stages, strict=True))
    print(f"{COUNT} reminders, half by email, all the way out: {spent / 1000:.1f} s, no commits")
    report("  statements for each message", statements / COUNT, 15)
    report("  a message, ms (10,000 in 5 minutes)", spent / COUNT, LIMIT_MS)


main()
