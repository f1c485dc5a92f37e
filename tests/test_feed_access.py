from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .access_common import AccessMixin
from .common import RendezvousCase, at

# Links and addresses are secrets: agents have no part in them, only planners.
SECRETS = {"planner": "rwcd", "child_admin": "rwcd", "administrator": "r"}
URL = "https://calendar.example/a.ics"


@tagged("post_install", "-at_install")
class TestFeedAccess(AccessMixin, RendezvousCase):
    """Who sees which calendar link and which outside calendar, tried for real."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tess = new_test_user(
            cls.env,
            "tess",
            groups="rendezvous.group_user",
            company_id=cls.child.id,
            company_ids=[Command.set(cls.child.ids)],
        )
        cls.technician.user_id = cls.tess

    def test_links_of_an_agenda(self):
        values = {"agenda_id": self.agenda.id}
        self.check(self.env["rendezvous.feed"].create(values), SECRETS, values)

    def test_links_of_a_technician(self):
        values = {"technician_id": self.technician.id}
        self.check(self.env["rendezvous.feed"].create(values), SECRETS, values)

    def test_links_of_contacts_are_nobody_else_s(self):
        values = {"partner_id": self.contact.id}
        self.check(self.env["rendezvous.feed"].create(values), {}, values)

    def test_outside_calendars(self):
        for owner in ({"agenda_id": self.agenda.id}, {"technician_id": self.technician.id}):
            values = {"url": URL, **owner}
            feed = self.env["rendezvous.busy.feed"].create(values)
            self.check(feed, SECRETS, {**values, "url": f"{URL}?2"})

    def test_busy_time_is_written_by_the_system_alone(self):
        feed = self.env["rendezvous.busy.feed"].create({"url": URL, "agenda_id": self.agenda.id})
        values = {"feed_id": feed.id, "start": at(9), "stop": at(10)}
        period = self.env["rendezvous.busy.period"].create(values)
        readers = dict.fromkeys(SECRETS, "r")
        self.check(period, readers, {**values, "stop": at(11)}, {"stop": at(12)})

    def test_a_technician_has_his_own_and_no_other(self):
        Feed = self.env["rendezvous.feed"].with_user(self.tess)
        mine = Feed.browse(Feed.action_mine()["res_id"])
        self.assertEqual(mine.technician_id, self.technician)
        token = mine.token
        mine.action_renew()
        self.assertNotEqual(mine.token, token)
        self.assertEqual(Feed.action_mine()["res_id"], mine.id)
        theirs = Feed.sudo().create({"agenda_id": self.agenda.id}).with_user(self.tess)
        self.attempt("technician", False, "read", lambda: theirs.read(["token"]))
        outside = self.env["rendezvous.busy.feed"].with_user(self.tess)
        self.assertTrue(outside.create({"url": URL, "technician_id": self.technician.id}))

    def test_nobody_hands_a_link_or_a_calendar_to_others(self):
        other = self.create_technician("Theo", self.sibling)
        for model, values in (("rendezvous.feed", {}), ("rendezvous.busy.feed", {"url": URL})):
            record = self.env[model].create({"technician_id": self.technician.id, **values})
            for user in (self.planner, self.tess):
                mine = record.with_user(user)
                self.attempt(
                    user.login, False, "write", lambda m=mine: m.write({"technician_id": other.id})
                )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_only_who_may_change_a_calendar_has_it_read(self):
        feed = self.env["rendezvous.busy.feed"].create({"url": URL, "agenda_id": self.agenda.id})
        for user in (self.agent, self.sibling_planner, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                feed.with_user(user).action_fetch()
