import re

from odoo import models

from ..postcodes import CODE, LONGEST, normalize

LENGTH = {"street": 120, "city": 80}
# More than anybody is visited at: a mistake, or a robot.
MOST_ADDRESSES = 20


class ResPartner(models.Model):
    """An address that a contact adds online, to be visited there."""

    _inherit = "res.partner"

    def _add_visit_address(self, typed):
        """Return ``(address, errors)`` of what a contact typed, errors by field.

        Called as superuser, once it is known who adds it. One that he has
        already is found again.
        """
        self.ensure_one()
        vals, errors = self._read_visit_address(typed)
        if errors:
            return self.browse(), errors
        places = self | self.child_ids.filtered(lambda child: child.type != "contact")
        key = _address_key(vals)
        known = places.filtered(lambda place: _address_key(place) == key)
        if known:
            return known[0], {}
        if len(places) > MOST_ADDRESSES:
            return self.browse(), {
                "form": self.env._("You have many addresses already: call us, we add this one.")
            }
        return self.create({**self._prepare_visit_address_vals(), **vals}), {}

    def _prepare_visit_address_vals(self):
        company = self.company_id or self.env.company
        return {
            "parent_id": self.id,
            "type": "other",
            "company_id": self.company_id.id,
            "country_id": (self.country_id or company.sudo().country_id).id,
            "lang": self.lang,
        }

    def _read_visit_address(self, typed):
        vals, errors = {}, {}
        missing = {
            "street": self.env._("Type the number and the street."),
            "zip": self.env._("Type the postcode."),
            "city": self.env._("Type the town."),
        }
        for name in missing:
            posted = typed.get(name)
            posted = " ".join(posted.split()) if isinstance(posted, str) else ""
            vals[name] = posted.replace("\x00", "")
            if not vals[name]:
                errors[name] = missing[name]
            elif len(vals[name]) > LENGTH.get(name, len(vals[name])):
                errors[name] = self.env._(
                    "This answer is too long: %(length)s characters at most.", length=LENGTH[name]
                )
        if vals["zip"] and not _is_postcode(vals["zip"]):
            errors["zip"] = self.env._("Type a postcode such as %(example)s.", example="62100")
        return vals, errors


def _is_postcode(text):
    code = normalize(text)
    return bool(CODE.fullmatch(code) and re.search(r"[0-9]", code)) and len(code) <= LONGEST


def _address_key(place):
    """Return what writings of one address share."""
    words = (place["street"], normalize(place["zip"]), place["city"])
    return [" ".join((word or "").split()).lower() for word in words]
