import logging
import re
from datetime import datetime

from babel.numbers import format_decimal

from odoo import api, models, tools
from odoo.fields import Domain

from ..travel import distance_km, read_position

_logger = logging.getLogger(__name__)

ESTABLISHMENTS = 12
FAR = float("inf")


class RendezvousPage(models.AbstractModel):
    """For a service, the first availability of each establishment: by date or by distance."""

    _inherit = "rendezvous.page"

    @api.model
    def _nearest_page(self, service, sort="", address="", position="", page=1):
        """Return the values of the page; the core is asked once for all establishments.

        ``address`` is what the visitor typed, ``position`` what his browser
        told (`latitude,longitude` in degrees): both may be empty.
        """
        address = address.strip()
        origin = read_position(position) or (self._locate(address) if address else None)
        sort = sort if origin and sort in ("date", "distance") else "date"
        entries = self._by_establishment(service, origin)
        key = self._nearest_key if sort == "distance" else self._earliest_key
        entries.sort(key=key)
        asked = {"sort": sort, "address": address, "position": position if origin else ""}
        asked = {name: value for name, value in asked.items() if value}
        url = self._link(f"{service.website_url}/establishments")
        pager = self.env["website"].pager(
            url=url, total=len(entries), page=page, step=ESTABLISHMENTS, url_args=asked
        )
        shown = entries[pager["offset"] : pager["offset"] + ESTABLISHMENTS]
        establishments = [self._describe_establishment(service, entry) for entry in shown]
        return {
            "page": self,
            "service": service,
            "establishments": establishments,
            "markers": self._markers(establishments),
            "pager": pager,
            "total": len(entries),
            "sort": sort,
            "origin": origin,
            "address": address,
            "position": position if origin else "",
            "sort_url": lambda by: self._url(url, **{**asked, "sort": by}),
            "url": url,
            **self._map_settings(),
        }

    def _by_establishment(self, service, origin):
        """Return one entry per establishment, with its first free time and its distance."""
        agendas = self._agendas() & service.agenda_ids
        firsts = service._first_available(agendas=agendas)
        agendas.company_id.partner_id.fetch(["partner_latitude", "partner_longitude"])
        entries = {}
        for agenda in agendas:
            company = agenda.company_id
            entry = entries.setdefault(
                company.id, {"company": company, "agenda": agenda, "slot": None}
            )
            slot = firsts.get(agenda.id)
            if slot and (not entry["slot"] or slot.start < entry["slot"].start):
                entry.update(agenda=agenda, slot=slot)
        for entry in entries.values():
            entry["distance"] = self._distance_of(entry, origin) if origin else FAR
        return list(entries.values())

    def _distance_of(self, entry, origin):
        """Return the kilometres from the visitor; unknown is far."""
        partner = entry["company"].partner_id
        if not (partner.partner_latitude or partner.partner_longitude):
            partner = entry["agenda"].location_ids[:1]
        position = (partner.partner_latitude, partner.partner_longitude)
        return distance_km(origin, position) if any(position) else FAR

    def _earliest_key(self, entry):
        start = entry["slot"].start if entry["slot"] else datetime.max
        return start, entry["distance"], entry["company"].name

    def _nearest_key(self, entry):
        # Who has nothing free comes last, however near.
        start = entry["slot"].start if entry["slot"] else datetime.max
        return not entry["slot"], entry["distance"], start, entry["company"].name

    def _describe_establishment(self, service, entry):
        """Return what the page says of one establishment."""
        company, agenda, slot = entry["company"], entry["agenda"], entry["slot"]
        day = slot and self._local_day(slot.start, agenda.tz)
        place = self._place(company.partner_id, company)
        if not (place["latitude"] or place["longitude"]):
            location = agenda.location_ids[:1]
            place.update(latitude=location.partner_latitude, longitude=location.partner_longitude)
        return {
            **place,
            "first": self._window_words(slot.start, slot.stop, agenda) if slot else "",
            "distance": self._distance_words(entry["distance"]),
            "url": self._service_url(service, week=day or "", establishment=company.id),
        }

    def _distance_words(self, kilometres):
        if kilometres == FAR:
            return ""
        pattern = "0.0" if kilometres < 10 else "#,##0"
        number = format_decimal(kilometres, pattern, locale=self._locale())
        return self.env._("%(number)s km away", number=number)

    @api.model
    def _locate(self, address):
        """Return the ``(latitude, longitude)`` of an address typed, None when unknown.

        First among the towns of the organisation: nobody else has to learn
        where the visitor is. A geocoder only if one is set.
        """
        return self._locate_among_ours(address) or self._geocode(address[:200])

    def _locate_among_ours(self, address):
        known = Domain("partner_latitude", "!=", 0) | Domain("partner_longitude", "!=", 0)
        agendas = self._agendas()
        known &= Domain("id", "in", (agendas.company_id.partner_id | agendas.location_ids).ids)
        postcode = re.search(r"\b(?=[A-Z]*\d)[0-9A-Z]{4,8}\b", address.upper())
        domains = [Domain("city", "=ilike", tools.escape_psql(address))]
        if postcode:
            domains.insert(0, Domain("zip", "=", postcode[0]))
            # What follows the postcode: a street comes before it.
            town = address.upper().partition(postcode[0])[2].strip(" ,")
            domains.append(Domain("city", "=ilike", tools.escape_psql(town or address)))
        for domain in domains:
            partner = self.env["res.partner"].sudo().search(known & domain, limit=1)
            if partner:
                return partner.partner_latitude, partner.partner_longitude
        return None

    @tools.ormcache("address")
    def _geocode(self, address):
        """Ask the geocoder of Odoo's settings; a slow or broken one is nobody's error."""
        if not self.env["ir.config_parameter"].sudo().get_param("rendezvous.geocode"):
            return None
        _logger.info("Asking the geocoder for an address typed by a visitor")
        try:
            found = self.env["base.geocoder"].sudo().geo_find(address)
        except Exception:  # pylint: disable=broad-except
            # Whatever the service answers, the page goes on by date.
            _logger.info("No position for an address", exc_info=True)
            return None
        return found or None
