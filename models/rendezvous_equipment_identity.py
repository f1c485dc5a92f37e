import re

from odoo import api, fields, models

from ..contact import fold


def serial_key(serial):
    """Return what writings of one serial number share: `sn 12-34` and `SN1234`."""
    return re.sub(r"[\W_]+", "", fold(serial)) or False


def brand_key(name):
    """Return what writings of one brand share, in the list or not."""
    return re.sub(r"[\W_]+", "", fold(name)) or False


class RendezvousEquipment(models.Model):
    """What tells one piece from another: brand and serial number, however written."""

    _inherit = "rendezvous.equipment"

    serial_key = fields.Char(compute="_compute_serial_key", store=True)
    brand_key = fields.Char(compute="_compute_brand_key", store=True)

    _serial_unique = models.UniqueIndex(
        "(company_id, brand_key, serial_key)"
        " WHERE brand_key IS NOT NULL AND serial_key IS NOT NULL",
        "This serial number is on file already for this brand, perhaps archived: look it up by its"
        " number and change that record, its owner for example, instead of making another.",
    )

    @api.depends("serial")
    def _compute_serial_key(self):
        for equipment in self:
            equipment.serial_key = serial_key(equipment.serial)

    @api.depends("brand_id.name", "other_brand")
    def _compute_brand_key(self):
        for equipment in self:
            equipment.brand_key = brand_key(equipment.brand_id.name or equipment.other_brand)

    @api.depends("brand_id.name", "other_brand", "model", "serial", "categ_id.name")
    def _compute_display_name(self):
        for equipment in self:
            words = [equipment._title(), equipment.serial]
            equipment.display_name = " · ".join(filter(None, words))

    def _brand_name(self):
        return self.brand_id.name or self.other_brand or ""

    def _title(self):
        """Return brand and model, else what kind of thing it is."""
        self.ensure_one()
        words = " ".join(filter(None, [self._brand_name(), self.model]))
        return words or self.product_id.name or self.categ_id.name or self.env._("Equipment")

    @api.model
    def _known(self, company, brand_name, serial):
        """Return the piece of an organisation that has this brand and serial number, if any."""
        keys = brand_key(brand_name), serial_key(serial)
        if not all(keys):
            return self.browse()
        # As superuser, archived ones too: the database counts them all.
        return (
            self.sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("company_id", "=", company.id),
                    ("brand_key", "=", keys[0]),
                    ("serial_key", "=", keys[1]),
                ],
                limit=1,
            )
        )
