from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.tools import mute_logger

from .common import NOW, at
from .equipment_common import TODAY, EquipmentCase


class TestEquipmentDue(EquipmentCase):
    def run_job(self, now=NOW):
        self.env.flush_all()
        with freeze_time(now), self.enter_registry_test_mode():
            self.env.ref("rendezvous.rendezvous_cron_equipment_due").method_direct_trigger()
        self.env.invalidate_all()

    def test_the_interval_comes_from_the_category(self):
        self.assertEqual(self.create_piece().service_interval, 12)
        self.assertEqual(self.create_piece(service_interval=6).service_interval, 6)

    def test_the_interval_comes_from_the_category_above(self):
        below = self.env["product.category"].create(
            {"name": "Gas boiler", "parent_id": self.category.id}
        )
        self.assertEqual(self.create_piece(categ_id=below.id).service_interval, 12)

    def test_no_interval_is_negative(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.create_piece(service_interval=-1)

    def test_a_new_piece_is_due_after_its_installation(self):
        piece = self.create_piece(installation_date="2024-02-29")
        self.assertEqual(piece.next_due_date, date(2025, 2, 28))

    def test_without_date_or_interval_nothing_is_due(self):
        self.assertFalse(self.create_piece().next_due_date)
        piece = self.create_piece(installation_date="2024-02-29", service_interval=0)
        self.assertFalse(piece.next_due_date)

    def test_an_intervention_done_puts_the_date_off(self):
        piece = self.create_piece(installation_date="2024-12-01")
        self.intervention(piece, at(9))
        self.assertEqual(piece.last_service_date, date(2025, 12, 16))
        self.assertEqual(piece.next_due_date, date(2026, 12, 16))

    def test_an_intervention_that_nobody_came_to_changes_nothing(self):
        piece = self.create_piece(installation_date="2024-12-01")
        self.intervention(piece, at(9), attended=False)
        self.assertEqual(piece.next_due_date, date(2025, 12, 1))

    def test_the_latest_intervention_counts(self):
        piece = self.create_piece(installation_date="2024-12-01")
        for hour in (9, 10):
            self.intervention(piece, at(hour))
        self.make_past(piece.appointment_ids[-1:], 100)
        piece.modified(["former_service_date"])
        self.assertEqual(piece.last_service_date, date(2025, 12, 16))

    def test_a_date_typed_by_hand_stays_until_the_next_service(self):
        piece = self.create_piece(installation_date="2024-12-01")
        piece.next_due_date = "2026-06-01"
        self.assertEqual(piece.next_due_date, date(2026, 6, 1))
        self.book(at(11), equipment_id=piece.id)
        piece.service_interval = 24
        self.assertEqual(piece.next_due_date, date(2026, 6, 1))
        self.intervention(piece, at(9))
        self.assertEqual(piece.next_due_date, date(2027, 12, 16))

    def test_a_date_given_when_it_is_made_stays(self):
        piece = self.create_piece(installation_date="2024-12-01", next_due_date="2026-06-01")
        self.assertEqual(piece.next_due_date, date(2026, 6, 1))

    def test_a_date_emptied_is_computed_again(self):
        piece = self.create_piece(installation_date="2024-12-01", next_due_date="2026-06-01")
        piece.next_due_date = False
        piece.flush_recordset()
        self.assertEqual(piece.next_due_date, date(2025, 12, 1))

    def test_the_list_goes_thirty_days_ahead(self):
        last = self.create_piece(next_due_date=TODAY + timedelta(days=30))
        later = self.create_piece(next_due_date=TODAY + timedelta(days=31))
        self.assertTrue(last.is_due)
        self.assertFalse(later.is_due)

    def test_the_setting_says_how_far_the_list_goes(self):
        piece = self.create_piece(next_due_date=TODAY + timedelta(days=31))
        self.env["ir.config_parameter"].set_param("rendezvous.equipment_due_days", "31")
        self.run_job()
        self.assertTrue(piece.is_due)

    def test_the_passing_day_makes_a_piece_due(self):
        piece = self.create_piece(next_due_date=TODAY + timedelta(days=31))
        self.run_job()
        self.assertFalse(piece.is_due)
        self.run_job(NOW + timedelta(days=1))
        self.assertTrue(piece.is_due)

    def test_what_is_not_in_service_is_not_due(self):
        for values in ({"state": "declared"}, {"state": "removed"}, {"active": False}):
            piece = self.create_piece(next_due_date=TODAY, **values)
            self.run_job()
            self.assertFalse(piece.is_due, values)

    def test_what_has_an_appointment_is_not_due_until_it_is_missed(self):
        piece = self.create_piece(next_due_date=TODAY)
        appointment = self.book(at(9), equipment_id=piece.id)
        self.assertFalse(piece.is_due)
        self.run_job()
        self.assertFalse(piece.is_due)
        appointment.action_cancel()
        self.assertTrue(piece.is_due)

    def test_the_job_asks_as_much_of_one_piece_as_of_thirty(self):
        counts = []
        for number in (1, 29):
            pieces = self.env["rendezvous.equipment"]
            for _each in range(number):
                pieces |= self.create_piece(next_due_date=TODAY)
            self.env.flush_all()
            self.env.cr.execute("UPDATE rendezvous_equipment SET is_due = FALSE")
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            pieces._cron_flag_due()
            counts.append(self.env.cr.sql_log_count - before)
        # The first one also reads the clock of the user.
        self.assertLessEqual(counts[1], counts[0])

    def test_the_list_due_shows_what_is_due(self):
        piece = self.create_piece(next_due_date=TODAY)
        found = piece.with_user(self.agent).search([("is_due", "=", True)])
        self.assertEqual(found, piece)
