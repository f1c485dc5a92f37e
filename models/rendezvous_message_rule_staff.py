from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize, email_split


class RendezvousMessageRule(models.Model):
    """Who is told on the staff side."""

    _inherit = "rendezvous.message.rule"

    to_establishment = fields.Boolean(
        "The establishment", default=True, help="At its own address and phone."
    )
    to_technician = fields.Boolean("The technician", help="Who has the appointment, if anyone.")
    to_managers = fields.Boolean("The managers of the agenda")
    user_ids = fields.Many2many(
        "res.users",
        "rendezvous_message_rule_user_rel",
        "rule_id",
        "user_id",
        string="These users",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    addresses = fields.Char(
        "These addresses", help="Email addresses, separated by commas: for emails only."
    )
    recipient_words = fields.Char("Recipients", compute="_compute_recipient_words")

    @api.depends("to_establishment", "to_technician", "to_managers", "user_ids", "addresses")
    @api.depends_context("lang")
    def _compute_recipient_words(self):
        names = ("to_establishment", "to_technician", "to_managers")
        labels = {name: self._fields[name]._description_string(self.env) for name in names}
        for rule in self:
            words = [label for name, label in labels.items() if rule[name]]
            # As superuser: users of other establishments are named, no more.
            words += [*rule.sudo().user_ids.mapped("name"), *email_split(rule.addresses or "")]
            has_channel = rule.staff_email or rule.staff_sms or rule.staff_internal
            rule.recipient_words = ", ".join(words) if has_channel else False

    @api.constrains("addresses")
    def _check_addresses(self):
        for rule in self.filtered("addresses"):
            parts = [part.strip() for part in rule.addresses.replace(";", ",").split(",")]
            wrong = [part for part in parts if part and not email_normalize(part)]
            if wrong:
                raise ValidationError(
                    self.env._(
                        "“%(address)s” is not an email address: correct it, and separate several"
                        " by commas.",
                        address=wrong[0],
                    )
                )

    @api.constrains(
        "staff_email",
        "staff_sms",
        "staff_internal",
        "to_establishment",
        "to_technician",
        "to_managers",
        "user_ids",
        "addresses",
    )
    def _check_recipients(self):
        """Refuse a channel that would never reach anybody."""
        for rule in self.sudo():
            users = rule.to_technician or rule.to_managers or rule.user_ids
            partners = users or rule.to_establishment
            if (
                (rule.staff_email and not (partners or rule.addresses))
                or (rule.staff_sms and not partners)
                or (rule.staff_internal and not users)
            ):
                raise ValidationError(
                    self.env._(
                        "“%(event)s”: choose who is told on the staff side. An internal message"
                        " needs the technician, the managers or named users; an SMS needs"
                        " somebody with a phone.",
                        event=rule._event_words(),
                    )
                )

    def _prepare_rows(self, appointment, skipped=()):
        """Return the values of the messages of one appointment, to both sides, due now."""
        contact = [
            appointment._prepare_notification_row(self.event, channel)
            for channel in self._channels()
            if channel not in skipped
        ]
        rows = [*contact, *self._prepare_staff_rows(appointment)]
        return [{**row, "message_rule_id": self.id} for row in rows]

    def _prepare_staff_rows(self, appointment):
        """Return the values of the messages to the staff side, due now."""
        rows = []
        for channel in self._staff_channels():
            base = appointment._prepare_notification_row(self.event, channel)
            for recipient in self._recipients(appointment, channel):
                rows.append({**base, "audience": "staff", **recipient})
        return rows

    def _recipients(self, appointment, channel):
        """Return what names each recipient of one channel, nobody twice.

        Who acts needs no message about it.
        """
        partners = self._users(appointment).partner_id
        if channel != "internal":
            partners |= self._technician_partner(appointment)
            if self.to_establishment:
                partners |= appointment.company_id.partner_id
        partners -= self.env.user.partner_id
        # Two people with one address are told once; in Odoo each user has his own.
        known = {}
        for partner in partners:
            address = partner._staff_address(channel)
            known.setdefault(partner if channel == "internal" else address, (address, partner))
        named = [
            {"recipient": address, "recipient_id": partner.id}
            for address, partner in known.values()
        ]
        # Each address once, in the order in which they were written.
        free = dict.fromkeys(self._free_addresses()) if channel == "email" else ()
        return named + [{"recipient": address} for address in free if address not in known]

    def _free_addresses(self):
        return [email_normalize(address) for address in email_split(self.addresses or "")]

    def _users(self, appointment):
        users = self.user_ids
        if self.to_managers:
            users |= appointment.agenda_id.manager_ids
        if self.to_technician:
            users |= appointment.technician_id.user_id
        return users.filtered("active")

    def _technician_partner(self, appointment):
        """Return the address of a technician without a user."""
        technician = appointment.technician_id
        if not self.to_technician or technician.user_id:
            return self.env["res.partner"]
        return technician.work_contact_id
