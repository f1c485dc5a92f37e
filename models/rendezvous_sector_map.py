from odoo import api, models

MAX_PLACES = 500
# The colours 0 to 11 of tags, darker, to be seen on a map.
COLORS = [
    "#5f6368",
    "#c0392b",
    "#c56a10",
    "#a88300",
    "#1f78b4",
    "#7b4173",
    "#b5485d",
    "#0f766e",
    "#31408b",
    "#ad1457",
    "#2e7d32",
    "#6a3fb5",
]


class RendezvousSector(models.Model):
    """The sectors on a map, by the contacts that are located in them."""

    _inherit = "rendezvous.sector"

    @api.readonly
    @api.model
    def get_map(self, sector_ids=None):
        """Return what the map draws: the sectors and at most ``MAX_PLACES`` contacts."""
        sectors = self.browse(sector_ids).exists() if sector_ids else self.search([], limit=1000)
        contacts = self.env["res.partner"].search(
            [
                ("rendezvous_sector_id", "in", sectors.ids),
                "|",
                ("partner_latitude", "!=", 0),
                ("partner_longitude", "!=", 0),
            ],
            order="id desc",
            limit=MAX_PLACES + 1,
        )
        return {
            "sectors": [
                {"id": s.id, "name": s.display_name, "color": COLORS[s.color % len(COLORS)]}
                for s in sectors
            ],
            "places": [self._prepare_place(contact) for contact in contacts[:MAX_PLACES]],
            "cut": MAX_PLACES if len(contacts) > MAX_PLACES else 0,
        }

    def action_view_map(self):
        action = self.env["ir.actions.client"]._for_xml_id(
            "rendezvous.rendezvous_sector_action_map"
        )
        return {**action, "params": {"sector_ids": self.ids}}

    def action_view_contacts(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("rendezvous.res_partner_action")
        return {**action, "domain": [("rendezvous_sector_id", "in", self.ids)], "context": {}}

    @api.model
    def _prepare_place(self, contact):
        return {
            "id": contact.id,
            "name": contact.display_name,
            "town": " ".join(filter(None, [contact.zip, contact.city])),
            "sector_id": contact.rendezvous_sector_id.id,
            "latitude": contact.partner_latitude,
            "longitude": contact.partner_longitude,
        }
