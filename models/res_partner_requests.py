from odoo import fields, models


class ResPartner(models.Model):
    """The interventions that a contact asked for."""

    _inherit = "res.partner"

    rendezvous_request_ids = fields.One2many(
        "rendezvous.request",
        "partner_id",
        string="Interventions to plan",
        groups="rendezvous.group_user",
    )

    def _remove_traces(self):
        Request = self.env["rendezvous.request"]
        Request.search([("partner_id", "in", self.ids)])._forget()
        Request.search([("location_id", "in", self.ids)]).write({"location_id": False})
        return super()._remove_traces()

    def _personal_data(self, appointments):
        data = super()._personal_data(appointments)
        requests = self.env["rendezvous.request"].search([("partner_id", "=", self.id)])
        return {**data, "intervention_requests": [self._request_data(r) for r in requests]}

    def _request_data(self, request):
        return {
            "asked_on": request.create_date,
            "service": request.service_id.name,
            "organisation": request.company_id.name,
            "equipment": request.equipment_id.display_name or None,
            "address": request.location_id.contact_address_inline or None,
            "not_before": request.date_from or None,
            "not_after": request.date_until or None,
            "wishes": request.note or None,
            "state": request._state_label(),
            "close_reason": request.close_reason or None,
            "appointment": request.appointment_id.id or None,
        }
