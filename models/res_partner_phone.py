import phonenumbers

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Kinds of numbers that may be a mobile: in some countries nothing tells.
MOBILE = {
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
}


class ResPartner(models.Model):
    """Phones are valid, kept in E.164 (``phone_sanitized``), and known to take SMS or not."""

    _inherit = "res.partner"

    phone_sanitized = fields.Char(index="btree_not_null")
    rendezvous_phone_kind = fields.Selection(
        [("mobile", "Mobile"), ("landline", "Landline: takes no SMS")],
        string="Kind of phone",
        compute="_compute_rendezvous_phone_kind",
        store=True,
    )
    rendezvous_is_reachable = fields.Boolean(
        "Reachable",
        compute="_compute_rendezvous_is_reachable",
        help="There is an email or a phone to write to.",
    )

    @api.depends("phone_sanitized")
    def _compute_rendezvous_phone_kind(self):
        for partner in self:
            number = partner._rendezvous_parsed_phone()
            kind = number and phonenumbers.number_type(number)
            partner.rendezvous_phone_kind = number and ("mobile" if kind in MOBILE else "landline")

    @api.depends("email", "phone")
    def _compute_rendezvous_is_reachable(self):
        for partner in self:
            partner.rendezvous_is_reachable = bool(partner.email or partner.phone)

    @api.constrains("phone")
    def _check_phone(self):
        """Refuse a person's number that nobody can dial.

        Not a company's: those carry extensions and several numbers. Nor one
        that no country tells how to read.
        """
        for partner in self.filtered(lambda partner: partner.phone and not partner.is_company):
            country = partner.country_id or self.env.company.country_id
            if (country or partner.phone.startswith("+")) and not partner._phone_format("phone"):
                raise ValidationError(
                    self.env._(
                        "“%(phone)s” is not a phone number of %(country)s: check its digits, or"
                        " begin with + and the code of its country.",
                        phone=partner.phone,
                        country=country.name or self.env._("any country"),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners.filtered("phone")._rendezvous_write_phones()
        return partners

    def write(self, vals):
        result = super().write(vals)
        if vals.get("phone"):
            self._rendezvous_write_phones()
        return result

    def _rendezvous_write_phones(self):
        """Write each person's phone the international way, whatever way it came in."""
        for partner in self.filtered(lambda partner: not partner.is_company):
            phone = partner._phone_format(fname="phone", force_format="INTERNATIONAL")
            if phone and phone != partner.phone:
                partner.phone = phone

    def _rendezvous_parsed_phone(self):
        if not self.phone_sanitized:
            return False
        try:
            return phonenumbers.parse(self.phone_sanitized)
        except phonenumbers.NumberParseException:
            return False

    def _rendezvous_national_phone(self):
        """Return the number as dialled inside its country, `06 12 34 56 78`."""
        number = self._rendezvous_parsed_phone()
        if not number:
            return ""
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)

    def _rendezvous_takes_sms(self):
        """Tell whether an SMS may be sent: a mobile, and the contact agrees."""
        self.ensure_one()
        return self.rendezvous_phone_kind == "mobile" and self.rendezvous_notify_sms
