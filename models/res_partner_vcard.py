import base64

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ..vcard import Address, Card, write_cards

MAX_EXPORT = 1000


class ResPartner(models.Model):
    """The contact as a card for phones and mail programs."""

    _inherit = "res.partner"

    def action_rendezvous_export_vcard(self):
        """Download the cards of these contacts in one file."""
        if len(self) > MAX_EXPORT:
            raise UserError(
                self.env._(
                    "%(chosen)s contacts are chosen: export at most %(max)s at a time.",
                    chosen=len(self),
                    max=MAX_EXPORT,
                )
            )
        ids = ",".join(map(str, self.ids))
        return {"type": "ir.actions.act_url", "url": f"/rendezvous/vcard?ids={ids}"}

    def _get_vcard_file(self):
        """Odoo's own download takes the whole name for a surname: give it our card."""
        return self._vcard()

    def _vcard(self, version="3.0"):
        """Return the bytes of a file with one card per contact."""
        return write_cards([partner._prepare_card() for partner in self], version)

    def _prepare_card(self):
        self.ensure_one()
        return Card(
            lastname=(self.name if self.is_company else self.lastname) or "",
            firstname=(not self.is_company and self.firstname) or "",
            is_company=self.is_company,
            organisation=self.commercial_company_name or "",
            function=self.function or "",
            email=self.email or "",
            phone=self.phone or "",
            is_mobile=self.rendezvous_phone_kind == "mobile",
            website=self.website or "",
            birthdate=self.birthdate_date or None,
            address=Address(
                street=self.street or "",
                street2=self.street2 or "",
                city=self.city or "",
                region=self.state_id.name or "",
                postcode=self.zip or "",
                country=self.country_id.name or "",
            ),
            note=html2plaintext(self.comment) if self.comment else "",
            photo=base64.b64decode(self.image_512 or b""),
        )
