from odoo import fields, models

from .rendezvous_waitlist_entry import OPEN


class ResPartner(models.Model):
    """What a contact waits for."""

    _inherit = "res.partner"

    rendezvous_waitlist_count = fields.Integer(
        "Waiting", compute="_compute_rendezvous_waitlist_count", groups="rendezvous.group_user"
    )

    def _compute_rendezvous_waitlist_count(self):
        groups = self.env["rendezvous.waitlist.entry"]._read_group(
            [("partner_id", "in", self.ids), ("state", "in", OPEN)], ["partner_id"], ["__count"]
        )
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.rendezvous_waitlist_count = counts.get(partner._origin.id, 0)

    def action_view_rendezvous_waitlist(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "rendezvous.rendezvous_waitlist_entry_action"
            ),
            "display_name": self.env._("Waiting list of %s", self.display_name),
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }

    def _remove_traces(self):
        self.env["rendezvous.waitlist.entry"].search([("partner_id", "in", self.ids)])._forget()
        return super()._remove_traces()

    def _personal_data(self, appointments):
        data = super()._personal_data(appointments)
        entries = self.env["rendezvous.waitlist.entry"].search([("partner_id", "=", self.id)])
        return {**data, "waiting_list": [entry._own_data() for entry in entries]}
