from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import NOW, RendezvousCase, at

RULES = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


class EstablishmentCase(RendezvousCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.their_agenda = cls.create_agenda("Theirs", cls.sibling)
        cls.add_openings(cls.their_agenda, weekdays="2")

        def user(login, group, companies):
            return new_test_user(
                cls.env,
                login,
                groups=group,
                company_id=companies[0].id,
                company_ids=[Command.set(companies.ids)],
            )

        cls.child_admin = user(
            "child_admin", "rendezvous.group_admin,base.group_erp_manager", cls.child
        )
        cls.parent_admin = user(
            "parent_admin", "rendezvous.group_admin,base.group_erp_manager", cls.parent
        )
        cls.parent_agent = user("parent_agent", "rendezvous.group_user", cls.parent)

    def assertRefused(self, act):
        with self.assertRaises(AccessError), mute_logger(*RULES), self.env.cr.savepoint():
            act()
            self.env.flush_all()


class TestParentAndChildren(EstablishmentCase):
    """The table of parent and children, line by line; see test_access.py for every operation."""

    def test_users_and_rights_are_set_on_the_parent(self):
        user = self.agent.with_user(self.parent_admin)
        user.name = "Renamed"
        user.group_ids = [Command.link(self.env.ref("rendezvous.group_planner").id)]
        new_test_user(self.env(user=self.parent_admin), "made", company_id=self.parent.id)
        self.assertTrue(self.agent.has_group("rendezvous.group_planner"))

    def test_a_child_reads_users_and_rights_and_changes_none(self):
        user = self.agent.with_user(self.child_admin)
        self.assertEqual(user.name, self.agent.name)
        self.assertRefused(lambda: user.write({"name": "Renamed"}))
        planner = self.env.ref("rendezvous.group_planner").with_user(self.child_admin)
        self.assertRefused(lambda: planner.write({"user_ids": [Command.link(self.agent.id)]}))
        self.assertRefused(
            lambda: user.create(
                {
                    "name": "New",
                    "login": "new",
                    "company_id": self.child.id,
                    "company_ids": [Command.set(self.child.ids)],
                }
            )
        )
        self.assertRefused(user.unlink)

    def test_a_child_still_sets_its_own_preferences(self):
        self.child_admin.with_user(self.child_admin).write({"signature": "<p>Best regards</p>"})
        self.assertIn("Best regards", self.child_admin.signature)

    def test_services_are_the_parents_to_publish_and_the_childs_to_read(self):
        self.service.with_user(self.parent_admin).is_published = False
        service = self.service.with_user(self.child_admin)
        self.assertFalse(service.is_published)
        self.assertRefused(lambda: service.write({"is_published": True}))
        self.assertRefused(service.unlink)

    def test_a_child_links_a_service_without_copying_it(self):
        service = self.env["rendezvous.service"].create(
            {"name": "Visa", "company_id": self.parent.id}
        )
        before = service.search_count([])
        agenda = self.agenda.with_user(self.planner)
        agenda.service_ids = [Command.link(service.id)]
        self.assertEqual(service.agenda_ids, self.agenda)
        self.assertEqual(service.search_count([]), before)

    def test_the_parent_sees_which_agendas_of_which_establishments_offer_a_service(self):
        service = self.service.with_user(self.parent_agent)
        offered = {(a.company_id.sudo().name, a.name) for a in service.agenda_ids}
        self.assertEqual(offered, {("Child", "Counter"), ("Sibling", "Theirs")})

    def test_agendas_openings_and_technicians_are_the_childs_and_the_parent_looks(self):
        self.agenda.technician_ids = self.technician
        agenda = self.agenda.with_user(self.parent_admin)
        self.assertTrue(agenda.slot_ids[0].hour_to)
        self.assertEqual(agenda.technician_ids.mapped("display_name"), ["Tess"])
        self.assertRefused(lambda: agenda.write({"name": "Mine"}))
        self.assertRefused(lambda: agenda.slot_ids.write({"hour_to": 11}))
        own = self.agenda.with_user(self.planner)
        own.name = "Desk"
        own.slot_ids.write({"hour_to": 11})

    def test_siblings_are_blind_to_each_others_agendas_and_appointments(self):
        appointment = self.book(at(9))
        for record in (self.agenda, self.agenda.slot_ids[0], appointment):
            theirs = record.with_user(self.sibling_planner)
            self.assertFalse(theirs.search([("id", "=", record.id)]))
            self.assertRefused(lambda theirs=theirs: theirs.read(["company_id"]))

    def test_the_parent_sees_every_appointment_and_changes_none(self):
        appointment = self.book(at(9)).with_user(self.parent_agent)
        self.assertEqual(appointment.partner_id.name, self.contact.name)
        self.assertRefused(lambda: appointment.write({"note": "Mine"}))
        self.assertRefused(lambda: appointment._cancel("staff", "Mine"))

    def test_a_message_leaves_in_the_name_of_the_establishment(self):
        self.contact.email = "citizen@example.com"
        appointment = self.book(at(9))
        mail = self.env["mail.mail"].search([("res_id", "=", appointment.id)])
        self.assertEqual(mail.author_id, self.child.partner_id)

    def test_statistics_by_establishment_for_the_parent_and_its_own_for_a_child(self):
        self.book(at(9))
        wednesday = self.starts(day=at(9).date().replace(day=7), agendas=self.their_agenda)
        self.book(wednesday[0], agenda=self.their_agenda)
        Appointment = self.env["rendezvous.appointment"]
        for user, names in ((self.parent_agent, {"Child", "Sibling"}), (self.agent, {"Child"})):
            groups = Appointment.with_user(user)._read_group([], ["company_id"], ["__count"])
            self.assertEqual({company.sudo().name for company, _count in groups}, names)

    def test_who_ticks_parent_and_one_child_changes_both_and_not_the_sibling(self):
        self.parent_admin.company_ids |= self.child
        ticked = (self.parent | self.child).ids
        both = self.env(user=self.parent_admin, context={"allowed_company_ids": ticked})
        self.service.with_env(both).name = "Changed"
        self.agenda.with_env(both).name = "Changed"
        self.assertRefused(lambda: self.their_agenda.with_env(both).write({"name": "Changed"}))

    def test_a_company_alone_is_both_parent_and_child(self):
        alone = self.env["res.company"].create({"name": "Alone"})
        admin = new_test_user(
            self.env,
            "alone",
            groups="rendezvous.group_admin,base.group_erp_manager",
            company_id=alone.id,
            company_ids=[Command.set(alone.ids)],
        )
        mine = self.env(user=admin)
        service = mine["rendezvous.service"].create({"name": "Haircut", "is_published": True})
        agenda = mine["rendezvous.agenda"].create(
            {
                "name": "Chair",
                "tz": "Europe/Paris",
                "service_ids": [Command.set(service.ids)],
                "slot_ids": [Command.create({"weekday": "0", "hour_from": 9, "hour_to": 12})],
            }
        )
        contact = mine["res.partner"].create({"lastname": "Durand", "firstname": "Zoé"})
        appointment = mine["rendezvous.appointment"]._book(
            service, at(9), agenda, contact, online=False
        )
        self.assertEqual(appointment.company_id, alone)
        self.assertEqual(contact.company_id, alone)
        admin.with_user(admin).name = "Myself"

    def test_staff_of_the_parent_alone_are_shown_the_establishment(self):
        self.assertEqual(self.parent_agent.company_ids, self.parent)
        self.assertTrue(self.parent_agent.has_group("rendezvous.group_establishments"))
        Appointment = self.env["rendezvous.appointment"].with_user(self.parent_agent)
        for view in ("list", "calendar", "form", "search"):
            self.assertIn('name="company_id"', Appointment.get_view(view_type=view)["arch"])


class TestSetUpPage(EstablishmentCase):
    def entry(self, company=None, user=None):
        company = company or self.child
        Establishment = self.env["rendezvous.establishment"].with_user(user or self.parent_agent)
        return Establishment.search([("company_id", "=", company.id)])

    def steps(self, company=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.entry(company).missing or []

    def test_the_parent_sees_all_establishments_and_a_child_its_own(self):
        Establishment = self.env["rendezvous.establishment"]
        seen = Establishment.with_user(self.parent_agent).search([])
        self.assertEqual({entry.name for entry in seen}, {"Child", "Sibling"})
        self.assertEqual(Establishment.with_user(self.agent).search([]).name, "Child")
        self.assertFalse(self.entry(user=self.sibling_planner))

    def test_an_establishment_shows_its_address_agendas_services_and_first_time(self):
        self.child.write({"street": "1 Main Street", "zip": "62300", "city": "Lens"})
        entry = self.entry()
        self.assertEqual(entry.address, "1 Main Street, 62300 Lens")
        self.assertEqual(entry.agenda_ids, self.agenda)
        self.assertEqual(entry.service_ids, self.service)
        self.assertEqual(entry.first, NOW)
        self.assertIn("Friday 2 January", entry.first_words)
        self.assertTrue(entry.is_bookable)

    def test_what_is_missing_is_said_in_the_order_to_do_it(self):
        bare = self.env["res.company"].create({"name": "Bare", "parent_id": self.parent.id})
        self.assertEqual(self.steps(bare), ["Enter its address", "Create its first agenda"])
        bare.write({"street": "1 Main Street", "city": "Lens"})
        bare.partner_id.write({"partner_latitude": 50.4, "partner_longitude": 2.8})
        agenda = self.create_agenda("Desk", bare, is_published=False, service_ids=[])
        self.assertEqual(self.steps(bare), ["Put an agenda online"])
        agenda.is_published = True
        self.assertEqual(self.steps(bare), ["Link the services of the parent to its agendas"])
        draft = self.service.copy({"name": "Draft", "is_published": False})
        agenda.service_ids = draft
        self.assertEqual(self.steps(bare), ["Publish one of its services, on the parent"])
        draft.is_published = True
        self.assertEqual(self.steps(bare), ["Enter openings, or the hours of its technicians"])
        self.add_openings(agenda)
        self.assertEqual(self.steps(bare), [])
        self.add_closure(bare)
        [step] = self.steps(bare)
        self.assertIn("Nothing is free", step)
        self.assertFalse(self.entry(bare).is_bookable)

    def add_closure(self, company):
        self.env["rendezvous.closure"].create(
            {
                "name": "Works",
                "company_id": company.id,
                "start": NOW,
                "stop": NOW.replace(year=2028),
            }
        )

    def test_an_address_that_is_not_located_is_said(self):
        self.child.write({"street": "1 Main Street", "city": "Lens"})
        self.assertIn("Locate its address", self.steps()[0])

    def test_a_technician_without_web_hours_opens_nothing(self):
        self.agenda.technician_ids = self.technician
        self.agenda.slot_ids.unlink()
        self.assertIn("the hours of its technicians", self.steps()[-1])
        self.add_hours(self.technician)
        self.steps()
        self.assertTrue(self.entry().is_bookable)

    def test_the_core_is_asked_once_for_each_service(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Establishment = self.env["rendezvous.establishment"].with_user(self.parent_agent)
            Establishment.search([]).mapped("missing")
            return self.env.cr.sql_log_count - before

        cost()
        first = cost()
        for number in range(10):
            company = self.env["res.company"].create(
                {"name": f"Branch {number}", "parent_id": self.parent.id}
            )
            self.add_openings(self.create_agenda(f"Desk {number}", company))
        # A new company empties the caches of the rules.
        cost()
        self.assertEqual(cost(), first)

    def test_the_buttons_lead_to_its_agendas_and_appointments(self):
        entry = self.entry()
        Agenda = self.env["rendezvous.agenda"]
        self.assertEqual(Agenda.search(entry.action_view_agendas()["domain"]), self.agenda)
        appointment = self.book(at(9))
        Appointment = self.env["rendezvous.appointment"]
        self.assertEqual(
            Appointment.search(entry.action_view_appointments()["domain"]), appointment
        )
