from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import get_lang

from ..contact import Identity, search_terms, search_text

LIKE = ("ilike", "like")


class ResPartner(models.Model):
    """Find a contact by any part of the names, an email, a phone or a birth date.

    One folded text with one trigram index, rather than a comparison with
    each field: no accent, no format of a phone and no order of the names
    matters, and 200,000 contacts answer at once.
    """

    _inherit = "res.partner"

    rendezvous_search_text = fields.Char(
        "Found by",
        compute="_compute_rendezvous_search_text",
        store=True,
        index="trigram",
        copy=False,
    )

    def init(self):
        result = super().init()
        # How rare a part of a word is, PostgreSQL guesses from its sample: with the
        # usual one, it reads the whole table where the index would answer at once.
        self.env.cr.execute(
            "ALTER TABLE res_partner ALTER COLUMN rendezvous_search_text SET STATISTICS 1000"
        )
        return result

    @api.depends(lambda self: self._rendezvous_identity_fields())
    def _compute_rendezvous_search_text(self):
        for partner in self:
            partner.rendezvous_search_text = search_text(partner._rendezvous_identity())

    @api.model
    def _rendezvous_identity_fields(self):
        return [
            "name",
            "commercial_company_name",
            "email",
            "phone",
            "phone_sanitized",
            "birthdate_date",
            "ref",
            "vat",
            "company_registry",
        ]

    def _rendezvous_identity(self):
        return Identity(
            names=(self.name or "", self.commercial_company_name or ""),
            codes=(self.ref or "", self.vat or "", self.company_registry or ""),
            email=self.email or "",
            phone=self.phone or "",
            e164=self.phone_sanitized or "",
            national=self._rendezvous_national_phone(),
            birth=self.birthdate_date or None,
        )

    @api.model
    def _search_display_name(self, operator, value):
        if operator in LIKE and isinstance(value, str) and value.strip():
            return self._rendezvous_search_domain(value)
        return super()._search_display_name(operator, value)

    @api.model
    def _rendezvous_search_domain(self, typed):
        """Return the contacts in which every word of ``typed`` is found."""
        month_first = get_lang(self.env).date_format.startswith("%m")
        return Domain.AND(
            Domain.OR(Domain("rendezvous_search_text", "like", term) for term in terms)
            for terms in search_terms(typed, month_first)
        )
