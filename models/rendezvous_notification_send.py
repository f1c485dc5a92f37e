import logging

from psycopg2 import OperationalError

from odoo import api, fields, models

from .rendezvous_notification import error_words

_logger = logging.getLogger(__name__)

BATCH = 100
# Rows looked at to fill a batch, when other workers hold some.
LOOKED_AT = 1000


class RendezvousNotification(models.Model):
    """The job that sends what is due.

    The order that keeps anything from being sent twice: the rows are locked
    (another worker passes over them), a message is put into Odoo's queue and
    the row says “sent”, both in one transaction, and only the commit shows
    either. A kill before the commit leaves the row planned and the queue
    empty. After it, Odoo's queue sends: emails one by one, each committed
    (a kill between the mail server's answer and that commit sends this one
    email again, under the same Message-ID); SMS as ``sms_sms.py`` says.
    """

    _inherit = "rendezvous.notification"

    @api.model
    def _cron_send(self):
        """Send what is due, batch after batch; what was missed while down, too."""
        self._work_off(
            self._sendable_domain(), lambda: self._take_due(BATCH), lambda rows: rows._send()
        )

    @api.model
    def _take_due(self, limit):
        """Return the oldest messages due, locked; those that others hold are passed over."""
        rows = self.search(self._sendable_domain(), order="due, id", limit=LOOKED_AT)
        return rows.try_lock_for_update(limit=limit)

    def _send(self):
        """Send what is still right to send, and say of the rest why not."""
        rows = self.filtered(lambda row: row.state == "planned")
        for row, reason in rows._reasons_against().items():
            row._drop(reason)
        rows = rows.filtered(lambda row: row.state == "planned")
        again = rows._queue_again()
        for alike in (rows - again).grouped(lambda row: row._alike_key()).values():
            alike._queue_safely()

    def _alike_key(self):
        rules = (self.reminder_id, self.message_rule_id)
        # One message in the history of the appointment for all its users; else one for each.
        whom = () if self.channel == "internal" else (self.recipient_id, self.recipient)
        return self.event, self.channel, self.audience, self.company_id, *rules, *whom

    def _queue_safely(self):
        """Queue together what is alike; when that fails, one by one, to find the bad one."""
        try:
            with self.env.cr.savepoint():
                self._queue()
        except OperationalError:
            # The database asks for the whole transaction again.
            raise
        except Exception as error:  # pylint: disable=broad-except
            # An edited template may raise anything.
            if len(self) > 1:
                for row in self:
                    row._queue_safely()
                return
            _logger.exception("Message %s of appointment %s not sent", self.id, self.appointment_id)
            self._fail(error_words(error))

    def _fail(self, reason):
        self.write({"state": "failed", "reason": reason, "attempts": self.attempts + 1})

    def _mark_sent(self):
        """Say of these messages that they are in Odoo's queue."""
        vals = {"state": "sent", "sent_at": fields.Datetime.now(), "reason": False}
        for attempts, rows in self.grouped("attempts").items():
            rows.write({**vals, "attempts": attempts + 1})

    def _reasons_against(self):
        """Return ``{message: why it must not be sent}`` for those that must not."""
        reasons = {}
        now = fields.Datetime.now()
        known = self.filtered(lambda row: row.reminder_id.scope == "new").appointment_id
        known = known._of_known_contacts()
        for row in self:
            reason = row._moment_reason(now) or row._rule_reason(known) or row._address_reason()
            if reason:
                reasons[row] = reason
        return reasons

    def _moment_reason(self, now):
        appointment = self.appointment_id
        if self.event == "no_show":
            corrected = appointment.attendance != "no_show"
            return corrected and self.env._("The attendance was corrected.")
        if self.event == "cancelled":
            return appointment.stop <= now and self.env._("The appointment is over.")
        if self.event == "waitlist_offer":
            return not appointment._is_held_now() and self.env._("The offer is over.")
        if appointment.state == "cancelled":
            return self.env._("The appointment was cancelled.")
        if self.event == "reminder" and not appointment._is_to_come():
            return self.env._("The appointment has begun.")
        if appointment.stop <= now:
            return self.env._("The appointment is over.")
        if self.told_start != appointment.told_start:
            return self.env._("The appointment was moved.")
        return False

    def _rule_reason(self, known):
        rule = self.reminder_id
        if rule and (rule.scope == "off" or not self.agenda_id.has_reminders):
            return self.env._("Reminders have been switched off.")
        if rule.scope == "new" and self.appointment_id in known:
            return self.env._("The contact is no new one any more.")
        return False

    def _address_reason(self):
        if self.audience == "staff":
            return self._staff_address_reason()
        contact = self.partner_id
        return contact._no_email_reason() if self.channel == "email" else contact._no_sms_reason()

    def _staff_address_reason(self):
        """Return why staff cannot be told, False when they can: preferences are for contacts."""
        person = self.recipient_id
        # Of a person whose file was deleted, the address of an email is left.
        if not person and not (self.channel == "email" and self.recipient):
            return self.env._("Nobody is left to tell.")
        users = person.with_context(active_test=False).user_ids
        if users and not any(users.mapped("active")):
            return self.env._("%(name)s is no user any more.", name=person.name)
        if self.channel == "email" and person and not person.email:
            return self.env._("%(name)s has no email address.", name=person.name)
        if self.channel == "sms" and person.rendezvous_phone_kind != "mobile":
            return self.env._("%(name)s has no mobile phone.", name=person.name)
        return False
