from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api, fields
from odoo.tests import tagged

from .race_common import RaceCase, book_as


@tagged("post_install", "-at_install")
class TestNotificationWorkers(RaceCase):
    """Two workers, and a kill between sending and the commit; on committed data."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            appointment = book_as(env, 0, self._question(["short"]))
            due = fields.Datetime.now() - timedelta(minutes=1)
            row = appointment._prepare_notification_row("reminder", "email")
            self.row_id = env["rendezvous.notification"].create({**row, "due": due}).id
            self.appointment_id = appointment.id

    def row(self, cr):
        env = api.Environment(cr, SUPERUSER_ID, {})
        return env["rendezvous.notification"].browse(self.row_id)

    def count_mails(self, cr):
        cr.execute(
            "SELECT count(*) FROM mail_message WHERE model = 'rendezvous.appointment'"
            " AND res_id = %s AND subject LIKE 'Reminder%%'",
            [self.appointment_id],
        )
        return cr.fetchone()[0]

    def test_a_row_that_another_worker_holds_is_passed_over(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            mine = self.row(first)._take_due(100)
            self.assertIn(self.row_id, mine.ids)
            self.assertNotIn(self.row_id, self.row(second)._take_due(100).ids)
            first.rollback()
            second.rollback()
            self.assertIn(self.row_id, self.row(second)._take_due(100).ids)

    def test_a_kill_before_the_commit_loses_nothing_and_sends_nothing(self):
        with self.registry.cursor() as killed:
            row = self.row(killed)
            row._send()
            killed.flush()
            self.assertEqual(self.count_mails(killed), 1)
            killed.rollback()
        with self.registry.cursor() as cr:
            self.assertEqual((self.row(cr).state, self.count_mails(cr)), ("planned", 0))
            self.row(cr)._send()
        with self.registry.cursor() as cr:
            self.assertEqual((self.row(cr).state, self.count_mails(cr)), ("sent", 1))

    def test_what_is_cancelled_while_the_job_looks_is_looked_at_again(self):
        taken = []
        with self.registry.cursor() as cr:
            rows = self.row(cr)
            take = type(rows)._take_due

            def cancel_in_between(self_, limit):
                if not taken:
                    taken.append(self_.search_count(self_._sendable_domain()))
                    self.cancel()
                return take(self_, limit)

            with patch.object(type(rows), "_take_due", cancel_in_between):
                rows._cron_send()
        with self.registry.cursor() as cr:
            self.assertEqual((self.row(cr).state, self.count_mails(cr)), ("dropped", 0))

    def cancel(self):
        with self.registry.cursor() as other:
            row = self.row(other)
            row.appointment_id.action_cancel()
            row._drop("The appointment was cancelled.")

    def test_a_snapshot_that_stays_behind_is_told_by_the_database(self):
        with self.registry.cursor() as stale:
            row = self.row(stale)
            self.assertEqual(row.state, "planned")
            self.cancel()
            with self.assertRaises(SerializationFailure):
                row._take_due(100)
            stale.rollback()
