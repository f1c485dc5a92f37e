from psycopg2.errors import CheckViolation

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import RendezvousCase

ALL_MONTHS = "1,2,3,4,5,6,7,8,9,10,11,12"


@tagged("post_install", "-at_install")
class TestAgendaOnline(RendezvousCase):
    """What an agenda opens online: its own settings, or the establishment's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.settings = cls.env["rendezvous.booking.settings"].browse(cls.child.id)
        cls.road = cls.create_agenda("On the road", cls.child, by_sector=True)

    def assertOpens(self, agenda, months, weekdays, horizon, blank):
        self.assertEqual(
            (
                agenda.open_months,
                agenda.open_weekdays,
                agenda.horizon,
                agenda.allow_blank_days,
            ),
            (months, weekdays, horizon, blank),
        )

    def test_counters_keep_to_themselves(self):
        self.child.write({"rendezvous_horizon": 7, "rendezvous_open_months": "1"})
        self.assertFalse(self.agenda.follows_establishment)
        self.assertOpens(self.agenda, ALL_MONTHS, "0,1,2,3,4,5,6", 60, True)

    def test_new_agendas_on_the_road_open_on_working_days_of_all_months(self):
        self.assertTrue(self.road.follows_establishment)
        self.assertOpens(self.road, ALL_MONTHS, "0,1,2,3,4", 60, True)

    def test_half_days_are_on_the_road_and_follow(self):
        self.assertTrue(
            self.create_agenda("Half-days", self.child, booking_mode="window").follows_establishment
        )

    @users("planner")
    def test_what_a_planner_sets_opens_the_agendas_that_follow(self):
        self.settings.with_env(self.env).write(
            {
                "open_months": "1,2",
                "open_weekdays": "0",
                "horizon": 14,
                "allow_blank_days": False,
            }
        )
        self.assertOpens(self.road, "1,2", "0", 14, False)

    def test_agendas_of_a_sibling_stay_as_they_are(self):
        theirs = self.create_agenda("Theirs", self.sibling, by_sector=True)
        self.settings.horizon = 14
        self.assertEqual(theirs.horizon, 60)

    def test_one_that_no_longer_follows_keeps_what_it_had(self):
        self.settings.horizon = 14
        self.road.follows_establishment = False
        self.settings.horizon = 30
        self.assertEqual(self.road.horizon, 14)

    def test_one_that_follows_again_takes_the_settings(self):
        self.road.horizon = 5
        self.assertFalse(self.road.follows_establishment)
        self.road.follows_establishment = True
        self.assertEqual(self.road.horizon, 60)

    def test_settings_given_at_creation_are_its_own(self):
        own = self.create_agenda("Own", self.child, by_sector=True, horizon=0)
        self.assertFalse(own.follows_establishment)
        self.assertOpens(own, ALL_MONTHS, "0,1,2,3,4,5,6", 0, True)

    def test_who_asks_to_follow_gives_none_of_its_own(self):
        self.road.write({"follows_establishment": True, "horizon": 5})
        self.assertEqual(self.road.horizon, 60)

    def test_an_existing_agenda_put_on_the_road_keeps_its_settings(self):
        self.agenda.write({"horizon": 5})
        self.agenda.by_sector = True
        self.assertFalse(self.agenda.follows_establishment)
        self.assertEqual(self.agenda.horizon, 5)

    def test_the_copy_of_an_agenda_opens_like_it(self):
        self.agenda.horizon = 5
        self.settings.horizon = 14
        own, following = self.agenda.copy(), self.road.copy()
        self.assertEqual((own.horizon, own.follows_establishment), (5, False))
        self.assertEqual((following.horizon, following.follows_establishment), (14, True))
        self.assertTrue(following.by_sector)

    @users("planner")
    def test_the_form_shows_what_a_new_agenda_will_open(self):
        self.child.sudo().rendezvous_horizon = 14
        form = Form(self.env["rendezvous.agenda"].with_company(self.child))
        self.assertEqual(form.horizon, 60)
        form.name = "New"
        form.by_sector = True
        self.assertTrue(form.follows_establishment)
        self.assertEqual(form.horizon, 14)
        with self.assertRaises(AssertionError):
            form.horizon = 5
        self.assertEqual(form.save().horizon, 14)

    @users("planner")
    def test_the_agenda_leads_to_the_settings(self):
        action = self.road.with_env(self.env).action_view_booking_settings()
        self.assertEqual(action["res_id"], self.child.id)
        self.assertEqual(self.settings.with_env(self.env).agenda_ids, self.road)

    def test_month_thirteen_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "1 to 12"):
            self.settings.open_months = "13"

    def test_weekday_seven_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "0 to 6"):
            self.settings.open_weekdays = "0,7"

    def test_negative_days_are_refused(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.settings.horizon = -1
            self.env.flush_all()
