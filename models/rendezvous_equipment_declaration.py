import base64

from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger
from odoo.tools.image import image_process

from .rendezvous_equipment_identity import brand_key

TYPED = ("category", "brand", "other_brand", "model", "serial", "installation_date")
LENGTH = 100
PICTURES = {"gif", "jpeg", "jpg", "png", "webp"}
# Nobody has so many at once that staff has not looked at: a mistake, or a robot.
MOST_DECLARED = 30


class RendezvousEquipment(models.Model):
    """What a customer declares: checked, then kept for staff to accept or correct.

    Called as superuser, once it is known who declares.
    """

    _inherit = "rendezvous.equipment"

    @api.model
    def _declare(self, partner, values):
        """Return ``(equipment, errors)`` of what a customer typed, errors by field.

        ``values`` are as posted: ``category`` and ``brand`` are ids,
        ``installation_date`` is an ISO date, ``photo`` an upload. With errors,
        the equipment is the customer's own one that is on file already, or none.
        """
        company = self.env["rendezvous.page"]._company().root_id
        vals, errors = self._read_declaration(values, company)
        if not errors and self._declared_count(partner) >= MOST_DECLARED:
            errors["form"] = self.env._(
                "You declared many pieces that we have not checked yet: call us, we add the others."
            )
        known = self._known(company, self._declared_brand(vals), vals.get("serial"))
        if known:
            errors["serial"] = self._known_words(known, partner)
        if errors:
            mine = known.partner_id == partner and known.active
            return known if mine else self.browse(), errors
        return self._keep_declaration({**vals, "partner_id": partner.id, "company_id": company.id})

    @api.model
    def _may_declare(self, company):
        """Tell whether an organisation lets its customers declare, and says what."""
        root = company.sudo().root_id
        return root.rendezvous_declare_equipment and bool(self._declared_categories(root))

    @api.model
    def _declared_categories(self, company):
        Category = self.env["product.category"].sudo()
        return Category.search(Category._published_domain(company), order="complete_name")

    @api.model
    def _declared_brands(self, company):
        Brand = self.env["product.brand"].sudo()
        return Brand.search(Brand._published_domain(company), order="name")

    def _declared_count(self, partner):
        domain = [("partner_id", "=", partner.id), ("is_declared", "=", True)]
        return self.sudo().search_count(domain)

    def _declared_brand(self, vals):
        brand = self.env["product.brand"].sudo().browse(vals.get("brand_id"))
        return brand.name or vals.get("other_brand")

    def _known_words(self, known, partner):
        if known.partner_id == partner and known.active:
            return self.env._("You have this piece on file already.")
        return self.env._(
            "This serial number is known to us already for this brand. Check it on the plate; if"
            " it is right, call us: we find out together."
        )

    def _keep_declaration(self, vals):
        """Create the piece, unless another request was faster."""
        # As the system: the row does not lead to the account of its owner.
        Equipment = self.with_user(SUPERUSER_ID)
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                equipment = Equipment.create({**vals, "state": "declared"})
                equipment.flush_recordset()
        except UniqueViolation:
            return self.browse(), {"serial": self._known_words(self.browse(), None)}
        except UserError as error:
            return self.browse(), {"form": str(error)}
        return self.browse(equipment.id), {}

    def _read_declaration(self, values, company):
        """Return ``(values of a record, errors by field)``."""
        readers = {
            "category": self._read_category,
            "brand": self._read_brand,
            "other_brand": self._read_other_brand,
            "model": self._read_words,
            "serial": self._read_words,
            "installation_date": self._read_installation_date,
        }
        vals, errors = {}, {}
        for name, reader in readers.items():
            posted = values.get(name)
            posted = " ".join(posted.split()) if isinstance(posted, str) else ""
            posted = posted.replace("\x00", "")
            found, error = self._read_words(name, posted, company)
            if not error:
                found, error = reader(name, posted, company)
            vals.update(found)
            errors.update({name: error} if error else {})
        self._check_one_brand(vals, errors, company)
        self._read_photo(values.get("photo"), vals, errors)
        return vals, errors

    def _read_words(self, name, posted, _company):
        if len(posted) > LENGTH:
            return {}, self.env._(
                "This answer is too long: %(length)s characters at most.", length=LENGTH
            )
        return {name: posted or False} if name in self._fields else {}, None

    def _read_category(self, _name, posted, company):
        found = self._declared_categories(company).filtered(lambda c: str(c.id) == posted)
        if not found:
            return {}, self.env._("Choose what kind of equipment it is.")
        return {"categ_id": found.id}, None

    def _read_brand(self, _name, posted, company):
        if not posted:
            return {"brand_id": False}, None
        found = self._declared_brands(company).filtered(lambda b: str(b.id) == posted)
        if not found:
            return {}, self.env._("Choose one of the proposed brands.")
        return {"brand_id": found.id}, None

    def _read_other_brand(self, name, posted, company):
        if posted and not company.rendezvous_other_brands:
            return {}, self.env._("Choose one of the proposed brands: we look after no other.")
        return {name: posted or False}, None

    def _check_one_brand(self, vals, errors, company):
        """Keep one brand; one of the list that was written by hand is taken from there."""
        if {"brand", "other_brand"} & errors.keys():
            return
        brands, other = self._declared_brands(company), vals["other_brand"]
        listed = brands.filtered(lambda brand: brand_key(brand.name) == brand_key(other))
        if other and listed and vals["brand_id"] in (False, *listed.ids):
            vals.update(brand_id=listed[:1].id, other_brand=False)
        elif other and vals["brand_id"]:
            errors["other_brand"] = self.env._(
                "Choose a brand of the list, or write another one: not both."
            )
        elif brands and not other and not vals["brand_id"]:
            errors["brand"] = self.env._("Choose the brand: it is written on the plate.")

    def _read_installation_date(self, name, posted, _company):
        if not posted:
            return {name: False}, None
        try:
            day = fields.Date.to_date(posted)
        except ValueError:
            example = fields.Date.to_string(fields.Date.today())
            return {}, self.env._("Enter a date as year-month-day, such as %(date)s.", date=example)
        if day > fields.Date.context_today(self):
            return {}, self.env._("This day is yet to come: check the year.")
        if day.year < 1900:
            return {}, self.env._("This day is too long ago: check the year.")
        return {name: day}, None

    def _read_photo(self, upload, vals, errors):
        if not getattr(upload, "filename", None):
            return
        Appointment = self.env["rendezvous.appointment"]
        content, error = Appointment._read_upload(upload, self._photo_limits())
        if not error and not self._is_readable(content):
            error = self.env._("This picture cannot be read: try another one.")
        if error:
            errors["photo"] = error
        else:
            vals["image_1920"] = base64.b64encode(content)

    def _is_readable(self, content):
        try:
            image_process(content, size=(1, 1), verify_resolution=True)
        except UserError:
            return False
        return True

    @api.model
    def _photo_limits(self):
        """Return what a photo may weigh and be: the pictures among the accepted documents."""
        limits = self.env["rendezvous.appointment"]._document_limits()
        types = [word for word in limits["types"] if word in PICTURES]
        return {
            "max_mb": limits["max_mb"],
            "types": types,
            "types_words": ", ".join(types).upper(),
            "accept": ",".join(f".{word}" for word in types),
        }
