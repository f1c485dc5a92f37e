from odoo import api, models

# What one choice after the other adds to the address of the page.
KEPT = ("postcode", "equipment", "address", "slot", "at")
WITHOUT = "none"
LONGEST_POSTCODE, LONGEST_CODE = 12, 60


class RendezvousPage(models.AbstractModel):
    """A visit at the customer's: equipment, service, address, half-day, each on its page.

    Choices travel in the query and are claims: each page reads them again,
    and keeps only what is the contact's own.
    """

    _inherit = "rendezvous.page"

    @api.model
    def _is_visit(self, service, query):
        """Tell whether the page is that of a visit: it is, unless one may also come to us."""
        offered = self._agendas() & service.agenda_ids
        road = offered.filtered("by_sector")
        if not road or road == offered:
            return bool(road)
        if query.get("at") in ("home", "place"):
            return query["at"] == "home"
        chosen = query.get("equipment") or query.get("address")
        return bool(chosen or self._sector(query.get("postcode")))

    @api.model
    def _visit_page(self, service, partner, query, typed=None, errors=None):
        """Return the values of the page of a visit, at the step that comes next.

        ``partner`` is the contact, empty for a visitor without account, who
        gives a postcode and nothing else. ``typed`` and ``errors`` are those of
        the form that was sent.
        """
        offered = self._agendas() & service.agenda_ids
        agendas = offered.filtered("by_sector")
        company = agendas.company_id if len(agendas.company_id) == 1 else self._company()
        visit = self._read_visit(service, partner, query)
        kept = self._kept_of_visit(visit, query)
        values = {
            **self._visit_frame(service, kept),
            **visit,
            "partner": partner,
            "typed": typed or {},
            "errors": errors or {},
            "counters": offered - agendas,
            "company": company,
            "price": self._prices(service, company).get(service.id),
        }
        step = self._contact_step if partner else self._visitor_step
        return {**values, **step(service, agendas, values, query)}

    def _visit_frame(self, service, kept):
        return {
            "page": self,
            "service": service,
            "kept": kept,
            "visit_url": lambda **more: self._visit_url(service, kept, **more),
            "week_url": lambda monday, **more: self._visit_url(service, kept, week=monday, **more),
            "moving": False,
        }

    def _read_visit(self, service, partner, query):
        """Return what was chosen so far, as records; the equipment is None before it is."""
        address = self._chosen_address(partner, query.get("address"))
        postcode = (query.get("postcode") or "").strip()[:LONGEST_POSTCODE]
        Appointment = self.env["rendezvous.appointment"]
        sector = Appointment._sector_of_address(address) if address else self._sector(postcode)
        return {
            "equipment": self._chosen_equipment(service, partner, query.get("equipment")),
            "address": address,
            "postcode": postcode,
            "sector": sector,
        }

    def _kept_of_visit(self, visit, query):
        """Return the query that leads back here, without what is not the contact's."""
        equipment = visit["equipment"]
        return {
            "postcode": visit["postcode"],
            "equipment": "" if equipment is None else equipment.id or WITHOUT,
            "address": visit["address"].id,
            "slot": (query.get("slot") or "")[:LONGEST_CODE],
            "at": "home" if query.get("at") == "home" else "",
        }

    @api.model
    def _visit_url(self, service, query, **more):
        """Return the address of a step, with what was chosen so far."""
        query = {**query, **more}
        names = (*KEPT, "step", "week", "taken")
        return self._service_url(service, **{name: query.get(name) for name in names})

    @api.model
    def _complete_choice(self, service, choice, partner, query):
        """Return a half-day chosen with the address and the equipment of the contact.

        None when one of them is missing, or is not his: the steps ask again.
        """
        if not choice["agenda"].by_sector:
            return choice
        visit = self._read_visit(service, partner, query)
        if not visit["address"] or visit["equipment"] is None:
            return None
        names = ("equipment", "sector")
        return {**choice, "location": visit["address"], **{name: visit[name] for name in names}}

    @api.model
    def _again_url(self, service, choice, query, **more):
        """Return where a choice is made again, with what was chosen beside."""
        if not choice["agenda"].by_sector:
            return self._service_url(service, week=choice["day"], **more)
        return self._visit_url(service, {**query, "slot": ""}, week=choice["day"], **more)

    @api.model
    def _back_url(self, appointment):
        """Return where another time is chosen for what an appointment is about."""
        if not appointment.by_sector:
            return self._service_url(appointment.service_id)
        kept = {
            "equipment": appointment.equipment_id.id or WITHOUT,
            "address": appointment.location_id.id,
        }
        return self._visit_url(appointment.service_id, kept, at="home")
