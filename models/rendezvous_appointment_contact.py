from odoo import fields, models
from odoo.tools import email_normalize

# How each field is typed on a page: input type, autocomplete, width.
INPUTS = {
    "email": ("email", "email", "col-sm-6"),
    "phone": ("tel", "tel", "col-sm-6"),
    "birthdate_date": ("date", "bday", "col-sm-6"),
    "street": ("text", "street-address", "col-12"),
    "zip": ("text", "postal-code", "col-sm-4"),
    "city": ("text", "address-level2", "col-sm-8"),
    "reason": ("text", "off", "col-12"),
    "contact_note": ("textarea", "off", "col-12"),
}
LENGTH = {"contact_note": 4000}
DEFAULT_LENGTH = 200


class RendezvousAppointment(models.Model):
    """What an agenda asks of the contact, on the public file and from staff.

    The routes call these as superuser, for an appointment of the visitor's.
    """

    _inherit = "rendezvous.appointment"

    reason = fields.Char(tracking=True, help="Why the contact comes, in his words.")
    contact_note = fields.Text("Note of the contact", help="What the contact wants you to know.")

    def _save_file(self, typed):
        """Save what can be saved of a posted file; return ``{form key: message}`` for the rest."""
        return {**self._save_contact_fields(typed), **self._save_answers(typed)}

    def _contact_items(self, typed=None, errors=None):
        """Return what the page shows of each field asked, with its value and its error."""
        self.ensure_one()
        typed, errors = typed or {}, errors or {}
        items = []
        for asked in self._asked_fields():
            key = f"c_{asked.field}"
            kind, autocomplete, width = INPUTS[asked.field]
            items.append(
                {
                    "key": key,
                    "label": asked.display_name,
                    "required": asked.required,
                    "value": typed.get(key, self._contact_value(asked)),
                    "error": errors.get(key),
                    "type": kind,
                    "autocomplete": autocomplete,
                    "width": width,
                }
            )
        return items

    def _asked_fields(self):
        """Return the fields to ask online: an email already known is the log-in's."""
        known = self.partner_id.email
        return self.agenda_id.contact_field_ids.filtered(
            lambda asked: not (asked.field == "email" and known)
        )

    def _contact_value(self, asked):
        record = self if asked._is_of_appointment() else self.partner_id
        value = record[asked.field] or ""
        return value.isoformat() if value and asked.field == "birthdate_date" else value

    def _save_contact_fields(self, typed):
        self.ensure_one()
        errors, of_contact, of_appointment = {}, {}, {}
        for asked in self._asked_fields():
            key = f"c_{asked.field}"
            value, error = self._read_contact_field(asked, typed.get(key))
            if not error and asked.required and not value:
                error = self.env._("Fill this in to go on.")
            if error:
                errors[key] = error
            elif key in typed:
                vals = of_appointment if asked._is_of_appointment() else of_contact
                vals[asked.field] = value
        self.partner_id.write(of_contact)
        self.write(of_appointment)
        return errors

    def _read_contact_field(self, asked, posted):
        """Return ``(value, error)`` of what was posted; what is known when nothing was."""
        if not isinstance(posted, str):
            return self._contact_value(asked), None
        posted = posted.strip()
        longest = LENGTH.get(asked.field, DEFAULT_LENGTH)
        if len(posted) > longest:
            return None, self.env._(
                "This answer is too long: %(length)s characters at most.", length=longest
            )
        reader = {
            "email": self._read_email,
            "phone": self._read_phone,
            "birthdate_date": self._read_birth_date,
        }.get(asked.field)
        return reader(posted) if reader and posted else (posted or False, None)

    def _read_email(self, posted):
        if not email_normalize(posted):
            return None, self.env._("Enter an email such as name@example.com.")
        return posted, None

    def _read_phone(self, posted):
        if not self.partner_id._phone_format(number=posted):
            return None, self.env._(
                "Check this number: all its digits, or + and the code of its country."
            )
        return posted, None

    def _read_birth_date(self, posted):
        try:
            day = fields.Date.to_date(posted)
        except ValueError:
            return None, self.env._("Enter a date as year-month-day, such as 1980-05-31.")
        if day > fields.Date.today():
            return None, self.env._("This day is yet to come: check the year.")
        return day, None
