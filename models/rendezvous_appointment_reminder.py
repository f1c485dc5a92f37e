from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# What decides whether, when and whom to remind.
REMINDED_OF = {"state", "start", "window_start", "agenda_id", "partner_id", "technician_id"}


class RendezvousAppointment(models.Model):
    """The reminders of an appointment: planned, moved and dropped with it."""

    _inherit = "rendezvous.appointment"

    @api.model_create_multi
    def create(self, vals_list):
        appointments = super().create(vals_list)
        appointments.filtered(lambda a: a.state == "confirmed")._plan_reminders()
        return appointments

    def write(self, vals):
        result = super().write(vals)
        if REMINDED_OF.intersection(vals):
            self._plan_reminders()
        return result

    def action_remind(self):
        """Remind at once, by hand, whatever the rules say; tell what came of it."""
        self.ensure_one()
        self.check_access("write")
        if not self._is_to_come():
            raise UserError(
                self.env._(
                    "%(appointment)s is not to come: there is nothing to remind of.",
                    appointment=self.display_name,
                )
            )
        # As superuser: messages are written by the system alone.
        Notification = self.env["rendezvous.notification"].sudo()
        vals_list = [self._prepare_notification_row("reminder", name) for name in ("email", "sms")]
        reminders = Notification.create(vals_list)
        reminders._send()
        return reminders._told_action()

    @api.model
    def _replan_coming(self, domain):
        """Plan the reminders of coming appointments after the rules of today."""
        coming = Domain("state", "=", "confirmed") & Domain("start", ">", fields.Datetime.now())
        # As superuser: messages are written by the system alone.
        appointments = self.sudo().search(coming & Domain(domain))
        appointments._plan_reminders()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The reminders of %(count)s coming appointments follow the rules.",
                    count=len(appointments),
                ),
            },
        }

    def _plan_reminders(self):
        """Make what is planned what the rules want; the same again changes nothing.

        A reminder whose moment has passed is not planned. One that is late,
        because the job was down, stays as long as its moment is the same.
        """
        # As superuser: messages are written by the system alone.
        appointments = self.sudo()
        wanted = appointments._wanted_reminders()
        Notification = self.env["rendezvous.notification"].sudo()
        known = Notification.search(appointments._reminders_domain())
        planned = known.filtered(lambda row: row.state == "planned")
        for row in planned:
            vals = wanted.pop(row._reminder_key(), None)
            row._follow(vals)
        told = {(*row._reminder_key(), row.told_start) for row in known - planned}
        now = fields.Datetime.now()
        rows = Notification.create(
            [
                vals
                for key, vals in wanted.items()
                if vals["due"] > now and (*key, vals["told_start"]) not in told
            ]
        )
        (rows | planned)._wake_up()

    def _reminders_domain(self):
        """Return the reminders by a rule that count: dropped ones may come back."""
        return (
            Domain("appointment_id", "in", self.ids)
            & Domain("reminder_id", "!=", False)
            & Domain("state", "!=", "dropped")
        )

    def _wanted_reminders(self):
        """Return ``{(appointment id, rule id, channel, recipient): values}`` of what rules want."""
        coming = self.filtered(lambda a: a._is_to_come())
        rules = self.env["rendezvous.reminder"]._rules_by_agenda(coming.agenda_id)
        sides = self.env["rendezvous.message.rule"]._by_agenda(coming.agenda_id, "reminder")
        known = coming._of_known_contacts() if _for_new(rules) else self.browse()
        wanted = {}
        for appointment in coming:
            for rule in rules[appointment.agenda_id]:
                moment = rule._due(appointment.told_start, appointment.tz)
                if not moment or (rule.scope == "new" and appointment in known):
                    continue
                for vals in appointment._prepare_reminder_rows(rule, sides[appointment.agenda_id]):
                    vals.update(due=moment, reminder_id=rule.id)
                    whom = vals.get("recipient_id") or vals.get("recipient") or ""
                    key = (appointment.id, rule.id, vals["channel"], whom)
                    wanted[key] = vals
        return wanted

    def _prepare_reminder_rows(self, rule, message_rule):
        """Return the values of one reminder to both sides: the staff's is said by its event.

        Staff is reminded whoever plans it: nobody's change takes away his own reminder.
        """
        contact = [
            self._prepare_notification_row("reminder", channel) for channel in rule._channels()
        ]
        return contact + message_rule.with_user(SUPERUSER_ID)._prepare_staff_rows(self)

    def _is_to_come(self):
        """Tell whether there is something to remind of, as far as the contact knows."""
        self.ensure_one()
        ahead = self.told_start > fields.Datetime.now() and not self.sudo().started_at
        return ahead and self.state == "confirmed"

    def _of_known_contacts(self):
        """Return those whose contact attended an earlier one in the same organisation."""
        groups = self._read_group(
            [("partner_id", "in", self.partner_id.ids), ("attendance", "=", "attended")],
            ["partner_id", "company_id"],
            ["start:min"],
        )
        first = {}
        for partner, company, start in groups:
            key = (partner, company.root_id)
            first[key] = min(start, first.get(key, start))
        return self.filtered(
            lambda a: first.get((a.partner_id, a.company_id.root_id), a.start) < a.start
        )

    def _prepare_notification_row(self, event, channel):
        """Return the values of one message about this appointment, due now."""
        self.ensure_one()
        return {
            "appointment_id": self.id,
            "partner_id": self.partner_id.id,
            "event": event,
            "channel": channel,
            "due": fields.Datetime.now(),
            "told_start": self.told_start,
        }

    def _reminder_extra(self, channel):
        """Return what the rule that is being sent adds to the template, in its language.

        While the rule is being written, what is typed counts (its example).
        """
        self.ensure_one()
        typed = self.env.context.get("rendezvous_extra_typed")
        if typed is not None:
            return typed
        rule = self.env["rendezvous.reminder"].sudo()
        rule = rule.browse(self.env.context.get("rendezvous_reminder_id", ()))
        return rule[f"extra_{channel}"] or ""


def _for_new(rules):
    return any(rule.scope == "new" for those in rules.values() for rule in those)
