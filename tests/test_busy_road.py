from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import at
from .road_common import RoadCase


@tagged("post_install", "-at_install")
class TestBusyRoad(RoadCase):
    """What blocks Tom from eight to nine on his road, beside appointments."""

    def first(self):
        return self.half_days(online=False, technician=self.tom)[0]

    def away(self, **values):
        # Odoo takes the company of a leave from its calendar.
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Away",
                "calendar_id": self.child.resource_calendar_id.id,
                "date_from": at(8),
                "date_to": at(9),
                **values,
            }
        )

    def test_nothing(self):
        self.assertEqual(self.first(), at(8))

    def test_his_time_off(self):
        self.away(resource_id=self.tom.resource_id.id)
        self.assertEqual(self.first(), at(9))

    def test_time_off_of_another_leaves_him_free(self):
        self.away(resource_id=self.tia.resource_id.id)
        self.assertEqual(self.first(), at(8))

    def test_a_public_holiday(self):
        self.away(resource_id=False)
        self.assertEqual(self.first(), at(9))

    def test_a_meeting_in_his_calendar(self):
        self.tom.user_id = new_test_user(
            self.env,
            "tom",
            groups="base.group_user",
            company_id=self.child.id,
            company_ids=[Command.set(self.child.ids)],
        )
        values = {"name": "Meeting", "start": at(8), "stop": at(9)}
        partner = self.tom.user_id.partner_id
        self.env["calendar.event"].create({**values, "partner_ids": [Command.set(partner.ids)]})
        self.assertEqual(self.first(), at(9))

    def test_a_holiday_of_the_whole_day_closes_its_half_days(self):
        self.give(self.sector_north)
        self.assertEqual(self.half_days(), [at(8), at(13, 30)])
        self.away(resource_id=False, date_from=at(0), date_to=at(23))
        self.assertFalse(self.half_days())
