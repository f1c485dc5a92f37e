"""10,000 reminders due at once, by email and by SMS, until they have left the machine.

Two workers do the scheduled jobs as they do on a server of two cores: ours puts the
reminders into Odoo's queues, those of the queues give emails to a mail server on
this machine and SMS to the gateway that keeps them. Time is the clock's.
"""

import re
import socketserver
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import measure

from odoo import fields
from odoo.fields import Command

env = env(context={"tracking_disable": True, "mail_create_nolog": True})  # noqa: F821
COUNT = 10_000
WORKERS = 2
WORKER = Path(measure.__file__).with_name("cron_worker.py")
QUEUE_JOBS = ("mail.ir_cron_mail_scheduler_action", "sms.ir_cron_sms_scheduler_action")
PAUSE_SECONDS = 0.5
LIMIT_SECONDS = 5 * 60 * COUNT / 10_000
# An email takes 25 of its own: Odoo commits after each, and notes how far the job is.
LIMIT_STATEMENTS = 15
MESSAGE_ID = re.compile(rb"^Message-Id: (.+?)\r\n", re.IGNORECASE | re.MULTILINE)


class MailServer(socketserver.StreamRequestHandler):
    """As much SMTP as a mail server needs to take emails; the class counts them by id."""

    taken = Counter()

    def handle(self):
        self.say(b"220 bench")
        for line in self.rfile:
            command = line[:4].upper()
            if command == b"DATA":
                self.say(b"354 go on")
                self.take()
            self.say(b"221 bye" if command == b"QUIT" else b"250 ok")
            if command == b"QUIT":
                return

    def say(self, words):
        self.wfile.write(words + b"\r\n")

    def take(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.taken[MESSAGE_ID.search(b"".join(lines))[1]] += 1


@contextmanager
def mail_server():
    """Have emails sent to a mail server here, and to no other, once it is committed."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailServer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        env["ir.mail_server"].search([]).active = False
        env["ir.mail_server"].create(
            {
                "name": "Bench",
                "smtp_host": "127.0.0.1",
                "smtp_port": server.server_address[1],
                "smtp_encryption": "none",
            }
        )
        yield
        server.shutdown()


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


def make_establishment():
    parent = env["res.company"].create({"name": "Bench parent"})
    child = env["res.company"].create({"name": "Bench child", "parent_id": parent.id})
    (parent | child).write({"email": "bench@example.com", "rendezvous_sms_test": True})
    return parent, child


def make_world():
    """Make one appointment for each contact, with a reminder due by email and one by SMS."""
    parent, child = make_establishment()
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


@contextmanager
def workers():
    """Have workers of scheduled jobs ready; end them, and print their SQL statements."""
    command = [sys.executable, WORKER, env.cr.dbname]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    started = [subprocess.Popen(command, **pipes) for _number in range(WORKERS)]
    for worker in started:
        assert worker.stdout.readline() == "ready\n"
    yield
    statements = sum(int(worker.communicate()[0]) for worker in started)
    measure.report("  SQL statements for each message", statements / COUNT, LIMIT_STATEMENTS)


def left():
    """Return how many have not left, with what is committed by now."""
    env.cr.rollback()
    mails, texts = (
        env[queue].search_count([("state", "=", "outgoing")]) for queue in ("mail.mail", "sms.sms")
    )
    planned = env["rendezvous.notification"].search_count([("state", "=", "planned")])
    return planned + mails + texts


def wait():
    """Let the jobs begin; return the seconds until everything has left."""
    env.ref("rendezvous.rendezvous_cron_send_notifications").write(
        {"active": True, "nextcall": fields.Datetime.now()}
    )
    env.cr.commit()
    begin = time.perf_counter()
    while left():
        time.sleep(PAUSE_SECONDS)
        assert time.perf_counter() - begin < 3 * LIMIT_SECONDS, f"{left()} are left"
    return time.perf_counter() - begin


def check(agenda):
    """Everything left once, and nothing waits."""
    rows = env["rendezvous.notification"].search([("agenda_id", "=", agenda.id)])
    assert Counter(rows.mapped("state")) == {"sent": COUNT}, Counter(rows.mapped("state"))
    assert len(MailServer.taken) == COUNT // 2, len(MailServer.taken)
    assert set(MailServer.taken.values()) == {1}, "an email left twice"
    texts = env["rendezvous.sms.outbox"].search([("company_id", "=", agenda.company_id.id)])
    numbers = Counter(texts.mapped("number"))
    assert len(numbers) == COUNT // 2, len(numbers)
    assert set(numbers.values()) == {1}, "an SMS left twice"
    statuses = set(rows.mail_message_id.notification_ids.mapped("notification_status"))
    assert statuses <= {"sent", "pending"}, statuses


def main():
    agenda = make_world()
    print(f"{COUNT} reminders, half by email, half by SMS, {WORKERS} workers")
    with mail_server():
        # Nothing but what is measured.
        env["ir.cron"].search([]).active = False
        for job in QUEUE_JOBS:
            env.ref(job).active = True
        env.cr.commit()
        with workers():
            seconds = wait()
    check(agenda)
    print(f"  {COUNT / seconds:.0f} messages a second")
    measure.report("  seconds until all have left", seconds, LIMIT_SECONDS)


main()
