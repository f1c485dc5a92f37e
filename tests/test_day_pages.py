from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import MONDAY, NOW, at
from .public_common import PublicCase
from .road_common import RoadCase

DAY = f"/rendezvous/day/{MONDAY}"
QUIET = ("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestDayPages(RoadCase, PublicCase):
    """The technician's day on a phone, as the server gives it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tom_user = new_test_user(
            cls.env,
            "tom",
            groups="rendezvous.group_user",
            company_id=cls.child.id,
            company_ids=[Command.set(cls.child.ids)],
        )
        cls.tom.user_id = cls.tom_user
        for user in cls.agent | cls.planner | cls.sibling_planner | cls.administrator:
            user.password = user.login
        cls.tour = cls.give(cls.sector_north)
        cls.north.phone = "+33 3 21 00 00 01"

    def setUp(self):
        super().setUp()
        self.first, self.second = self.plan(at(8)), self.plan(at(10, 15), self.south)
        self.env.flush_all()

    @property
    def tour_url(self):
        return f"/rendezvous/tour/{self.tour.id}"

    def act(self, action, visit=None, **data):
        visit = visit or self.first
        return self.post(f"/rendezvous/visit/{visit.id}", {"action": action, **data})

    def cards(self, tree):
        return [int(ident.split("_")[1]) for ident in tree.xpath("//article/@id")]

    def test_visits_in_order_with_their_exact_time(self):
        self.log_in(self.tom_user)
        tree = self.page(DAY)
        self.assertEqual(self.cards(tree), [self.first.id, self.second.id])
        text = self.words(tree)
        for words in ("10:15", "Told to the contact: between 8:00", "Boiler service", "To come"):
            self.assertIn(words, text)
        self.assertTrue(tree.xpath("//a[@href='tel:+33321000001']"))
        self.assertTrue(tree.xpath("//a[contains(@href, 'to=50.95,1.86')]"))

    def test_the_next_visit_stands_out(self):
        self.log_in(self.tom_user)
        nexts = "//article[contains(@class, 'is_next')]/@id"
        self.assertEqual(self.page(DAY).xpath(nexts), [f"visit_{self.first.id}"])
        with freeze_time(at(9)):
            self.act("finish")
            self.assertEqual(self.page(DAY).xpath(nexts), [f"visit_{self.second.id}"])

    def test_today_is_shown_by_default(self):
        self.log_in(self.tom_user)
        with freeze_time(at(7)):
            self.assertEqual(len(self.cards(self.page("/rendezvous/day"))), 2)
        self.assertEqual(NOW.date(), MONDAY - timedelta(days=3))
        self.assertFalse(self.cards(self.page("/rendezvous/day")))

    def test_an_empty_day_leads_to_the_next_visits(self):
        self.log_in(self.tom_user)
        tree = self.page("/rendezvous/day/2026-01-03")
        self.assertTrue(tree.xpath(f"//main//a[contains(@class, 'btn-primary')][@href='{DAY}']"))
        self.assertTrue(tree.xpath("//a[contains(., 'Next')][@href='/rendezvous/day/2026-01-04']"))

    def test_who_makes_no_visits_is_told_so(self):
        self.log_in(self.agent)
        self.assertIn("linked to no employee", self.words(self.page(DAY)))

    def test_each_button_records(self):
        self.log_in(self.tom_user)
        with freeze_time(at(8, 5)):
            response = self.act("start")
            self.assertEqual(response.status_code, 303)
            self.assertIn(f"{DAY}?saved={self.first.id}#visit_", response.headers["Location"])
            self.act("finish")
            self.act("note", note="Filter changed")
        with freeze_time(at(10, 20)):
            self.act("no_show", self.second)
        self.env.invalidate_all()
        self.assertEqual((self.first.attendance, self.second.attendance), ("attended", "no_show"))
        self.assertEqual(self.first.started_at, at(8, 5))
        self.assertIn("Filter changed", self.first.note)

    def test_what_was_typed_is_kept_when_it_cannot_be_saved(self):
        self.log_in(self.tom_user)
        tree = self.tree(self.act("note", note="x" * 4001))
        self.assertEqual(len(tree.xpath("//textarea")[0].text), 4001)
        self.assertIn("too long", self.words(tree, "//*[@role='alert']"))

    def test_a_refusal_is_explained_on_the_card(self):
        self.log_in(self.tom_user)
        tree = self.tree(self.act("start"))
        card = f"//article[@id='visit_{self.first.id}']//*[@role='alert']"
        self.assertIn("another day", self.words(tree, card))

    def test_a_planner_opens_and_records_the_tour_of_another(self):
        self.log_in(self.planner)
        self.assertEqual(len(self.cards(self.page(self.tour_url))), 2)
        with freeze_time(at(8)):
            response = self.act("start")
        self.assertIn(self.tour_url, response.headers["Location"])

    def test_an_agent_looks_and_does_not_touch(self):
        self.log_in(self.agent)
        tree = self.page(self.tour_url)
        self.assertEqual(len(self.cards(tree)), 2)
        self.assertFalse(tree.xpath("//main//form"))

    def test_the_parent_opens_the_tours_of_its_establishments(self):
        self.log_in(self.administrator)
        self.assertEqual(len(self.cards(self.page(self.tour_url))), 2)

    def test_staff_of_several_establishments_open_the_tours_of_each(self):
        self.sibling_planner.write({"company_ids": [Command.link(self.child.id)]})
        self.log_in(self.sibling_planner)
        self.assertEqual(len(self.cards(self.page(self.tour_url))), 2)

    @mute_logger(*QUIET)
    def test_everybody_else_is_kept_out(self):
        pages, visit = (DAY, self.tour_url), f"/rendezvous/visit/{self.first.id}"
        for user, page_codes, post_code in (
            (self.sibling_planner, (200, 404), 404),
            (self.citizen, (403, 403), 403),
            (self.agent, (200, 200), 403),
        ):
            self.log_in(user)
            with self.subTest(user=user.login):
                codes = tuple(self.get(path).status_code for path in pages)
                self.assertEqual(codes, page_codes)
                self.assertEqual(self.post(visit, {"action": "start"}).status_code, post_code)
        self.log_in(False)
        for path in pages:
            self.assertIn("/web/login", self.get(path).headers["Location"])
        self.assertIn("/web/login", self.post(visit, {"action": "start"}).headers["Location"])
        self.env.invalidate_all()
        self.assertFalse(self.first.started_at)

    @mute_logger(*QUIET)
    def test_nonsense_is_not_found(self):
        self.log_in(self.tom_user)
        for path in ("/rendezvous/day/soon", "/rendezvous/tour/999999"):
            self.assertEqual(self.get(path).status_code, 404)
        self.assertEqual(self.act("dance").status_code, 404)
        self.assertEqual(self.act("start", self.book(at(9))).status_code, 404)

    @mute_logger(*QUIET)
    def test_a_link_changes_nothing(self):
        self.log_in(self.tom_user)
        url = f"/rendezvous/visit/{self.first.id}"
        self.assertEqual(self.get(f"{url}?action=start").status_code, 405)
        self.assertEqual(self.post(url, {"action": "start"}, csrf=False).status_code, 400)
        self.env.invalidate_all()
        self.assertFalse(self.first.started_at)
