from odoo import api, fields, models

CONTACT_FIELDS = [
    ("email", "Email"),
    ("phone", "Phone"),
    ("birthdate_date", "Birth date"),
    ("street", "Address"),
    ("zip", "Postcode"),
    ("city", "City"),
    ("reason", "Reason"),
    ("contact_note", "Note of the contact"),
]
# Said about one appointment; the others stay in the contact's file.
OF_APPOINTMENT = ("reason", "contact_note")


class RendezvousContactField(models.Model):
    """What an agenda asks of the contact when an appointment is made."""

    _name = "rendezvous.contact.field"
    _description = "Field asked of the contact"
    _inherit = ["rendezvous.company.mixin"]
    _order = "sequence, id"

    agenda_id = fields.Many2one("rendezvous.agenda", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="agenda_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    field = fields.Selection(CONTACT_FIELDS, required=True)
    required = fields.Boolean("Mandatory", help="No appointment without it.")

    _field_once = models.UniqueIndex(
        "(agenda_id, field)", "An agenda asks for each field once: remove the second line."
    )

    @api.depends("field")
    def _compute_display_name(self):
        labels = dict(self._fields["field"]._description_selection(self.env))
        for asked in self:
            asked.display_name = labels.get(asked.field, "")

    def _is_of_appointment(self):
        return self.field in OF_APPOINTMENT
