from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    rendezvous_appointment_ids = fields.One2many(
        "rendezvous.appointment",
        "partner_id",
        string="Appointments",
        groups="rendezvous.group_user",
    )
    rendezvous_appointment_count = fields.Integer(
        "Number of appointments",
        compute="_compute_rendezvous_appointment_count",
        groups="rendezvous.group_user",
    )

    def _compute_rendezvous_appointment_count(self):
        counts = dict(
            self.env["rendezvous.appointment"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.rendezvous_appointment_count = counts.get(partner._origin, 0)

    def action_view_rendezvous_appointments(self):
        """Open the history of the contact, coming appointments first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "rendezvous.rendezvous_appointment_action"
        )
        return {
            **action,
            "display_name": self.env._("Appointments of %(contact)s", contact=self.display_name),
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }
