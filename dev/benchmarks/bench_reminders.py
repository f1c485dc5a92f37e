"""10,000 reminders due at once, by email and by SMS, until they have left the machine.

Our job puts them into Odoo's queues, then the jobs of the queues give them to
a mail server on this machine and to the gateway that keeps SMS. What is changed is
rolled back: each commit of the jobs is made here by a small one of its own. The
machine's speed is taken every so many commits, and its share left out.

The jobs are measured one after the other. On two cores two workers share them:
one gives emails to the mail server as soon as a batch is in the queue, the other
fills the queues and gives SMS to the gateway.
"""

import re
import socketserver
import statistics
import time
from collections import Counter
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from threading import Thread
from unittest.mock import patch

from measure import USUAL_CALIBRATION, calibrate, report, spent_ms

from odoo import fields
from odoo.fields import Command

env = env(context={"tracking_disable": True, "mail_create_nolog": True})  # noqa: F821
COUNT = 10_000
LIMIT_SECONDS = 5 * 60 * COUNT / 10_000
COMMITS_BETWEEN = 50
# What our job puts into the queues between two commits.
BATCHES = COUNT / 100
# Statements for each message: into the queues, to the mail server, to the gateway.
LIMITS = (2, 20, 1)
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
    """Have emails sent to a mail server here, and to no other."""
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
def commits_elsewhere(speeds):
    """Have each commit do all that it does, on this disk too, but keep nothing."""
    with env.registry.cursor() as other:
        keep, commits = other.commit, count()

        def commit(cr):
            if cr is other:
                return
            cr.flush()
            other.execute("SELECT pg_logical_emit_message(true, 'bench', 'commit')")
            keep()
            cr.clear()
            cr.postcommit.run()
            if next(commits) % COMMITS_BETWEEN == 0:
                speeds.append(spent_ms(lambda: calibrate(other)))

        with patch.object(type(env.cr), "commit", commit):
            yield


def measure(what, job, messages):
    """Run a job; return its seconds on a machine of usual speed, and statements a message."""
    speeds = []
    begin, statements = time.perf_counter(), env.cr.sql_log_count
    with commits_elsewhere(speeds):
        job()
    spent = time.perf_counter() - begin - sum(speeds) / 1000
    statements = (env.cr.sql_log_count - statements) / messages
    usual = spent * USUAL_CALIBRATION / statistics.median(speeds)
    print(f"  {what}: {usual:.0f} s ({spent:.0f} s as measured), {statements:.2f} statements each")
    return usual, statements


def empty(queue, job):
    """Run the job of a queue as often as the scheduler would, until nothing waits."""
    while env[queue].search_count([("state", "=", "outgoing")]):
        job()


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
    jobs = [
        ("into the queues", COUNT, env["rendezvous.notification"]._cron_send),
        (
            "emails to the mail server",
            COUNT // 2,
            lambda: empty("mail.mail", env["mail.mail"].process_email_queue),
        ),
        (
            "SMS to the gateway",
            COUNT // 2,
            lambda: empty("sms.sms", env["sms.sms"]._process_queue),
        ),
    ]
    print(f"{COUNT} reminders, half by email, half by SMS")
    with mail_server():
        steps = [measure(what, job, messages) for what, messages, job in jobs]
    check(agenda)
    for (what, _count, _job), (_usual, statements), limit in zip(jobs, steps, LIMITS, strict=True):
        report(f"  statements for each message, {what}", statements, limit)
    seconds = [usual for usual, _statements in steps]
    print(f"  all have left in {sum(seconds):.0f} s, one job after the other")
    report("  all have left, by two workers, seconds", by_two_workers(*seconds), LIMIT_SECONDS)


def by_two_workers(queued, mailed, texted):
    """Return when the later of two workers is done."""
    of_emails = max(queued / BATCHES + mailed, queued + mailed / BATCHES)
    return max(of_emails, queued + texted)


main()
