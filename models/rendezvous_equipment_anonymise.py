import base64

from odoo import fields, models

ANONYMOUS = {
    "location_id": False,
    "serial": False,
    "image_1920": False,
    "invited_date": False,
    "invited_due_date": False,
}


class RendezvousEquipment(models.Model):
    """What stays of a piece whose owner was erased: what it is, and since when."""

    _inherit = "rendezvous.equipment"

    def _anonymise(self):
        """Cut what leads to the owner, for good; return what was removed, by kind.

        To be called with the erasure of the owner, which was decided.
        """
        # As superuser: whoever set the erasure going.
        pieces = self.sudo().with_context(active_test=False, tracking_disable=True)
        removed = pieces._remove_traces()
        for company, mine in pieces.grouped("company_id").items():
            mine.write({**ANONYMOUS, "partner_id": company._anonymous_partner().id})
        pieces.filtered(lambda piece: piece.state == "declared").write({"state": "service"})
        pieces.filtered("active").write({"active": False})
        return removed

    def _remove_traces(self):
        """Remove documents, messages, activities and followers."""
        documents = self._own_records("ir.attachment")
        messages = self._own_records("mail.message", name="model")
        removed = {"documents": len(documents), "messages": len(messages)}
        documents.unlink()
        messages.unlink()
        self._own_records("mail.activity").unlink()
        self._own_records("mail.followers").unlink()
        return removed

    def _own_records(self, model, name="res_model"):
        """Return the records of a model that hang on these pieces."""
        records = self.env[model].with_context(active_test=False)
        return records.search([(name, "=", self._name), ("res_id", "in", self.ids)])

    def _keep_service_dates(self):
        """Remember when a piece was serviced, before the appointments lead to it no more."""
        for equipment in self:
            equipment.former_service_date = equipment.last_service_date

    def _own_data(self):
        """Return what an owner takes away of it, as plain values."""
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "number": self.id,
            "category": self.categ_id.name or None,
            "brand": self._brand_name() or None,
            "model": self.model or None,
            "serial": self.serial or None,
            "address": self.place_id._display_address(without_company=True) or None,
            "installed_on": self.installation_date or None,
            "installed_by": self.installer_id.name or None,
            "warranty_until": self.warranty_end or None,
            "state": states[self.state],
            "last_service": self.last_service_date or None,
            "next_service_due": self.next_due_date or None,
            "invited_on": self.invited_date or None,
            "photo": self._photo_path() if self.image_1920 else None,
            "recorded_on": fields.Datetime.to_string(self.create_date),
        }

    def _photo_path(self):
        """Return where its photo is in the file that the owner takes away."""
        return f"documents/equipment-{self.id}.jpg"

    def _photo_bytes(self):
        return base64.b64decode(self.with_context(bin_size=False).image_1920)
