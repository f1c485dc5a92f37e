from odoo import fields, models


class RendezvousEquipment(models.Model):
    """The piece as its owner sees it. The routes call these as superuser."""

    _inherit = "rendezvous.equipment"

    def _owner_state(self):
        """Return ``(code, words)`` of the state, as it is shown to the owner."""
        self.ensure_one()
        codes = {
            "declared": "held",
            "service": "confirmed",
            "stopped": "past",
            "removed": "cancelled",
        }
        words = {
            "declared": self.env._("Being checked"),
            "service": self.env._("In service"),
            "stopped": self.env._("Out of service"),
            "removed": self.env._("Removed"),
        }
        return codes[self.state], words[self.state]

    def _owner_due(self):
        """Return ``(code, words)`` of the next service, none where none is due."""
        self.ensure_one()
        day = self.next_due_date
        if not day or self.state != "service":
            return None
        words = self.env["rendezvous.page"]._date_words(day)
        if day < fields.Date.context_today(self):
            return "late", self.env._("Service due since %(date)s", date=words)
        if day <= self._due_limit():
            return "soon", self.env._("Service due on %(date)s", date=words)
        return "later", self.env._("Next service on %(date)s", date=words)

    def _owner_facts(self):
        """Return ``[(label, value)]`` of what the owner reads, empty ones left out."""
        self.ensure_one()
        date_words = self.env["rendezvous.page"]._date_words
        place = self.place_id
        town = " ".join(filter(None, [place.zip, place.city]))
        facts = [
            (self.env._("Category"), self.categ_id.name),
            (self.env._("Brand"), self._brand_name()),
            (self.env._("Model"), self.model),
            (self.env._("Serial number"), self.serial),
            (self.env._("Address"), ", ".join(filter(None, [place.street, place.street2, town]))),
            (self.env._("Installed on"), date_words(self.installation_date)),
            (self.env._("Installed by"), self.installer_id.name),
            (self.env._("Warranty"), self._warranty_words()),
            (self.env._("Last service"), date_words(self.last_service_date)),
        ]
        return [(label, value) for label, value in facts if value]

    def _warranty_words(self):
        if not self.warranty_end:
            return ""
        words = self.env["rendezvous.page"]._date_words(self.warranty_end)
        if self.is_under_warranty:
            return self.env._("until %(date)s", date=words)
        return self.env._("ended on %(date)s", date=words)

    def _owner_appointments(self, partner):
        """Return the interventions that the profile of a contact shows, newest first."""
        Appointment = self.env["rendezvous.appointment"]
        coming = Appointment._contact_domain(partner, past=False)
        shown = coming | Appointment._contact_domain(partner, past=True)
        mine = [("equipment_id", "=", self.id)]
        return Appointment.search(shown & fields.Domain(mine), order="start desc, id desc")
