"""10,000 reminders due at once, by email and by SMS, until they have left the machine.

Our job puts them into Odoo's queues, then the jobs of the queues give them to
a mail server on this machine and to the gateway that keeps SMS. The three jobs run
one after the other, though several workers would share them. What is changed is
rolled back: each commit of the jobs is made here by a small one of its own.
"""

import re
import socketserver
import time
from collections import Counter
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Thread
from unittest.mock import patch

from measure import report

from odoo import fields
from odoo.fields import Command

env = env(context={"tracking_disable": True, "mail_create_nolog": True})  # noqa: F821
COUNT = 10_000
LIMIT_MS = 5 * 60 * 1000 / COUNT
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
def commits_elsewhere():
    """Have each commit do all that it does, on this disk too, but keep nothing."""
    with env.registry.cursor() as other:
        keep = other.commit

        def commit(cr):
            if cr is other:
                return
            cr.flush()
            other.execute("SELECT pg_logical_emit_message(true, 'bench', 'commit')")
            keep()
            cr.clear()
            cr.postcommit.run()

        with patch.object(type(env.cr), "commit", commit):
            yield


def measure(what, job, count):
    """Run a job and tell what each of its messages costs; return the seconds."""
    begin, statements = time.perf_counter(), env.cr.sql_log_count
    job()
    spent = time.perf_counter() - begin
    each = (env.cr.sql_log_count - statements) / count
    print(f"  {what}: {spent:.1f} s, {count / spent:.0f} in a second, {each:.2f} statements each")
    return spent, each


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
    Mail, Sms = env["mail.mail"], env["sms.sms"]
    print(f"{COUNT} reminders, half by email, half by SMS")
    with mail_server(), commits_elsewhere():
        steps = [
            measure("into the queues", env["rendezvous.notification"]._cron_send, COUNT),
            measure(
                "emails to the mail server",
                lambda: empty("mail.mail", Mail.process_email_queue),
                COUNT // 2,
            ),
            measure(
                "SMS to the gateway", lambda: empty("sms.sms", Sms._process_queue), COUNT // 2
            ),
        ]
    check(agenda)
    seconds = sum(spent for spent, _each in steps)
    (_queue, queued), (_mails, mailed), (_sms, texted) = steps
    report("  statements for each message, into the queues", queued, 3)
    report("  statements for each email after that", mailed, 40)
    report("  statements for each SMS after that", texted, 1)
    report("  a message, ms (10,000 in 5 minutes)", seconds * 1000 / COUNT, LIMIT_MS)
    print(f"  all have left in {seconds:.0f} s")


main()
