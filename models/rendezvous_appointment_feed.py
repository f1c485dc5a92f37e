from urllib.parse import urljoin

from dateutil.tz import UTC

from odoo import models


class RendezvousAppointment(models.Model):
    """The appointment as calendars show it that follow a link: the contact's, or staff's.

    It has the same name (UID) as in the file that goes with messages.
    """

    _inherit = "rendezvous.appointment"

    def _prepare_contact_feed_values(self):
        """Return the properties that the contact may see: what he was told of the time.

        The link to his page asks for his log-in, unlike those of messages: a
        calendar is shown to many.
        """
        url = urljoin(self.get_base_url(), f"/my/rendezvous/{self.id}")
        return {**self._prepare_ics_values(url), **self._prepare_stamp_values()}

    def _prepare_staff_feed_values(self):
        """Return the properties that staff sees: the exact time, who comes, how to call."""
        contact, place = self.partner_id, self._place()
        url = urljoin(self.get_base_url(), f"/mail/view?model={self._name}&res_id={self.id}")
        lines = [contact.phone, self._contact_address(), self._told_words(), url]
        return {
            **self._prepare_ics_values(url),
            **self._prepare_stamp_values(),
            "dtstart": self.start.replace(tzinfo=UTC),
            "dtend": self.stop.replace(tzinfo=UTC),
            "summary": f"{self.service_id.name} – {contact.name}",
            "location": ", ".join(dict.fromkeys(filter(None, (place.name, self._place_address())))),
            "description": "\n".join(filter(None, lines)),
        }

    def _prepare_stamp_values(self):
        """Return when this version was made: the same file each time nothing has changed."""
        changed = self.write_date.replace(microsecond=0, tzinfo=UTC)
        return {"dtstamp": changed, "last-modified": changed}

    def _contact_address(self):
        lines = self.partner_id._display_address(without_company=True).splitlines()
        return ", ".join(line.strip() for line in lines if line.strip())

    def _told_words(self):
        """Return the half-day that the contact knows, nothing when he knows the time."""
        if not self.window_start:
            return ""
        return self.env._("The contact was told: %(when)s", when=self._told_when())
