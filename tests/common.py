from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

# A Monday in winter: Paris is one hour ahead of UTC.
MONDAY = date(2026, 1, 5)
NOW = datetime(2026, 1, 2, 8, 0)


def at(hour, minute=0, day=MONDAY):
    """Return the naive UTC instant of a winter hour in Paris."""
    return datetime(day.year, day.month, day.day, hour, minute) - timedelta(hours=1)


@tagged("post_install", "-at_install")
class RendezvousCase(TransactionCase):
    """A parent, its two establishments, one user per role, one counter and one practitioner.

    The clock stands still at ``NOW``; the openings are Monday to Friday,
    9:00 to 12:00 in Paris.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "lang": "en_US"})
        # Whatever languages the database has, new contacts read English.
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        cls.startClassPatcher(freeze_time(NOW, tick=False))
        cls.parent = cls.env["res.company"].create({"name": "Parent"})
        cls.child, cls.sibling = cls.env["res.company"].create(
            [{"name": name, "parent_id": cls.parent.id} for name in ("Child", "Sibling")]
        )
        cls.create_users()
        cls.service = cls.env["rendezvous.service"].create(
            {
                "name": "Passport",
                "company_id": cls.parent.id,
                "duration": 30,
                "is_published": True,
            }
        )
        cls.agenda = cls.create_agenda("Counter", cls.child, capacity=1)
        cls.add_openings(cls.agenda)
        cls.technician = cls.create_technician("Tess", cls.child)
        cls.contact = cls.citizen.partner_id

    @classmethod
    def create_users(cls):
        def user(login, group, company):
            return new_test_user(
                cls.env,
                login,
                groups=group,
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            )

        cls.agent = user("agent", "rendezvous.group_user", cls.child)
        cls.planner = user("planner", "rendezvous.group_planner", cls.child)
        cls.outside = user("outside", "rendezvous.group_book_outside", cls.child)
        cls.sibling_planner = user("sibling", "rendezvous.group_planner", cls.sibling)
        cls.administrator = user("administrator", "rendezvous.group_admin", cls.parent)
        cls.citizen = user("citizen", "base.group_portal", cls.parent)
        cls.other_citizen = user("other", "base.group_portal", cls.parent)

    @classmethod
    def create_agenda(cls, name, company, **values):
        return cls.env["rendezvous.agenda"].create(
            {
                "name": name,
                "company_id": company.id,
                "tz": "Europe/Paris",
                "service_ids": [Command.set(cls.service.ids)],
                **values,
            }
        )

    @classmethod
    def create_technician(cls, name, company, **values):
        return cls.env["hr.employee"].create({"name": name, "company_id": company.id, **values})

    @classmethod
    def add_openings(cls, agenda, hour_from=9, hour_to=12, weekdays="01234", **values):
        return cls.env["rendezvous.slot"].create(
            [
                {
                    "agenda_id": agenda.id,
                    "weekday": weekday,
                    "hour_from": hour_from,
                    "hour_to": hour_to,
                    **values,
                }
                for weekday in weekdays
            ]
        )

    @classmethod
    def add_hours(cls, technician, hour_from=9, hour_to=12, weekdays="01234", **values):
        return cls.env["rendezvous.technician.hours"].create(
            [
                {
                    "employee_id": technician.id,
                    "weekday": weekday,
                    "hour_from": hour_from,
                    "hour_to": hour_to,
                    **values,
                }
                for weekday in weekdays
            ]
        )

    def book(self, start, agenda=None, partner=None, service=None, **values):
        """Book as superuser and return the appointment, flushed."""
        appointment = self.env["rendezvous.appointment"]._book(
            service or self.service,
            start,
            agenda or self.agenda,
            partner or self.contact,
            **values,
        )
        appointment.flush_recordset()
        return appointment

    def starts(self, day=MONDAY, service=None, **narrowing):
        """Return the free starts of one UTC day."""
        begin = datetime(day.year, day.month, day.day)
        slots = (service or self.service)._available_slots(
            begin, begin + timedelta(days=1), **narrowing
        )
        return [slot.start for slot in slots]
