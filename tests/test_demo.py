from datetime import timedelta

from odoo import fields
from odoo.modules.module import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools.convert import convert_file


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """The demonstration, loaded as an installation with demo data loads it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.env["res.lang"]._activate_lang("fr_FR")
        if not cls.record("company_union"):
            for path in Manifest.for_addon("rendezvous")["demo"]:
                # The terms of all modules would take longer than all the rest.
                if path != "demo/res_lang_demo.xml":
                    convert_file(cls.env, "rendezvous", path, {}, mode="init", noupdate=True)
            cls.env.flush_all()

    @classmethod
    def record(cls, name):
        return cls.env.ref(f"rendezvous.demo_{name}", raise_if_not_found=False)

    def services(self):
        company = self.record("company_union")
        return self.env["rendezvous.service"].search([("company_id", "=", company.id)], limit=100)

    def week(self, agenda, states=("confirmed", "done")):
        """Return the appointments of the seven days from today."""
        today = fields.Datetime.now().replace(hour=0, minute=0)
        return agenda.appointment_ids.filtered(
            lambda a: a.state in states and today <= a.start < today + timedelta(days=7)
        )

    def test_every_service_can_be_booked(self):
        for service in self.services():
            with self.subTest(service=service.name):
                self.assertTrue(service._first_available(online=service.audience != "staff"))

    def test_one_service_is_offered_by_every_establishment(self):
        first = self.record("service_identity")._first_available()
        agendas = self.env["rendezvous.agenda"].browse(first)
        town_halls = self.record("company_union").child_ids - self.record("company_energy")
        self.assertEqual(agendas.company_id, town_halls)

    def test_one_agenda_is_nearly_full(self):
        agenda = self.record("agenda_identity")
        now = fields.Datetime.now()
        free = self.record("service_identity")._available_slots(
            now, now + timedelta(days=7), agendas=agenda, online=False
        )
        self.assertGreater(len(self.week(agenda)), 4 * len(free))

    def test_one_establishment_is_closed_next_week(self):
        closure = self.record("closure_rochebrune")
        slots = self.record("service_identity")._available_slots(
            closure.start, closure.stop, agendas=self.record("agenda_rochebrune"), online=False
        )
        self.assertFalse(slots)

    def test_the_citizen_has_a_history(self):
        appointments = self.env["rendezvous.appointment"].search(
            # What is offered to the citizen is no appointment yet.
            [("partner_id", "=", self.record("partner_citizen").id), ("state", "!=", "held")],
            limit=50,
        )
        self.assertEqual(set(appointments.mapped("state")), {"confirmed", "cancelled", "done"})
        recorded = {"unknown", "attended", "no_show", "excused"}
        self.assertEqual(set(appointments.mapped("attendance")), recorded)

    def test_no_message_waits_for_an_invented_reader(self):
        domain = [("model", "=", "rendezvous.appointment"), ("state", "=", "outgoing")]
        self.assertFalse(self.env["mail.mail"].search_count(domain, limit=1))

    def test_the_roles_work_where_they_belong(self):
        town_hall, union = self.record("company_valombre"), self.record("company_union")
        self.assertEqual(self.record("user_agent").company_ids, town_hall)
        self.assertEqual(self.record("user_planner").company_ids, town_hall)
        self.assertEqual(self.record("user_admin").company_ids, union | union.child_ids)
        self.assertTrue(self.record("user_citizen")._is_portal())

    def test_services_speak_french(self):
        service = self.record("service_identity").with_context(lang="fr_FR")
        self.assertEqual(service.name, "Carte d’identité ou passeport")

    def test_the_states_of_portal_accounts_are_shown(self):
        states = {
            name: self.record(f"partner_{name}").rendezvous_portal_state
            for name in ("invited", "withdrawn", "colleague")
        }
        self.assertEqual(
            states, {"invited": "invited", "withdrawn": "withdrawn", "colleague": "none"}
        )

    def test_a_manager_sees_the_appointment_of_a_colleague(self):
        seen = self.env["rendezvous.appointment"].with_user(self.record("user_manager")).search([])
        partners = self.record("partner_manager") | self.record("partner_colleague")
        self.assertEqual(seen.sudo().partner_id, partners)

    def test_technicians_have_two_weeks_of_tours(self):
        road = self.record("agenda_road")
        self.assertEqual(len(road.technician_ids), 6)
        self.assertEqual(self.env["rendezvous.sector"].search_count([], limit=20), 8)
        tours = self.env["rendezvous.tour"].search([("employee_id", "in", road.technician_ids.ids)])
        self.assertGreaterEqual(len(set(tours.mapped("date"))), 8)
        self.assertGreater(len(tours.sector_ids), 6)
        visits = tours.appointment_ids
        self.assertGreater(len(visits), 100)
        self.assertTrue(all(visits.mapped("sector_id")))
        # No visit has changed what the planner gave.
        self.assertFalse(tours.filtered(lambda t: t.sector_ids != t.planned_sector_ids))

    def test_half_days_are_free_and_some_full(self):
        now = fields.Datetime.now()
        service = self.record("service_boiler")
        slots = service._available_slots(now, now + timedelta(days=14))
        self.assertTrue(slots)
        self.assertTrue(all((slot.stop - slot.start).seconds == 4 * 3600 for slot in slots))

    def test_the_customers_have_equipment_and_prices(self):
        piece = self.record("equipment_citizen")
        self.assertTrue(piece.next_due_date)
        self.assertAlmostEqual(self.record("service_boiler").price_total, 129.80)
        self.assertTrue(self.record("agenda_road").appointment_ids.equipment_id)
        company = self.record("company_union")
        self.assertTrue(self.env["rendezvous.request"].search([("company_id", "=", company.id)]))

    def test_some_wait_and_one_has_an_offer(self):
        company = self.record("company_union")
        entries = self.env["rendezvous.waitlist.entry"].search(
            [("service_id.company_id", "=", company.id)]
        )
        self.assertLessEqual({"waiting", "offered"}, set(entries.mapped("state")))
        self.assertTrue(entries.filtered(lambda entry: entry.state == "waiting" and entry.outcome))

    def test_the_dashboard_has_figures_of_counters_and_of_technicians(self):
        for name in ("identity", "social", "road"):
            agenda = self.record(f"agenda_{name}")
            days = self.env["rendezvous.statistics.day"].search([("agenda_id", "=", agenda.id)])
            with self.subTest(agenda=name):
                self.assertGreater(sum(days.mapped("booked_minutes")), 0)
                self.assertEqual(days.technician_id & agenda.technician_ids, days.technician_id)

    def test_planners_may_export_and_agents_may_not(self):
        allowed = {"planner": True, "dispatcher": True, "admin": True, "agent": False}
        for name, may in allowed.items():
            dashboard = self.env["rendezvous.dashboard"].with_user(self.record(f"user_{name}"))
            with self.subTest(user=name):
                self.assertEqual(dashboard._can_export(), may)
