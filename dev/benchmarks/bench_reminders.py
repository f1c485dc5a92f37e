"""2,000 reminders due at once, by email and by SMS: how many leave in a second, at what cost."""

import time
from datetime import datetime, timedelta

from measure import report

from odoo import fields
from odoo.fields import Command

env = env(context={"tracking_disable": True, "mail_create_nolog": True})  # noqa: F821
COUNT = 2_000
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


def main():
    agenda = make_world()
    Notification = env["rendezvous.notification"]
    begin, statements = time.perf_counter(), env.cr.sql_log_count
    while rows := Notification._take_due(100):
        rows._send()
        # What the commit of each batch does to the cache.
        env.flush_all()
        env.invalidate_all()
    spent = time.perf_counter() - begin
    statements = env.cr.sql_log_count - statements
    sent = Notification.search_count([("agenda_id", "=", agenda.id), ("state", "=", "sent")])
    assert sent == COUNT, sent
    print(f"{COUNT} reminders, half by email: {COUNT / spent:.0f} in a second")
    report("  statements for each message", statements / COUNT, 3)
    report("  a message, ms (10,000 in 5 minutes)", spent * 1000 / COUNT, LIMIT_MS)


main()
