from .statistics_common import StatisticsCase


class TestStatisticsMessages(StatisticsCase):
    """Messages are counted by what their appointments are."""

    def count(self, groupby):
        self.env.flush_all()
        rows = self.env["rendezvous.notification"].with_user(self.planner)
        domain = [("company_id", "=", self.child.id)]
        return set(rows._read_group(domain, [groupby, "state"], ["__count"]))

    def test_sent_and_failed_by_agenda_service_technician_and_month(self):
        self.agenda.technician_ids = self.technician
        visit = self.past(technician_id=self.technician.id, lane=0)
        other = self.service.copy({"name": "Other"})
        counter = self.create_agenda("Other", self.child, service_ids=[(6, 0, other.ids)])
        for appointment, state in ((visit, "sent"), (visit, "sent"), (visit, "failed")):
            self.send(appointment, state)
        self.send(self.past(agenda=counter, service_id=other.id), "sent")
        for name, mine, its in (
            ("agenda_id", self.agenda, counter),
            ("service_id", self.service, other),
            ("technician_id", self.technician, self.env["hr.employee"]),
        ):
            with self.subTest(groupby=name):
                expected = {(mine, "sent", 2), (mine, "failed", 1), (its, "sent", 1)}
                self.assertEqual(self.count(name), expected)
        months = {(month.isoformat()[:7], *rest) for month, *rest in self.count("due:month")}
        self.assertEqual(months, {("2026-01", "sent", 3), ("2026-01", "failed", 1)})
