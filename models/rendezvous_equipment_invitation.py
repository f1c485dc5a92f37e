from urllib.parse import urljoin

from odoo import api, fields, models
from odoo.exceptions import UserError

SHOWN = 10


class RendezvousEquipment(models.Model):
    """The owner is invited to book the service that is due, once for each due date."""

    _inherit = "rendezvous.equipment"

    invited_date = fields.Datetime(
        "Invited on", readonly=True, copy=False, groups="rendezvous.group_user"
    )
    invited_due_date = fields.Date(
        "Invited for", readonly=True, copy=False, groups="rendezvous.group_user"
    )
    is_invited = fields.Boolean(
        "Invited to book",
        compute="_compute_is_invited",
        store=True,
        groups="rendezvous.group_user",
        help="The owner was invited to book the service that is due now.",
    )

    @api.depends("invited_due_date", "next_due_date")
    def _compute_is_invited(self):
        for equipment in self:
            due = equipment.next_due_date
            equipment.is_invited = bool(due) and equipment.invited_due_date == due

    def action_invite(self):
        """Prepare the invitations of those who can be written to; tell who cannot, and why."""
        self.check_access("write")
        refusals = self._invitation_refusals()
        invited = self.filtered(lambda equipment: equipment not in refusals)
        if not invited:
            raise UserError(self._refusal_words(refusals))
        action = invited._invitation_action()
        if not refusals:
            return action
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Not invited"),
                "message": self._refusal_words(refusals),
                "next": action,
            },
        }

    def _invitation_refusals(self):
        """Return ``{equipment: reason}`` of those whose owner is not written to."""
        booked, refusals = self._booked(), {}
        for equipment in self:
            if reason := equipment._invitation_refusal(equipment in booked):
                refusals[equipment] = reason
        return refusals

    def _invitation_refusal(self, is_booked):
        owner = self.partner_id
        checks = (
            (not self.active or self.state != "service", self.env._("not in service")),
            (not self.next_due_date, self.env._("no service is due")),
            (is_booked, self.env._("an appointment is booked")),
            (self.is_invited, self.env._("invited already for this date")),
            (not owner.email_normalized, self.env._("no valid email address")),
            (not owner.rendezvous_notify_email, self.env._("wants no email")),
        )
        return next((reason for is_true, reason in checks if is_true), None)

    def _refusal_words(self, refusals):
        """Return a line for each owner who gets nothing, the first ones by name."""
        lines = [
            self.env._(
                "%(owner)s, %(equipment)s: %(reason)s",
                owner=equipment.partner_id.display_name,
                equipment=equipment.display_name,
                reason=reason,
            )
            for equipment, reason in list(refusals.items())[:SHOWN]
        ]
        if len(refusals) > SHOWN:
            lines.append(self.env._("and %(count)s more", count=len(refusals) - SHOWN))
        title = self.env._("These owners get no invitation by email; call those who are due:")
        return "\n".join([title, *lines])

    def _invitation_action(self):
        """Open the message in Odoo's composer: read and changed before it leaves."""
        template = self.env.ref("rendezvous.mail_template_equipment_due")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invite to book"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_composition_mode": "mass_mail",
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id,
                "rendezvous_invitation": True,
            },
        }

    def _mail_get_companies(self, default=False):
        # As superuser: staff of an establishment write on what belongs to the parent.
        companies = super()._mail_get_companies(default=default)
        return {res_id: company.sudo() for res_id, company in companies.items()}

    def _mail_get_alias_domains(self, default_company=False):
        # As above.
        pieces = super(RendezvousEquipment, self.sudo())
        return pieces._mail_get_alias_domains(default_company=default_company)

    def _message_mail_after_hook(self, mails):
        """Remember who was invited, of the messages that are about to leave."""
        result = super()._message_mail_after_hook(mails)
        if self.env.context.get("rendezvous_invitation"):
            leaving = mails.filtered(lambda mail: mail.state == "outgoing")
            self.browse(leaving.mapped("res_id"))._note_invited()
            # The queue's own schedule is hourly.
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return result

    def _note_invited(self):
        now = fields.Datetime.now()
        for due, equipment in self.grouped("next_due_date").items():
            equipment.write({"invited_date": now, "invited_due_date": due})

    def _booking_path(self):
        """Return where to book for this piece: the service of the last time, else all of them."""
        self.ensure_one()
        # As superuser: the last service may be of another establishment.
        last = self.sudo().appointment_ids.filtered(lambda a: a.state == "done")[:1].service_id
        offered = last.active and last.is_published and last.audience != "staff"
        path = last.website_url if offered else "/rendezvous"
        return f"{path}?equipment={self.id}"

    def _booking_url(self):
        return urljoin(self.sudo().get_base_url(), self._booking_path())
