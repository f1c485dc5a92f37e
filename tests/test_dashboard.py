from datetime import date, datetime, timedelta

from .common import NOW, at
from .statistics_common import StatisticsCase

DAY = timedelta(days=1)
PAST = date(2025, 12, 29)
# What the page costs, rights and rules known: two statements each on
# appointments, days and messages, the establishments, and three for names.
DASHBOARD_QUERIES = 10


class TestDashboard(StatisticsCase):
    def data(self, company=None, period="30_days", user=None):
        self.env.flush_all()
        dashboard = self.Dashboard.with_user(user or self.planner)
        return dashboard.get_data(company.id if company else False, period)

    def tile(self, key, **narrowing):
        return next(tile for tile in self.data(**narrowing)["tiles"] if tile["key"] == key)

    def values(self, key, **narrowing):
        tile = self.tile(key, **narrowing)
        return tile["value"], tile["before"]

    def chart(self, key, **narrowing):
        return next(chart for chart in self.data(**narrowing)["charts"] if chart["key"] == key)

    def test_without_anything_the_page_says_so(self):
        data = self.data()
        self.assertTrue(data["is_empty"])
        self.assertEqual(data["table"]["rows"], [])
        self.assertEqual({tile["value"] for tile in data["tiles"]}, {0})

    def test_tiles_compare_with_the_period_before(self):
        self.past(is_online=True, attendance="attended")
        self.past(attendance="no_show")
        self.past(NOW - 40 * DAY, attendance="excused")
        self.past(NOW - 40 * DAY, state="cancelled")
        self.past(NOW - 40 * DAY, state="cancelled")
        self.assertEqual(self.values("appointments"), (2, 3))
        self.assertEqual(self.values("online"), (0.5, 0))
        self.assertEqual(self.values("no_show"), (0.5, 0))
        self.assertEqual(self.values("cancelled"), (0, 2 / 3))

    def test_a_period_begins_and_ends_with_its_days(self):
        for start in (datetime(2025, 12, 3, 23), datetime(2025, 12, 3, 22, 59)):
            self.past(start)
        self.assertEqual(self.values("appointments"), (1, 1))

    def test_occupation_and_waiting(self):
        self.past(at(9, day=PAST), lane=1)
        self.Day._fill_used(self.agenda, PAST, PAST)
        self.Day._fill_waits(self.agenda)
        self.assertEqual(self.values("fill"), (30 / 180, False))
        self.assertEqual(self.values("wait"), (0, False))
        chart = self.chart("fill")
        self.assertEqual((chart["labels"], chart["series"][0]["values"]), (["Counter"], [1 / 6]))

    def test_agendas_of_several_establishments_are_told_apart(self):
        other = self.create_agenda("Counter", self.sibling)
        self.add_openings(other)
        self.Day._fill_used(self.agenda | other, PAST, PAST)
        labels = self.chart("fill", user=self.administrator)["labels"]
        self.assertLessEqual({"Counter · Child", "Counter · Sibling"}, set(labels))

    def test_messages_sent_to_contacts_and_failed(self):
        appointment = self.past()
        for state in ("sent", "sent", "failed", "dropped", "planned"):
            self.send(appointment, state)
        self.send(appointment, "failed", NOW - 40 * DAY)
        self.assertEqual(self.values("sent"), (2, 0))
        self.assertEqual(self.values("failed"), (1, 1))

    def test_messages_to_staff_are_not_counted_among_those_to_contacts(self):
        appointment = self.past()
        for state in ("sent", "failed"):
            self.send(appointment, state)
            self.send(appointment, state, audience="staff")
        self.assertEqual((self.values("sent")[0], self.values("failed")[0]), (1, 1))

    def test_a_tile_leads_to_what_it_counts(self):
        self.past(attendance="no_show"), self.past(), self.past(state="cancelled")
        self.send(self.past(), "failed")
        self.send(self.past(), "failed", audience="staff")
        counts = {"appointments": 5, "no_show": 1, "cancelled": 1, "failed": 1, "sent": 0}
        for key, count in counts.items():
            tile = self.tile(key)
            model = self.env.ref(tile["action"]).res_model
            with self.subTest(tile=key):
                found = self.env[model].with_user(self.planner).search_count(tile["domain"])
                self.assertEqual(found, count)

    def test_a_tile_shows_there_what_it_measures(self):
        for tile in self.data()["tiles"]:
            with self.subTest(tile=tile["key"]):
                Model = self.env[self.env.ref(tile["action"]).res_model]
                self.assertLessEqual(set(tile["measures"]), {"__count", *Model._fields})
                if tile["kind"] == "number":
                    self.assertEqual(tile["measures"], ["__count"])

    def test_weeks_are_stacked_by_state(self):
        self.past(NOW - 8 * DAY), self.past(), self.past(state="cancelled")
        chart = self.chart("weeks")
        series = {one["key"]: one["values"] for one in chart["series"]}
        self.assertEqual(len(chart["dates"]), 2)
        self.assertEqual(series, {"done": [1, 1], "confirmed": [0, 0], "cancelled": [0, 1]})

    def test_attendance_leaves_cancelled_appointments_out(self):
        for attendance in ("attended", "attended", "excused", "no_show", "unknown"):
            self.past(attendance=attendance)
        self.past(state="cancelled")
        chart = self.chart("attendance")
        values = dict(zip(chart["keys"], chart["series"][0]["values"], strict=True))
        self.assertEqual(values, {"attended": 2, "excused": 1, "no_show": 1, "unknown": 1})

    def test_many_services_are_cut_and_none_is_lost(self):
        for number in range(12):
            self.past(service_id=self.service.copy({"name": f"Service {number}"}).id)
        chart = self.chart("services")
        self.assertEqual(chart["labels"][-1], "Others")
        self.assertEqual(sum(chart["series"][0]["values"]), 12)

    def test_the_parent_sees_each_establishment_and_the_child_its_own(self):
        counter = self.create_agenda("Counter", self.sibling)
        self.past(), self.past(agenda=counter), self.past(agenda=counter)
        seen = {
            (self.administrator, None): 3,
            (self.administrator, self.parent): 3,
            (self.administrator, self.child): 1,
            (self.planner, None): 1,
            (self.planner, self.child): 1,
            (self.sibling_planner, None): 2,
        }
        for (user, company), count in seen.items():
            with self.subTest(user=user.login, company=company and company.name):
                data = self.data(company, user=user)
                self.assertEqual(data["tiles"][0]["value"], count)
                self.assertEqual(sum(row[3] for row in data["table"]["rows"]), count)

    def test_one_chooses_among_the_establishments_one_sees(self):
        self.create_agenda("Counter", self.sibling)
        names = [company["name"] for company in self.data(user=self.administrator)["companies"]]
        self.assertLessEqual({"Child", "Sibling"}, set(names))
        self.assertEqual(self.data()["companies"], [{"id": self.child.id, "name": "Child"}])

    def test_the_table_has_a_line_for_each_agenda_and_month(self):
        self.past(at(9, day=PAST), lane=1, attendance="attended", is_online=True)
        self.past(NOW - DAY, state="cancelled", cancelled_by="staff")
        self.Day._fill_used(self.agenda, PAST, PAST)
        (december, january), columns = (self.data()["table"][key] for key in ("rows", "columns"))
        line = {column["label"]: cell for column, cell in zip(columns, december, strict=True)}
        self.assertEqual(december[:3], ["Child", "Counter", "2025-12"])
        self.assertEqual((line["Appointments"], line["Attended"], line["Online share"]), (1, 1, 1))
        self.assertEqual((line["Open hours"], line["Booked hours"]), (3, 0.5))
        self.assertEqual(january[2:4], ["2026-01", 1])
        self.assertEqual(january[-2:], [False, False])

    def test_an_agenda_without_appointments_has_its_line_too(self):
        self.Day._fill_used(self.agenda, PAST, PAST)
        ((_company, agenda, _month, count, *_rest),) = self.data()["table"]["rows"]
        self.assertEqual((agenda, count), ("Counter", 0))

    def test_the_columns_are_those_of_the_month(self):
        start, end = at(9, day=PAST), {"lane": 1, "attendance": "excused"}
        self.date_booking(self.past(start, **end), start - 36 * timedelta(hours=1))
        for who in ("contact", "contact", "staff"):
            row = self.past(start, state="cancelled", cancelled_by=who)
            self.date_booking(row, start - 12 * timedelta(hours=1))
        self.date_booking(self.past(start, attendance="no_show"), start - 12 * timedelta(hours=1))
        self.Day._fill_used(self.agenda, PAST, PAST)
        self.Day.search([("agenda_id", "=", self.agenda.id)]).sudo().first_wait_days = 2.5
        self.assertEqual(
            self.line(),
            {
                **{"Establishment": "Child", "Agenda": "Counter", "Month": "2025-12"},
                **{"Appointments": 5, "Online share": 0, "Lead time (days)": 0.7},
                **{"Attended": 0, "Excused": 1, "No shows": 1, "No-show rate": 0.5},
                **{"Cancelled by contacts": 2, "Cancelled by staff": 1},
                **{"Open hours": 3, "Booked hours": 0.5, "Fill rate": 1 / 6},
                "Days to the first free time": 2.5,
            },
        )

    def line(self):
        """Return the only line of the table by the names of its columns."""
        table = self.data()["table"]
        ((*cells,),) = table["rows"]
        labels = [column["label"] for column in table["columns"]]
        return dict(zip(labels, cells, strict=True))

    def cost(self):
        """Return the statements of one page whose records are not in cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.data()
        return self.env.cr.sql_log_count - before

    def test_the_page_costs_the_same_for_five_and_for_fifty_agendas(self):
        counts = []
        for number in (5, 45):
            agendas = [self.create_agenda(f"Desk {n}", self.child) for n in range(number)]
            self.many([self.vals(NOW - DAY, agenda) for agenda in agendas])
            self.Day._fill_used(self.env["rendezvous.agenda"].concat(*agendas), PAST, PAST)
            self.cost()  # rights and rules are known from here on
            counts.append(self.cost())
        self.assertEqual(counts, [DASHBOARD_QUERIES] * 2)
