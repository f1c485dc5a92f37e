from babel.dates import format_date

from odoo import fields, models
from odoo.tools import format_time
from odoo.tools.misc import babel_locale_parse, get_lang


class RendezvousAppointment(models.Model):
    """What people are told of an appointment: the one door, and what templates read."""

    _inherit = "rendezvous.appointment"

    def _notify_contact(self, event, skipped=()):
        """Tell the contact and the staff side of an event, as the rules of each agenda say.

        ``event`` is one of ``EVENTS`` but “reminder”; ``skipped`` are the channels
        that the contact is not told by, this time. The booking stands whatever
        happens here: what could not be queued is logged and noted in the
        history, for staff to tell the contact. What is over concerns nobody
        any more, but who did not come.
        """
        now = fields.Datetime.now()
        # As superuser: messages are written by the system alone.
        told = self.sudo().filtered(lambda a: event == "no_show" or a.stop > now)
        rules = self.env["rendezvous.message.rule"]._by_agenda(told.agenda_id, event)
        rows = self.env["rendezvous.notification"].sudo()
        vals_list = []
        for appointment in told:
            vals_list += rules[appointment.agenda_id]._prepare_rows(appointment, skipped)
        rows = rows.create(vals_list)
        rows._send()
        rows._note_untold()

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

    def _message_extra(self, channel):
        """Return what the rule of the event adds to the template, in the reader's language.

        While the rule is being written, what is typed counts (its example).
        Reminders have rules of their own for it.
        """
        self.ensure_one()
        typed = self.env.context.get("rendezvous_extra_typed")
        if typed is not None:
            return typed
        rule = self.env["rendezvous.message.rule"].sudo()
        rule = rule.browse(self.env.context.get("rendezvous_message_rule_id") or ()).exists()
        return rule.event != "reminder" and rule[f"extra_{channel}"] or ""

    def _message_cancelled_by(self):
        """Return who cancelled, in words for the contact."""
        self.ensure_one()
        by_contact = self.cancelled_by == "contact"
        return self.env._("as you asked") if by_contact else self.env._("we are sorry")

    def _zone_to_name(self):
        """Return the agenda's time zone when the contact's is another, else nothing."""
        differs = self.partner_id.tz and self.partner_id.tz != self.tz
        return self.tz.replace("_", " ") if differs else ""
