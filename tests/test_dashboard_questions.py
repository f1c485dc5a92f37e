from odoo.exceptions import UserError

from .statistics_common import StatisticsCase


class TestDashboardQuestions(StatisticsCase):
    """What one may ask of the dashboard, and what is refused in words."""

    def ask(self, company_id=False, period="30_days", user=None):
        return self.Dashboard.with_user(user or self.planner).get_data(company_id, period)

    def test_an_unknown_period_is_refused_kindly(self):
        for period in ("ever", "", None, 30, ["30_days"], {"code": "month"}):
            with self.subTest(period=period), self.assertRaisesRegex(UserError, "proposed periods"):
                self.ask(period=period)

    def test_what_is_no_establishment_is_refused_kindly(self):
        unknown = max(self.env["res.company"].search([]).ids) + 1000
        for company_id in ("x", "-1", -1, 1.5, True, [1], {"id": 1}, unknown, 2**31, "9" * 5000):
            for act in (self.ask, self.Dashboard.with_user(self.planner).refresh):
                with (
                    self.subTest(company_id=str(company_id)[:20], act=act.__name__),
                    self.assertRaisesRegex(UserError, "proposed establishments"),
                ):
                    act(company_id)

    def test_the_establishment_of_another_is_refused_in_the_same_words(self):
        for company in (self.sibling, self.parent):
            with self.assertRaisesRegex(UserError, "proposed establishments"):
                self.ask(company.id)

    def test_one_s_own_a_branch_or_all_are_answered(self):
        for user, company_id, answer in (
            (self.planner, self.child.id, self.child.id),
            (self.planner, str(self.child.id), self.child.id),
            (self.administrator, self.child.id, self.child.id),
            (self.administrator, self.parent.id, self.parent.id),
            (self.planner, "", False),
            (self.planner, None, False),
        ):
            with self.subTest(user=user.login, company_id=company_id):
                self.assertEqual(self.ask(company_id, user=user)["company_id"], answer)

    def test_files_are_offered_to_those_who_may_export(self):
        self.assertFalse(self.ask()["can_export"])
        self.planner.group_ids += self.env.ref("base.group_allow_export")
        self.assertTrue(self.ask()["can_export"])
