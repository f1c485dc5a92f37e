from odoo import api, fields, models
from odoo.fields import Domain

KEPT = Domain("state", "in", ("held", "confirmed", "done"))
ATTENDANCES = ("attended", "excused", "no_show")


class ResPartner(models.Model):
    """The file of a contact: what is coming, what was, and how often he came."""

    _inherit = "res.partner"

    # Changes that the history of the file shows, beyond Odoo's own.
    lastname = fields.Char(tracking=True)
    firstname = fields.Char(tracking=True)
    birthdate_date = fields.Date(tracking=True)
    company_id = fields.Many2one(tracking=True)
    rendezvous_notify_email = fields.Boolean(tracking=True)
    rendezvous_notify_sms = fields.Boolean(tracking=True)

    rendezvous_coming_ids = fields.Many2many(
        "rendezvous.appointment",
        string="Coming",
        compute="_compute_rendezvous_history",
        groups="rendezvous.group_user",
    )
    rendezvous_past_ids = fields.Many2many(
        "rendezvous.appointment",
        string="Past and cancelled",
        compute="_compute_rendezvous_history",
        groups="rendezvous.group_user",
    )
    rendezvous_attended_count = fields.Integer(
        "Attended", compute="_compute_rendezvous_attendance", groups="rendezvous.group_user"
    )
    rendezvous_excused_count = fields.Integer(
        "Excused", compute="_compute_rendezvous_attendance", groups="rendezvous.group_user"
    )
    rendezvous_no_show_count = fields.Integer(
        "No show", compute="_compute_rendezvous_attendance", groups="rendezvous.group_user"
    )
    rendezvous_message_count = fields.Integer(
        "Messages sent",
        compute="_compute_rendezvous_message_count",
        groups="rendezvous.group_user",
    )

    @api.depends("rendezvous_appointment_ids.state", "rendezvous_appointment_ids.start")
    def _compute_rendezvous_history(self):
        now = fields.Datetime.now()
        for partner in self:
            appointments = partner.rendezvous_appointment_ids.filtered(
                # A hold that was let go is nobody's appointment.
                lambda appointment: (
                    not appointment._is_lost_hold() or appointment.state in ("confirmed", "done")
                )
            )
            coming = appointments.filtered(
                lambda appointment: appointment.stop > now and appointment.state != "cancelled"
            )
            partner.rendezvous_coming_ids = coming.sorted("start")
            partner.rendezvous_past_ids = (appointments - coming).sorted("start", reverse=True)

    def _compute_rendezvous_attendance(self):
        groups = self.env["rendezvous.appointment"]._read_group(
            KEPT & Domain("partner_id", "in", self.ids), ["partner_id", "attendance"], ["__count"]
        )
        counts = {(partner.id, attendance): count for partner, attendance, count in groups}
        for partner in self:
            for attendance in ATTENDANCES:
                count = counts.get((partner._origin.id, attendance), 0)
                partner[f"rendezvous_{attendance}_count"] = count

    def _compute_rendezvous_message_count(self):
        for partner in self:
            count = 0
            if partner._origin:
                domain = partner._origin._rendezvous_messages_domain()
                count = self.env["mail.message"].search_count(domain)
            partner.rendezvous_message_count = count

    def _rendezvous_messages_domain(self):
        """Return the messages sent to the contact or received from him, on any record."""
        return Domain("message_type", "in", ("email", "email_outgoing", "comment", "sms")) & (
            Domain("notified_partner_ids", "in", self.ids)
            | Domain("partner_ids", "in", self.ids)
            | Domain("author_id", "in", self.ids)
        )

    def action_view_rendezvous_messages(self):
        """Open what was written to the contact and by him, newest first."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Messages of %(contact)s", contact=self.display_name),
            "res_model": "mail.message",
            "views": [
                (self.env.ref("rendezvous.mail_message_view_list").id, "list"),
                (self.env.ref("rendezvous.mail_message_view_form").id, "form"),
            ],
            "domain": list(self._rendezvous_messages_domain()),
            "context": {"create": False, "edit": False, "delete": False},
        }
