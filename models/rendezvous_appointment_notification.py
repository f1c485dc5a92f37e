from odoo import api, fields, models


class RendezvousAppointment(models.Model):
    """What people were sent about an appointment, and what they will be."""

    _inherit = "rendezvous.appointment"

    notification_ids = fields.One2many(
        "rendezvous.notification",
        "appointment_id",
        string="Messages about it",
        groups="rendezvous.group_user",
    )
    notification_count = fields.Integer(
        "Number of messages",
        compute="_compute_notification_count",
        groups="rendezvous.group_user",
    )

    @api.depends("notification_ids")
    def _compute_notification_count(self):
        groups = self.env["rendezvous.notification"]._read_group(
            [("appointment_id", "in", self.ids)], ["appointment_id"], ["__count"]
        )
        counts = {appointment.id: count for appointment, count in groups}
        for appointment in self:
            appointment.notification_count = counts.get(appointment._origin.id, 0)

    def write(self, vals):
        absent = vals.get("attendance") == "no_show" and self.filtered(
            lambda appointment: appointment.attendance != "no_show"
        )
        result = super().write(vals)
        if absent:
            absent._notify_contact("no_show")
        return result

    def action_view_notifications(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "rendezvous.rendezvous_notification_action"
            ),
            "display_name": self.env._("Messages of %s", self.display_name),
            "domain": [("appointment_id", "=", self.id)],
            "context": {},
        }

    def _remove_traces(self):
        """Keep what statistics count of the messages, not to whom they went."""
        removed = super()._remove_traces()
        rows = self.env["rendezvous.notification"].search([("appointment_id", "in", self.ids)])
        planned = rows.filtered(lambda row: row.state == "planned")
        planned._drop(False)
        for company, mine in rows.grouped(lambda row: row.company_id.root_id).items():
            mine.write(mine._prepare_anonymous_vals(company))
        return removed
