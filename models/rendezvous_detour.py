from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..travel import Planning, Tour, Visit

# Contacts of the same town whose positions are averaged, at most.
NEIGHBOURS = 100

# Each half has the predicates of an index, word for word: PostgreSQL then uses it.
COLUMNS = "id, agenda_id, technician_id, location_id, start, stop, state, hold_until"
VISITS = f"""
    SELECT a.technician_id,
           (a.start AT TIME ZONE 'UTC' AT TIME ZONE g.tz)::date - date '0001-01-01' + 1,
           extract(epoch FROM a.start)::bigint, extract(epoch FROM a.stop)::bigint,
           p.partner_latitude::float8, p.partner_longitude::float8
      FROM (
        SELECT {COLUMNS} FROM rendezvous_appointment
         WHERE technician_id = ANY(%(technicians)s) AND state IN ('held', 'confirmed', 'done')
           AND forced IS NOT TRUE
           AND tsrange(occupied_start, occupied_stop) && tsrange(%(first)s, %(last)s)
        UNION ALL
        SELECT {COLUMNS} FROM rendezvous_appointment
         WHERE technician_id = ANY(%(technicians)s) AND state IN ('held', 'confirmed', 'done')
           AND forced AND occupied_start < %(last)s AND occupied_stop > %(first)s
      ) a
      JOIN rendezvous_agenda g ON g.id = a.agenda_id
      LEFT JOIN res_partner p ON p.id = a.location_id
     WHERE a.id <> %(moving)s AND (a.state <> 'held' OR a.hold_until > %(now)s)
     ORDER BY a.technician_id, a.start, a.id
"""
TOURS = """
    SELECT tour.employee_id, tour.date - date '0001-01-01' + 1, tour.is_locked IS TRUE,
           array_remove(array_agg(link.sector_id ORDER BY link.sector_id), NULL)
      FROM rendezvous_tour tour
      LEFT JOIN rendezvous_tour_sector_rel link ON link.tour_id = tour.id
     WHERE tour.employee_id = ANY(%(technicians)s) AND tour.date BETWEEN %(first)s AND %(last)s
     GROUP BY tour.id
"""
ENDS = """
    SELECT e.id, d.partner_latitude::float8, d.partner_longitude::float8,
           r.partner_latitude::float8, r.partner_longitude::float8
      FROM hr_employee e
      JOIN res_company c ON c.id = e.company_id
      JOIN res_partner d ON d.id = coalesce(e.rendezvous_departure_id, c.partner_id)
      JOIN res_partner r ON r.id = coalesce(e.rendezvous_return_id, d.id)
     WHERE e.id = ANY(%(technicians)s)
"""


class RendezvousDetour(models.AbstractModel):
    """The technicians' days as plain values, read in bulk for the rules of ``travel``.

    They are read as superuser: the road does not depend on who asks.
    """

    _name = "rendezvous.detour"
    _description = "Detour"

    @api.model
    def _planning(self, technician_ids, start, stop, moving=None):
        """Return the :class:`Planning` of the days that overlap ``[start, stop)``.

        ``moving`` is an appointment to overlook. As many statements for one
        technician and a day as for fifty and two months.
        """
        self._flush_days()
        asked = {
            "technicians": technician_ids,
            # A day of slack on both sides: local days are not UTC days.
            "first": start - timedelta(days=1),
            "last": stop + timedelta(days=1),
            "moving": moving.id if moving else 0,
            "now": fields.Datetime.now(),
        }
        visits = defaultdict(list)
        for technician_id, ordinal, begin, end, latitude, longitude in self._read(VISITS, asked):
            visit = Visit(begin, end, _point(latitude, longitude))
            visits[technician_id, ordinal].append(visit)
        tours = {
            (technician_id, ordinal): Tour(is_locked, tuple(sector_ids))
            for technician_id, ordinal, is_locked, sector_ids in self._read(TOURS, asked)
        }
        ends = {
            technician_id: (_point(*position[:2]), _point(*position[2:]))
            for technician_id, *position in self._read(ENDS, asked)
        }
        return Planning(dict(visits), tours, ends)

    def _read(self, statement, asked):
        return self.env.execute_query(SQL(statement, **asked))

    def _flush_days(self):
        """Show the statements what this transaction has not written yet."""
        self.env["rendezvous.appointment"].flush_model()
        self.env["rendezvous.tour"].flush_model()
        self.env["hr.employee"].flush_model(["rendezvous_departure_id", "rendezvous_return_id"])
        self.env["res.partner"].flush_model(["partner_latitude", "partner_longitude"])

    @api.model
    def _locate(self, address, ask=True):
        """Return ``(point, is_approximate)`` of an address, ``(None, False)`` if unknown.

        One that nobody put on the map is where its town is: among the contacts
        of the same postcode, else, with ``ask``, where the geocoder says.
        """
        # As superuser: a position tells no more than the address itself.
        address_sudo = address.sudo()
        point = _point(address_sudo.partner_latitude, address_sudo.partner_longitude)
        if point:
            return point, False
        point = self._town_centre(address_sudo)
        if not point and ask:
            point = self._ask_geocoder(address_sudo)
        return point, bool(point)

    def _town_centre(self, address_sudo):
        """Return the middle of the located contacts that share the postcode."""
        if not address_sudo.zip:
            return None
        domain = Domain("zip", "=", address_sudo.zip) & Domain("partner_latitude", "!=", 0)
        if address_sudo.country_id:
            domain &= Domain("country_id", "in", [address_sudo.country_id.id, False])
        axes = ["partner_latitude", "partner_longitude"]
        known = address_sudo.search_fetch(domain, axes, limit=NEIGHBOURS)
        if not known:
            return None
        return tuple(sum(known.mapped(axis)) / len(known) for axis in axes)

    def _ask_geocoder(self, address_sudo):
        """Return the point of an address by the geocoder of the settings, where it is on."""
        words = [address_sudo.street, address_sudo.zip, address_sudo.city]
        if not any(words):
            return None
        words.append(address_sudo.country_id.name)
        found = self.env["rendezvous.page"]._geocode(", ".join(filter(None, words))[:200])
        return tuple(found) if found else None


def _point(latitude, longitude):
    """Return a point, None where nobody located it: Odoo then has zeros."""
    return (latitude, longitude) if latitude or longitude else None
