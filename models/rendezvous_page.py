import re

from odoo import api, models
from odoo.fields import Domain

CARDS = 9
ALTERNATIVES = 5


class RendezvousPage(models.AbstractModel):
    """What the public pages show: which services, which agendas, in which words.

    Public pages run as superuser, since a visitor may read no record: the
    company filters that record rules make elsewhere are all written here.
    """

    _name = "rendezvous.page"
    _description = "Public pages"

    @api.model
    def _company(self):
        """Return the company whose services this website shows."""
        return self.env["website"].get_current_website().sudo().company_id

    @api.model
    def _agendas(self, establishment_id=None, postcode=None):
        """Return the agendas that the website opens: its company's and those below.

        ``postcode`` may be the first figures only; it is the location's, or
        the establishment's when the agenda names no location, or that of a
        sector where technicians go.
        """
        domain = Domain("is_published", "=", True) & Domain(
            "company_id", "child_of", self._company().id
        )
        if establishment_id:
            domain &= Domain("company_id", "=", establishment_id)
        start = re.sub(r"[^\w-]", "", postcode or "").replace("_", "")
        if start:
            near = Domain("location_ids.zip", "=ilike", f"{start}%")
            own = Domain("company_id.partner_id.zip", "=ilike", f"{start}%")
            near |= Domain("location_ids", "=", False) & own
            if self._sector(start):
                # Wherever its technicians start from: they come.
                near |= Domain("by_sector", "=", True)
            domain &= near
        return self.env["rendezvous.agenda"].sudo().search(domain)

    @api.model
    def _services_domain(self):
        """Return what this visitor may see, whatever agenda offers it."""
        audiences = ["public"] if self.env.user._is_public() else ["public", "registered"]
        return (
            Domain("company_id", "=", self._company().root_id.id)
            & Domain("is_published", "=", True)
            & Domain("audience", "in", audiences)
        )

    @api.model
    def _service(self, service_id):
        """Return the service when this visitor may see it, else an empty recordset."""
        domain = self._offered_domain() & Domain("id", "=", service_id)
        return self.env["rendezvous.service"].sudo().search(domain, limit=1)

    @api.model
    def _offered_domain(self):
        """Return what may be seen here: an establishment's own site shows what it offers."""
        domain = self._services_domain()
        if self._company().parent_id:
            domain &= Domain("agenda_ids", "in", self._agendas().ids)
        return domain

    @api.model
    def _catalogue(self, search="", establishment_id=None, postcode="", page=1):
        """Return the values of one page of the catalogue.

        Each card asks the core once, whatever the number of agendas.
        """
        filters = {
            "search": search.strip(),
            "establishment": establishment_id or "",
            "postcode": (postcode or "").strip(),
        }
        used = {name: value for name, value in filters.items() if value}
        everywhere = self._agendas()
        agendas = self._agendas(establishment_id, postcode) if used else everywhere
        Service = self.env["rendezvous.service"].sudo()
        domain = self._catalogue_domain(filters, agendas)
        total = Service.search_count(domain)
        pager = self.env["website"].pager(
            url=self._link("/rendezvous"), total=total, page=page, step=CARDS, url_args=used
        )
        services = Service.search(domain, limit=CARDS, offset=pager["offset"])
        carried = {name: value for name, value in used.items() if name != "search"}
        prices = self._prices(services)
        return {
            "page": self,
            "cards": [
                {**self._card(service, agendas, carried), "price": prices.get(service.id)}
                for service in services
            ],
            "establishments": everywhere.company_id.sorted("name"),
            "filters": filters,
            "is_filtered": bool(used),
            "pager": pager,
            "total": total,
        }

    def _catalogue_domain(self, filters, agendas):
        domain = self._services_domain()
        if filters["establishment"] or filters["postcode"] or self._company().parent_id:
            domain &= Domain("agenda_ids", "in", agendas.ids)
        if words := filters["search"]:
            domain &= Domain("name", "ilike", words) | Domain("description", "ilike", words)
        return domain

    def _card(self, service, agendas, carried):
        """Return what one card of the catalogue says."""
        sector = self._sector(carried.get("postcode"))
        firsts = service._first_available(agendas=agendas, sector=sector).values()
        first = min(firsts, key=lambda slot: slot.start, default=None)
        agenda = self.env["rendezvous.agenda"].sudo().browse(first.agenda_id if first else [])
        offered = agendas & service.agenda_ids
        return {
            "service": service,
            "url": self._card_url(service, agendas, carried),
            "first": first and self._window_words(first.start, first.stop, agenda),
            "first_at": not agenda.by_sector and agenda.company_id.name,
            "comes": any(offered.mapped("by_sector")),
            "only_comes": bool(offered) and all(offered.mapped("by_sector")),
        }

    def _card_url(self, service, agendas, carried):
        """Lead to the free times, by way of the establishments where there is a choice."""
        counters = (agendas & service.agenda_ids).filtered(lambda agenda: not agenda.by_sector)
        if not carried and len(counters.company_id) > 1:
            return self._link(f"{service.website_url}/establishments")
        return self._service_url(service, **carried)

    @api.model
    def _service_url(self, service, anchor="", **query):
        """Return the address of the availability page, without empty values."""
        query = {name: value for name, value in query.items() if value}
        return self._url(self._link(service.website_url), anchor, **query)

    @api.model
    def _choice(self, code, service=None):
        """Return what a time posted or linked stands for, None for nonsense.

        The code is ``agenda_location_start``, see :meth:`_slot_code`. Only
        agendas that the website opens count.
        """
        parts = re.fullmatch(r"(\d{1,9})_(\d{1,9})_(\d{4}-\d\d-\d\dT\d\d:\d\d)", code or "")
        if not parts:
            return None
        start = self._instant(parts[3])
        agenda = self._agendas().filtered(lambda agenda: agenda.id == int(parts[1]))
        if not start or not agenda:
            return None
        stop = self.env["rendezvous.availability"]._half_day_stop(agenda, start, service)
        return {"code": code, **self._describe_choice(start, agenda, int(parts[2]), stop)}

    def _describe_choice(self, start, agenda, location_id, stop=None):
        # A location is believed only when the agenda has it; the core checks it again.
        location = (agenda.location_ids | agenda.slot_ids.location_id).filtered(
            lambda partner: partner.id == location_id and not agenda.by_sector
        )
        place = self._place(location, agenda.company_id)
        if agenda.by_sector:
            place.update(name=self.env._("At your place"), address="")
        return {
            "start": start,
            "agenda": agenda,
            "location": location,
            "place": place,
            "when": self._window_words(start, stop, agenda),
            "tz": agenda.tz,
            "day": self._local_day(start, agenda.tz),
        }

    @api.model
    def _choice_of_slot(self, slot, agendas=None):
        """Return a free time as a choice, None where the website does not open its agenda."""
        agendas = self._agendas() if agendas is None else agendas
        agenda = agendas.filtered(lambda agenda: agenda.id == slot.agenda_id)
        if not agenda:
            return None
        described = self._describe_choice(slot.start, agenda, slot.location_id, slot.stop)
        return {"code": self._slot_code(slot), **described}

    @api.model
    def _slot_code(self, slot):
        return f"{slot.agenda_id}_{slot.location_id or 0}_{slot.start:%Y-%m-%dT%H:%M}"

    @api.model
    def _alternatives(self, service, choice, moving=None):
        """Return the free times nearest to a choice that was taken, as choices.

        On the road, those of the choice's ``sector``: who is visited at home
        is not sent to a counter, nor the other way round.
        """
        agendas = self._agendas().filtered(lambda a: a.by_sector == choice["agenda"].by_sector)
        slots = (
            self.env["rendezvous.appointment"]
            .sudo()
            ._alternatives(
                service, choice["start"], choice["agenda"], True, choice.get("sector"), moving
            )
        )
        choices = (self._choice_of_slot(slot, agendas) for slot in slots)
        return [choice for choice in choices if choice][:ALTERNATIVES]
