import logging

from babel.dates import format_date
from psycopg2 import OperationalError

from odoo import fields, models
from odoo.fields import Command
from odoo.tools import format_time
from odoo.tools.misc import babel_locale_parse, get_lang

from .rendezvous_notification import error_words

_logger = logging.getLogger(__name__)

# A time that is only offered belongs in no calendar yet.
WITHOUT_CALENDAR_FILE = {"waitlist_offer"}


class RendezvousAppointment(models.Model):
    """What the contact is told: confirmation, move, cancellation."""

    _inherit = "rendezvous.appointment"

    def _notify_contact(self, event):
        """Queue the message of ``event`` (confirmed, moved, narrowed, cancelled) to each contact.

        The booking stands whatever happens here: what could not be queued is
        logged and noted in the history, for staff to tell the contact. What
        is over concerns nobody any more.
        """
        now = fields.Datetime.now()
        rows = []
        for appointment in self.sudo().filtered(lambda a: a.stop > now):
            outcome, note = appointment._tell_contact(event)
            if note:
                appointment._message_log(body=note)
            rows.append({**appointment._prepare_notification_row(event, "email"), **outcome})
        # As superuser: messages are written by the system alone.
        self.env["rendezvous.notification"].sudo().create(rows)

    def _tell_contact(self, event):
        """Queue one message; return what came of it, and the note for staff if nothing left."""
        reason = self.partner_id._no_email_reason()
        if reason:
            outcome = {"state": "dropped", "reason": reason}
            return outcome, self.env._("No message sent: %(reason)s", reason=reason)
        mail, reason = self._queue_message_safely(event)
        if not mail:
            note = self.env._("The message to the contact failed: tell them otherwise.")
            return {"state": "failed", "reason": reason, "attempts": 1}, note
        return {
            "state": "sent",
            "sent_at": fields.Datetime.now(),
            "attempts": 1,
            "mail_message_id": mail.mail_message_id.id,
        }, ""

    def _queue_message_safely(self, event):
        """Return the queued message and no reason, or none and the reason."""
        try:
            with self.env.cr.savepoint():
                return self._queue_message(event), ""
        except OperationalError:
            # The database asks for the whole transaction again, booking included.
            raise
        except Exception as error:  # pylint: disable=broad-except
            # An edited template may raise anything.
            _logger.exception("Message “%s” of appointment %s not queued", event, self.id)
            return None, error_words(error)

    def _queue_message(self, event):
        """Put one message with its own calendar file into the mail queue, and return it."""
        template = self.env.ref(f"rendezvous.mail_template_appointment_{event}")
        values = {
            "author_id": self.company_id.partner_id.id,
            # With auto-delete: the queue forgets the mail, the history keeps the message.
            "is_notification": True,
            "auto_delete": True,
        }
        mail = self.env["mail.mail"].browse(template.send_mail(self.id, email_values=values))
        method = "cancel" if self.state == "cancelled" else "request"
        file_vals = {
            "name": "rendezvous.ics",
            "raw": self._ics(),
            "mimetype": f"text/calendar; method={method}; charset=utf-8",
            "res_model": "mail.message",
            "res_id": mail.mail_message_id.id,
        }
        if event not in WITHOUT_CALENDAR_FILE:
            mail.write({"attachment_ids": [Command.create(file_vals)]})
        self.env["mail.notification"].create(self._prepare_notification_vals(mail))
        # The queue's own schedule is hourly.
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return mail

    def _prepare_notification_vals(self, mail):
        """Return what shows in the history whether the message left."""
        return {
            "author_id": mail.author_id.id,
            "mail_message_id": mail.mail_message_id.id,
            "mail_mail_id": mail.id,
            "res_partner_id": self.partner_id.id,
            "notification_type": "email",
            "notification_status": "ready",
            "is_read": True,
        }

    def _message_when(self):
        """Return the moment as the contact knows it, in the reader's language."""
        return self._told_when()

    def _message_facts(self):
        """Return what messages show of the moment, as the contact knows it.

        Hours are on the agenda's clock; ``zone`` is empty unless the
        contact's clock may be another one.
        """
        self.ensure_one()
        local = self.env["rendezvous.page"]._local_day(self.told_start, self.tz)
        locale = babel_locale_parse(get_lang(self.env).code)
        return {
            "weekday": format_date(local, "EEEE", locale=locale),
            "day": format_date(local, "d", locale=locale),
            "month": format_date(local, "MMMM y", locale=locale),
            "date": format_date(local, "full", locale=locale),
            "start_time": format_time(self.env, self.told_start, tz=self.tz, time_format="short"),
            "stop_time": format_time(self.env, self.told_stop, tz=self.tz, time_format="short"),
            "hours": self._told_hours(),
            "zone": self._zone_to_name(),
        }

    def _zone_to_name(self):
        """Return the agenda's time zone when the contact's is another, else nothing."""
        differs = self.partner_id.tz and self.partner_id.tz != self.tz
        return self.tz.replace("_", " ") if differs else ""
