from odoo.fields import Command

from .common import MONDAY, RendezvousCase

MORNING, AFTERNOON = (8, 12), (13.5, 17.5)


class RoadCase(RendezvousCase):
    """One agenda on the road, by half-days: two technicians, two sectors, three addresses.

    Mornings are 8:00 to 12:00 and afternoons 13:30 to 17:30, Monday to
    Friday; a visit takes an hour. ``north``, ``south`` and ``nowhere`` are
    the addresses of three contacts.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sector_north, cls.sector_south = cls.env["rendezvous.sector"].create(
            [
                {"code": code, "name": name, "postcodes": postcodes, "company_id": cls.parent.id}
                for code, name, postcodes in (
                    ("N", "North", "62100-62199"),
                    ("S", "South", "62200-62299"),
                )
            ]
        )
        cls.north, cls.south, cls.nowhere = cls.env["res.partner"].create(
            [
                {"lastname": name, "zip": postcode, "company_id": cls.parent.id, **position}
                for name, postcode, position in (
                    ("North", "62100", {"partner_latitude": 50.95, "partner_longitude": 1.86}),
                    ("South", "62200", {"partner_latitude": 50.72, "partner_longitude": 1.61}),
                    ("Nowhere", "75001", {}),
                )
            ]
        )
        cls.visit = cls.env["rendezvous.service"].create(
            {
                "name": "Boiler service",
                "company_id": cls.parent.id,
                "duration": 60,
                "step": 15,
                "is_published": True,
            }
        )
        cls.tom, cls.tia = (cls.create_technician(name, cls.child) for name in ("Tom", "Tia"))
        cls.road = cls.create_agenda(
            "On the road",
            cls.child,
            booking_mode="window",
            grid="packed",
            technician_ids=[Command.set((cls.tom | cls.tia).ids)],
            service_ids=[Command.set(cls.visit.ids)],
        )
        for hour_from, hour_to in (MORNING, AFTERNOON):
            cls.add_openings(cls.road, hour_from, hour_to)
            for technician in (cls.tom, cls.tia):
                cls.add_hours(technician, hour_from, hour_to)

    @classmethod
    def give(cls, *sectors, technician=None, day=MONDAY, **values):
        """Give a technician's day its sectors, and return the tour."""
        technician = technician or cls.tom
        tour = cls.env["rendezvous.tour"]._for_days([(technician.id, day)])
        tour = tour[technician.id, day]
        ids = [sector.id for sector in sectors]
        tour.write({"sector_ids": [Command.set(ids)], **values})
        tour.flush_recordset()
        return tour

    def tour_of(self, technician=None, day=MONDAY):
        technician = technician or self.tom
        return self.env["rendezvous.tour"].search(
            [("employee_id", "=", technician.id), ("date", "=", day)]
        )

    def plan(self, start, partner=None, technician=None, **values):
        """Plan as staff, at an exact time."""
        values = {"technician": technician or self.tom, "online": False, **values}
        return self.book(start, self.road, partner or self.north, self.visit, **values)

    def reserve(self, start, partner=None, **values):
        """Book a half-day as the public does."""
        return self.book(start, self.road, partner or self.north, self.visit, **values)

    def half_days(self, day=MONDAY, **narrowing):
        return self.starts(day, self.visit, **narrowing)
