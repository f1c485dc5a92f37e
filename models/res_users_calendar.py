from odoo import SUPERUSER_ID, models

# Events of appointments: no mail, no invitation, no activity, nothing from the page at hand.
QUIET = {
    "mail_create_nosubscribe": True,
    "no_mail_to_attendees": True,
    "rendezvous_calendar": True,
    "skip_attendee_notification": True,
    "skip_contact_description": True,
    "tracking_disable": True,
}


class ResUsers(models.Model):
    """The user in whose name Odoo sends an event to Outlook or Google.

    Works with or without Odoo's ``microsoft_calendar`` and ``google_calendar``.
    """

    _inherit = "res.users"

    def _calendar_events(self):
        """Return ``calendar.event`` as this user, with all rights: his token sends the event.

        While his Outlook token is to be renewed, as the system, which sends
        nothing: renewing asks Outlook, and when it refuses, Odoo rolls the
        whole transaction back. The job renews it and sends.
        """
        uid, context = self.id or SUPERUSER_ID, {**QUIET, "lang": self.env.lang}
        if self._has_stale_outlook_token():
            self.env["rendezvous.appointment"]._wake_calendar_job()
            # Odoo would look at the token of the organizer too.
            uid, context["dont_notify"] = SUPERUSER_ID, True
        return self.env(user=uid, su=True, context=context)["calendar.event"]

    def _has_stale_outlook_token(self):
        if "microsoft_calendar_rtoken" not in self._fields or not self:
            return False
        # As superuser: tokens are the system's to read.
        user_sudo = self.sudo()
        return bool(user_sudo.microsoft_calendar_rtoken) and not (
            user_sudo._is_microsoft_calendar_valid()
        )

    def _send_events_to_outlook(self, events):
        """Send once more what Outlook has not got; nothing else may be pending here."""
        self.ensure_one()
        # As superuser: tokens are the system's to read.
        token = self.sudo()._get_microsoft_calendar_token()
        if token:
            events = self._calendar_events().browse(events.ids)
            kept = events.filtered("active")
            kept._sync_odoo2microsoft()
            (events - kept)._delete_from_outlook(token)
