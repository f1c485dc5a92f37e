import os
import signal
from datetime import timedelta
from multiprocessing import get_context
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields, modules, sql_db
from odoo.modules.registry import Registry
from odoo.tests import get_db_name, tagged

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.sms.tools.sms_api import SmsApi

from .race_common import RaceCase, book_as

WORKERS = 3
ROWS = 8


def kill():
    """End this process as ``kill -9`` does: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def put_into_the_queue(env, kills, note):
    """Run our job; killed when all is written and nothing committed."""
    rows = type(env["rendezvous.notification"])
    send = rows._send

    def killed(self):
        send(self)
        self.env.flush_all()
        note(f"{len(self)} queued")
        if kills:
            kill()

    with patch.object(rows, "_send", killed):
        env["rendezvous.notification"]._cron_send()


def give_to_the_mail_server(env, kills, note):
    """Run the queue of emails; killed between the answer of the mail server and the commit."""

    def taken(self, message, **_kwargs):
        note(message["Message-Id"])
        if kills:
            kill()
        return message["Message-Id"]

    with (
        patch.object(IrMail_Server, "_connect__", lambda self, **_kwargs: None),
        patch.object(IrMail_Server, "send_email", taken),
    ):
        reminders = [("subject", "like", "Reminder")]
        env["mail.mail"].with_context(filters=reminders).process_email_queue()


def give_to_the_gateway(env, kills, note):
    """Run the queue of SMS; killed between the answer of the gateway and the commit."""

    def taken(self, messages, delivery_reports_url=False):
        numbers = [number for message in messages for number in message["numbers"]]
        note(f"{len(numbers)} sent")
        if kills:
            kill()
        return [{"uuid": number["uuid"], "state": "success"} for number in numbers]

    with patch.object(SmsApi, "_send_sms_batch", taken):
        env["sms.sms"]._process_queue()


def _work(job, kills, pipe, barrier):
    """Run in a forked process, with a connection of its own; say when the job came to its end."""
    # The parent's connections are not ours to use or close; emails leave only outside tests.
    sql_db._Pool = sql_db._Pool_readonly = None
    modules.module.current_test = None
    registry = Registry(get_db_name())
    registry._db, registry._db_readonly = sql_db.db_connect(get_db_name()), None

    def note(words):
        os.write(pipe, f"{words}\n".encode())

    try:
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            # The connection is there: all begin together.
            barrier.wait()
            job(env, kills, note)
        note("end")
    except Exception as error:
        note(repr(error))
    os._exit(0)


@tagged("post_install", "-at_install")
class TestNotificationKill(RaceCase):
    """Real processes: some are killed at the worst moment, some work at the same time."""

    def setUp(self):
        super().setUp()
        self._write("res.partner", self.made["contacts"][0], {"phone": "+33612345678"})
        self.addCleanup(self._forget_sms)

    def plan(self, channel, count=1):
        """Commit reminders that are due; return their ids."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            row = book_as(env, 0, self._question(["short"]))._prepare_notification_row(
                "reminder", channel
            )
            due = fields.Datetime.now() - timedelta(minutes=1)
            rows = env["rendezvous.notification"].create([{**row, "due": due}] * count)
            return rows.ids

    def work(self, job, kills=False, workers=1):
        """Run a job in so many processes; return what they noted."""
        reader, writer = os.pipe()
        context = get_context("fork")
        barrier = context.Barrier(workers, timeout=60)
        processes = [
            context.Process(target=_work, args=(job, kills, writer, barrier))
            for _worker in range(workers)
        ]
        for process in processes:
            process.start()
        os.close(writer)
        with os.fdopen(reader) as notes:
            lines = notes.read().split("\n")[:-1]
        for process in processes:
            process.join(60)
        self.assertEqual({p.exitcode for p in processes}, {-signal.SIGKILL if kills else 0})
        return lines

    def states(self, ids):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            rows = env["rendezvous.notification"].browse(ids)
            return rows.mapped("state"), len(rows.mail_message_id)

    def test_a_job_killed_before_its_commit_sends_nothing_and_loses_nothing(self):
        ids = self.plan("email")
        self.assertEqual(self.work(put_into_the_queue, kills=True), ["1 queued"])
        self.assertEqual(self.states(ids), (["planned"], 0))
        self.assertEqual(self.work(put_into_the_queue), ["1 queued", "end"])
        self.assertEqual(self.states(ids), (["sent"], 1))
        self.assertEqual(self.work(put_into_the_queue), ["end"])

    def test_an_email_whose_answer_was_lost_leaves_again_under_the_same_id(self):
        self.plan("email")
        self.work(put_into_the_queue)
        (first,) = self.work(give_to_the_mail_server, kills=True)
        second, end = self.work(give_to_the_mail_server)
        self.assertEqual((second, end), (first, "end"))
        self.assertEqual(self.work(give_to_the_mail_server), ["end"])

    def test_an_sms_whose_answer_was_lost_is_not_sent_again(self):
        self.plan("sms")
        self.work(put_into_the_queue)
        self.assertEqual(self.work(give_to_the_gateway, kills=True), ["1 sent"])
        self.assertEqual(self.work(give_to_the_gateway), ["end"])

    def test_workers_at_the_same_time_send_each_message_once(self):
        ids = self.plan("email", ROWS)
        notes = self.work(put_into_the_queue, workers=WORKERS)
        self.assertEqual(notes.count("end"), WORKERS)
        queued = [int(note.split()[0]) for note in notes if note != "end"]
        self.assertEqual(sum(queued), ROWS)
        self.assertEqual(self.states(ids), (["sent"] * ROWS, ROWS))

    def _forget_sms(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            rows = env["rendezvous.notification"].search([("agenda_id", "=", self.made["agenda"])])
            messages = rows.mail_message_id
            env["sms.sms"].search([("mail_message_id", "in", messages.ids)]).unlink()
