from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api, fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_common import BOOKERS, RaceCase, book_as


@tagged("post_install", "-at_install")
class TestRoadConcurrency(RaceCase):
    """Twenty customers want the half-days of one technician, in his sector.

    Openings and hours are 9:00 to 12:00 and 14:00 to 17:00 UTC of one day; a
    visit takes an hour.
    """

    def test_the_last_place_of_a_half_day_has_one_winner(self):
        self._fill(2)
        self.assertHalfDay(winners=1)

    def test_a_half_day_takes_what_fits(self):
        self.assertHalfDay(winners=3)

    def test_a_day_locked_meanwhile_is_not_booked(self):
        with self.registry.cursor() as stale:
            env = api.Environment(stale, SUPERUSER_ID, {})
            env["rendezvous.agenda"].browse(self.made["agenda"]).name  # noqa: B018
            self._write("rendezvous.tour", self.made["tour"], {"is_locked": True})
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                book_as(env, 0, self._question(["hour"]))
            stale.rollback()

    def test_a_sector_taken_away_meanwhile_is_not_booked(self):
        with self.registry.cursor() as stale:
            env = api.Environment(stale, SUPERUSER_ID, {})
            env["rendezvous.agenda"].browse(self.made["agenda"]).name  # noqa: B018
            self._write("rendezvous.tour", self.made["tour"], {"sector_ids": [Command.clear()]})
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                book_as(env, 0, self._question(["hour"]))
            stale.rollback()

    def assertHalfDay(self, winners):
        """Race for the morning: the losers are offered the afternoon, nothing overlaps."""
        answers = self._run_race(services=["hour"])
        self.assertFalse([answer for answer in answers if "error" in answer])
        losers = [answer for answer in answers if "alternatives" in answer]
        self.assertEqual(len(losers), BOOKERS - winners)
        afternoon = fields.Datetime.to_datetime(self.made["start"]) + timedelta(hours=5)
        for loser in losers:
            self.assertEqual(loser["alternatives"][0], afternoon.isoformat())
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT count(*), sum(stop - start), min(start), max(stop), min(window_start)"
                " FROM rendezvous_appointment WHERE agenda_id = %s AND state = 'confirmed'",
                [self.made["agenda"]],
            )
            count, work, first, last, told = cr.fetchone()
        morning = fields.Datetime.to_datetime(self.made["start"])
        self.assertEqual((count, work), (3, timedelta(hours=3)))
        self.assertEqual((first, last, told), (morning, afternoon - timedelta(hours=2), morning))

    def _fill(self, count):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            for number in range(count):
                book_as(env, BOOKERS - 1 - number, self._question(["hour"]))

    def _build(self, env):
        made = super()._build(env)
        company = env["res.company"].browse(made["company"])
        day = fields.Datetime.to_datetime(made["start"]).date()
        sector = env["rendezvous.sector"].create(
            {"code": "RACE", "name": "Race", "postcodes": "62100", "company_id": company.id}
        )
        contacts = env["res.partner"].browse(made["contacts"])
        contacts.write({"zip": "62100", "company_id": company.id})
        technician = env["hr.employee"].browse(made["technician"])
        service = env["rendezvous.service"].create(
            {"name": "Hour", "company_id": company.id, "duration": 60, "is_published": True}
        )
        env["rendezvous.technician.hours"].create(
            {
                "employee_id": technician.id,
                "weekday": str(day.weekday()),
                "hour_from": 14,
                "hour_to": 17,
            }
        )
        agenda = env["rendezvous.agenda"].browse(made["agenda"])
        agenda.write(
            {
                "booking_mode": "window",
                "by_sector": True,
                "grid": "packed",
                "technician_ids": [Command.set(technician.ids)],
                "service_ids": [Command.link(service.id)],
                "slot_ids": [Command.create({"date": day, "hour_from": 14, "hour_to": 17})],
            }
        )
        tour = env["rendezvous.tour"].create(
            {"employee_id": technician.id, "date": day, "sector_ids": [Command.set(sector.ids)]}
        )
        return {**made, "hour": service.id, "sector": sector.id, "tour": tour.id}

    def _clean(self):
        with self.registry.cursor() as cr:
            cr.execute(
                "UPDATE rendezvous_appointment SET tour_id = NULL WHERE tour_id = %s",
                [self.made["tour"]],
            )
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["rendezvous.tour"].browse(self.made["tour"]).unlink()
        super()._clean()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["rendezvous.service"].browse(self.made["hour"]).unlink()
            env["rendezvous.sector"].browse(self.made["sector"]).unlink()
