from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged, users
from odoo.tools import mute_logger

from .common import RendezvousCase


@tagged("post_install", "-at_install")
class TestTechnicians(RendezvousCase):
    """The screen of technicians: what planners set without reading employees' files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tess = cls.env["rendezvous.technician"].browse(cls.technician.id)
        cls.agenda.technician_ids = cls.technician

    def line(self, day, kind, technician=None):
        """Return in words the bars of one kind on one day of the picture."""
        lines = (technician or self.tess).rendezvous_week["days"][day]["lines"]
        return next(line["words"] for line in lines if line["kind"] == kind)

    @users("planner")
    def test_a_planner_sets_the_hours(self):
        with Form(self.tess.with_env(self.env)) as form:
            with form.web_hours_ids.new() as hours:
                hours.weekday = "0"
                hours.hour_to = 11
            with form.ordinary_hours_ids.new() as hours:
                hours.weekday = "0"
        web, ordinary = self.technician.sudo().technician_hours_ids.sorted("hour_to")
        self.assertEqual((web.hour_to, web.online), (11, True))
        self.assertEqual((ordinary.hour_to, ordinary.online), (12, False))

    @users("planner", "agent")
    def test_who_is_no_hr_officer_reads_the_names_of_an_agenda(self):
        self.env.invalidate_all()
        spec = {"technician_ids": {"fields": {"display_name": {}}}}
        [agenda] = self.agenda.with_env(self.env).web_read(spec)
        self.assertEqual([t["display_name"] for t in agenda["technician_ids"]], ["Tess"])

    @users("planner")
    def test_the_picture_follows_while_typing(self):
        form = Form(self.tess.with_env(self.env))
        with form.web_hours_ids.new() as hours:
            hours.weekday = "1"
            hours.hour_to = 11
        lines = form.rendezvous_week["days"][1]["lines"]
        self.assertEqual([line["words"] for line in lines], ["", "9:00–11:00", "9:00–12:00"])

    def test_both_sides_see_the_same_hours(self):
        self.add_hours(self.technician, weekdays="0")
        self.add_hours(self.technician, 8, 18, weekdays="0", online=False)
        for side in (self.tess, self.technician):
            self.assertEqual(side.web_hours_ids.mapped("hour_to"), [12])
            self.assertEqual(side.ordinary_hours_ids.mapped("hour_to"), [18])

    @users("planner")
    def test_a_planner_says_what_they_can_do_and_where_the_day_begins(self):
        place = self.contact.sudo()
        tess = self.tess.with_env(self.env)
        tess.write({"service_ids": [Command.set(self.service.ids)], "departure_id": place.id})
        tess.return_id = place
        employee = self.technician.sudo()
        self.assertEqual(employee.rendezvous_service_ids, self.service)
        self.assertEqual(employee.rendezvous_departure_id, place)
        self.assertEqual(employee.rendezvous_return_id, place)

    @users("planner")
    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_an_address_that_the_planner_does_not_see_is_refused(self):
        values = {"name": "Theirs", "company_id": self.sibling.id}
        theirs = self.env["res.partner"].sudo().create(values)
        with self.assertRaises(AccessError):
            self.tess.with_env(self.env).departure_id = theirs.id

    def test_web_hours_within_ordinary_ones_are_no_overlap(self):
        web = self.add_hours(self.technician, weekdays="0")
        ordinary = self.add_hours(self.technician, 8, 18, weekdays="0", online=False)
        self.assertFalse((web | ordinary).filtered("overlap"))
        ordinary.online = True
        web.invalidate_recordset(["overlap"])
        self.assertTrue(web.overlap)

    def test_the_picture_spans_the_earliest_and_the_latest_hour(self):
        self.add_hours(self.technician, 7.5, 10, weekdays="2")
        self.add_hours(self.technician, 8, 18.5, weekdays="2", online=False)
        week = self.tess.rendezvous_week
        self.assertEqual((week["first"], week["last"]), (7, 19))
        self.assertEqual(self.line(2, "web"), "7:30–10:00")
        self.assertEqual(self.line(2, "ordinary"), "8:00–18:30")
        self.assertEqual(self.line(2, "opening"), "9:00–12:00")
        self.assertEqual(self.line(6, "web"), "")

    def test_hours_that_touch_are_one_bar_and_past_ones_none(self):
        self.add_hours(self.technician, 9, 12, weekdays="0")
        self.add_hours(self.technician, 12, 14, weekdays="0")
        self.add_hours(self.technician, 16, 18, weekdays="0", date_until=date(2026, 1, 1))
        self.assertEqual(self.line(0, "web"), "9:00–14:00")

    def test_an_empty_week_is_still_drawn(self):
        theo = self.create_technician("Theo", self.child)
        week = self.env["rendezvous.technician"].browse(theo.id).rendezvous_week
        self.assertEqual((week["first"], week["last"], len(week["days"])), (8, 18, 7))

    @users("planner")
    def test_the_working_schedule_becomes_the_ordinary_hours(self):
        self.add_hours(self.technician.sudo(), 20, 21, weekdays="0", online=False)
        self.add_hours(self.technician.sudo(), 9, 12, weekdays="0")
        self.tess.with_env(self.env).action_take_schedule()
        self.assertEqual(self.line(0, "ordinary"), "8:00–12:00, 13:00–17:00")
        self.assertEqual(self.line(5, "ordinary"), "")
        self.assertEqual(self.line(0, "web"), "9:00–12:00")

    def test_a_schedule_without_hours_says_so(self):
        self.technician.resource_calendar_id.attendance_ids.unlink()
        with self.assertRaisesRegex(UserError, "Tess has no hours"):
            self.tess.action_take_schedule()

    def test_an_hr_officer_sets_the_same_hours_on_the_employee(self):
        officer = new_test_user(
            self.env,
            "officer",
            groups="hr.group_hr_user,rendezvous.group_planner",
            company_id=self.child.id,
            company_ids=[Command.set(self.child.ids)],
        )
        employee = self.technician.with_user(officer).with_company(self.child)
        employee.write({"web_hours_ids": [Command.create({"weekday": "3"})]})
        self.assertEqual(self.line(3, "web"), "9:00–12:00")
        self.assertEqual(self.line(3, "web", employee), "9:00–12:00")
        action = employee.action_copy_week()
        self.assertEqual(action["context"], {"default_source_id": self.technician.id})

    @users("planner")
    def test_the_list_sums_the_web_hours_and_finds_who_has_none(self):
        Technician = self.env["rendezvous.technician"]
        none = [("web_hours_ids", "=", False), ("id", "=", self.tess.id)]
        self.assertTrue(Technician.search(none))
        self.add_hours(self.technician.sudo(), 9, 12.5)
        self.assertFalse(Technician.search(none))
        self.assertEqual(self.tess.with_env(self.env).week_words, "17.5 h")
