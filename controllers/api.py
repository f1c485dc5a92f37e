from datetime import timedelta

from werkzeug.exceptions import BadRequest

from odoo import fields
from odoo.http import Controller, request, route

from .rendezvous import _number
from .visitor import VisitorMixin

DAYS = 62
LONGEST_POSTCODE = 12


class RendezvousApi(VisitorMixin, Controller):
    """Free times for other programs: times and ids, nothing about anyone."""

    @route(
        "/rendezvous/api/slots",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def slots(self, **query):
        try:
            service, agendas = self._read_service(query)
            start, stop = self._read_period(query)
            sector = self._read_sector(query)
        except BadRequest as error:
            return self._refuse(error)
        if sector is None:
            return self._answer_outside("slots", service, query)
        slots = service._available_slots(start, stop, agendas=agendas, sector=sector)
        return request.make_json_response({"slots": [self._as_json(slot) for slot in slots]})

    @route(
        "/rendezvous/api/first",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def first(self, **query):
        try:
            service, agendas = self._read_service(query)
            after = fields.Datetime.now()
            if query.get("after"):
                after = max(after, self._read_instant(query, "after"))
            sector = self._read_sector(query)
        except BadRequest as error:
            return self._refuse(error)
        if sector is None:
            return self._answer_outside("first", service, query)
        found = service._first_available(agendas=agendas, after=after, sector=sector)
        slots = sorted(found.values())
        return request.make_json_response({"first": [self._as_json(slot) for slot in slots]})

    def _read_service(self, query):
        """Return the service asked for and the agendas to look at."""
        service = self._page()._service(_number(query.get("service")))
        if not service:
            raise BadRequest(request.env._("“service” is not the id of a service online."))
        agendas = self._page()._agendas()
        if query.get("agenda"):
            wanted = _number(query["agenda"])
            agendas = agendas.filtered(lambda agenda: agenda.id == wanted) & service.agenda_ids
            if not agendas:
                raise BadRequest(
                    request.env._("“agenda” is not the id of an agenda of this service.")
                )
        return service, agendas

    def _read_period(self, query):
        start, stop = (self._read_instant(query, name) for name in ("start", "stop"))
        if not start < stop <= start + timedelta(days=DAYS):
            raise BadRequest(
                request.env._("“stop” comes after “start”, by %(days)s days at most.", days=DAYS)
            )
        return start, stop

    def _read_sector(self, query):
        """Return the sector of a postcode, empty when none was given, None outside of all."""
        Sector = request.env["rendezvous.sector"].sudo()
        if "postcode" not in query:
            return Sector
        postcode = query["postcode"].strip()
        if not postcode or len(postcode) > LONGEST_POSTCODE:
            raise BadRequest(request.env._("“postcode” is no postcode."))
        return self._page()._sector(postcode) or None

    def _answer_outside(self, name, service, query):
        message = service._outside_words(query["postcode"].strip())
        return request.make_json_response({name: [], "message": message})

    def _read_instant(self, query, name):
        moment = self._page()._instant(query.get(name))
        if not moment:
            raise BadRequest(
                request.env._(
                    "“%(name)s” is not a moment in UTC such as %(example)s.",
                    name=name,
                    example=f"{fields.Datetime.now():%Y-%m-%dT%H:%M:%SZ}",
                )
            )
        return moment

    def _as_json(self, slot):
        return {
            "start": f"{slot.start.isoformat()}Z",
            "stop": f"{slot.stop.isoformat()}Z",
            "agenda_id": slot.agenda_id,
            "location_id": slot.location_id,
        }

    def _refuse(self, error):
        return request.make_json_response({"error": error.description}, status=400)
