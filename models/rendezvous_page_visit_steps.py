from odoo import api, models
from odoo.fields import Domain

# Services proposed instead of the one chosen.
OTHERS = 12


class RendezvousPage(models.AbstractModel):
    """Which step of a visit comes next, and what it shows."""

    _inherit = "rendezvous.page"

    def _visitor_step(self, service, agendas, visit, query):
        """Return what a visitor without account sees: a postcode leads to half-days."""
        # A browser that keeps no session in the frame logs in outside of it.
        page = self.with_context(rendezvous_frame=None) if self._opens_new_tab() else self
        back = page._visit_url(service, visit["kept"], step="address")
        steps = {
            "steps": self._visitor_steps(),
            "login_url": self._url("/web/login", redirect=back),
        }
        if visit["sector"]:
            return {**steps, "at": 2, **self._half_day_step(service, agendas, visit, query)}
        postcode = visit["postcode"]
        outside = service._outside_words(postcode) if postcode else ""
        return {**steps, "at": 1, "step": "postcode", "outside": outside}

    def _contact_step(self, service, agendas, visit, query):
        """Return what a contact sees: what is missing, else the first choice to make."""
        step = self._next_step(visit, query.get("step"))
        names = ("equipment", "address") if step == "half_day" else ()
        missing = service._missing_for_visit(
            visit["partner"], agendas, **{name: visit[name] for name in names}
        )
        steps = {"steps": self._visit_steps(), "missing": missing}
        if missing:
            outside = [code for code, _words in missing] == ["sector"]
            return {**steps, "at": 3 if outside else 1, "step": "outside" if outside else "missing"}
        build = {
            "equipment": self._equipment_step,
            "service": self._service_step,
            "address": self._address_step,
            "half_day": self._half_day_step,
        }
        number = list(build).index(step) + 1
        return {**steps, "at": number, **build[step](service, agendas, visit, query)}

    def _next_step(self, visit, asked):
        """Return the step asked for, once those before it are done."""
        if visit["equipment"] is None or asked == "equipment":
            return "equipment"
        if asked == "service" or not (visit["address"] or asked == "address"):
            return "service"
        if asked == "address" or not visit["address"]:
            return "address"
        return "half_day"

    @api.model
    def _visit_steps(self):
        """Return ``[(number, words)]`` of a visit booked by a contact."""
        words = (
            self.env._("Equipment"),
            self.env._("Service"),
            self.env._("Address"),
            self.env._("Half-day"),
            self.env._("Confirmation"),
        )
        return list(enumerate(words, 1))

    def _visitor_steps(self):
        words = (
            self.env._("Postcode"),
            self.env._("Half-day"),
            self.env._("Your account"),
            self.env._("Equipment and address"),
            self.env._("Confirmation"),
        )
        return list(enumerate(words, 1))

    def _equipment_step(self, service, _agendas, visit, _query):
        partner, kept = visit["partner"], visit["kept"]
        # The form of a new piece is shown in no frame, and comes back to no frame.
        page = self.with_context(rendezvous_frame=None)
        back = page._visit_url(service, {**kept, "equipment": ""})
        return {
            "step": "equipment",
            "pieces": self._own_equipment(partner),
            "may_declare": self._may_declare_equipment(partner),
            "declare_url": self._url("/my/rendezvous/equipment/new", redirect=back),
        }

    def _service_step(self, service, _agendas, _visit, _query):
        """Return the services that may replace the one chosen: those of the road."""
        domain = self._offered_domain() & Domain("id", "!=", service.id)
        road = Domain("agenda_ids", "any", [("by_sector", "=", True), ("is_published", "=", True)])
        return {"step": "service", "others": service.search(domain & road, limit=OTHERS)}

    def _address_step(self, _service, _agendas, visit, _query):
        addresses = self._own_addresses(visit["partner"])
        # Where the piece is comes first.
        place = visit["equipment"].place_id
        return {
            "step": "address",
            "place": place,
            "addresses": addresses.sorted(lambda address: address != place),
        }

    def _half_day_step(self, service, agendas, visit, query):
        """Return the calendar, and what was chosen before or has just been taken."""
        chosen = self._choice(query.get("slot"), service)
        taken = self._choice(query.get("taken"), service)
        if taken:
            taken["sector"] = visit["sector"]
        day = self._day(query.get("week")) or ((taken or chosen) or {}).get("day")
        values = self._half_days(service, agendas, visit["sector"], day)
        return {
            **values,
            "step": "half_day",
            "taken": taken,
            "alternatives": self._alternatives(service, taken) if taken else [],
            "chosen": chosen,
            "is_chosen_free": bool(chosen) and chosen["code"] in self._free_codes(values["weeks"]),
        }

    def _free_codes(self, weeks):
        return {
            half_day["code"]
            for week in weeks
            for day in week["days"]
            for half_day in day["half_days"]
        }
