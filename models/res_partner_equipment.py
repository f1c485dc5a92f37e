from odoo import fields, models


class ResPartner(models.Model):
    """The equipment of a contact."""

    _inherit = "res.partner"

    rendezvous_equipment_ids = fields.One2many(
        "rendezvous.equipment", "partner_id", string="Equipment", groups="rendezvous.group_user"
    )
    rendezvous_equipment_count = fields.Integer(
        "Pieces of equipment",
        compute="_compute_rendezvous_equipment_count",
        groups="rendezvous.group_user",
    )

    def _compute_rendezvous_equipment_count(self):
        counts = dict(
            self.env["rendezvous.equipment"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.rendezvous_equipment_count = counts.get(partner._origin, 0)

    def action_view_rendezvous_equipment(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "rendezvous.rendezvous_equipment_action"
        )
        return {
            **action,
            "display_name": self.env._("Equipment of %(contact)s", contact=self.display_name),
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }

    def _portal_equipment_domain(self):
        """Return which equipment the contact sees in the portal: his own."""
        return [("partner_id", "=", self.id)]

    def _remove_traces(self):
        """Also cut the contact from equipment: his own, installed at his place or by him."""
        removed = super()._remove_traces()
        Equipment = self.env["rendezvous.equipment"].with_context(active_test=False)
        owned = Equipment.search([("partner_id", "in", self.ids)])
        for kind, number in owned._anonymise().items():
            removed[kind] = removed.get(kind, 0) + number
        for name in ("location_id", "installer_id"):
            Equipment.search([(name, "in", self.ids)]).write({name: False})
        return removed
