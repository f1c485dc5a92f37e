from urllib.parse import parse_qsl, urlencode, urlsplit

from babel.dates import format_date

from odoo import api, models

from .rendezvous_equipment_declaration import TYPED

# Where a form may lead back to.
OURS = ("/rendezvous", "/my/rendezvous")


class RendezvousPage(models.AbstractModel):
    """What the pages of equipment show to its owner."""

    _inherit = "rendezvous.page"

    @api.model
    def _date_words(self, day):
        return format_date(day, "long", locale=self._locale()) if day else ""

    @api.model
    def _equipment_of(self, partner):
        """Return the domain of what a contact has of this website's organisation."""
        own = partner._portal_equipment_domain()
        return [*own, ("company_id", "=", self._company().root_id.id)]

    @api.model
    def _shows_equipment(self, partner):
        """Tell whether equipment says anything to this contact: he has some, or may declare it."""
        if not partner._may_in_portal("see_equipment"):
            return False
        Equipment = self.env["rendezvous.equipment"].sudo()
        return Equipment._may_declare(self._company()) or bool(
            Equipment.search_count(self._equipment_of(partner), limit=1)
        )

    @api.model
    def _declaration_page(self, typed=None, errors=None, back="", known=None):
        """Return the values of the form in which a customer declares a piece.

        ``typed`` is what was posted, ``errors`` the messages by field,
        ``known`` the customer's own piece that is on file already.
        """
        typed, errors = typed or {}, errors or {}
        company = self._company().root_id
        Equipment = self.env["rendezvous.equipment"].sudo()
        labels = self._declaration_labels()
        return {
            "page": self,
            "typed": {name: typed.get(name) or "" for name in TYPED},
            "errors": errors,
            "error_items": [(key, labels.get(key, ""), errors[key]) for key in errors],
            "known": known,
            "back": self._local_path(back),
            "categories": Equipment._declared_categories(company),
            "brands": Equipment._declared_brands(company),
            "other_brands": company.rendezvous_other_brands,
            "photo_limits": Equipment._photo_limits(),
        }

    def _declaration_labels(self):
        return {
            "category": self.env._("Kind of equipment"),
            "brand": self.env._("Brand"),
            "other_brand": self.env._("Other brand"),
            "model": self.env._("Model"),
            "serial": self.env._("Serial number"),
            "installation_date": self.env._("Installed on"),
            "photo": self.env._("Photo"),
        }

    @api.model
    def _local_path(self, text):
        """Return a path of our own pages, empty for anything that leads elsewhere."""
        text = text if isinstance(text, str) else ""
        if not text.isprintable() or "\\" in text or len(text) > 500:
            return ""
        try:
            parts = urlsplit(text)
        except ValueError:
            return ""
        inside = any(parts.path == root or parts.path.startswith(f"{root}/") for root in OURS)
        is_plain = not parts.scheme and not parts.netloc and ".." not in parts.path
        return text if inside and is_plain and "//" not in parts.path else ""

    @api.model
    def _with_equipment(self, path, equipment):
        """Return one of our paths with the piece in its query."""
        parts = urlsplit(self._local_path(path))
        query = [pair for pair in parse_qsl(parts.query) if pair[0] != "equipment"]
        query.append(("equipment", equipment.id))
        return parts._replace(query=urlencode(query)).geturl()
