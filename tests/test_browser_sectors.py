from .browser_common import BrowserCase


class TestBrowserSectors(BrowserCase):
    def test_the_map_shows_the_contacts_of_each_sector(self):
        self.env["rendezvous.sector"].create(
            [
                {"code": "N", "name": "North", "company_id": self.parent.id, "postcodes": "62300"},
                {"code": "S", "name": "South", "company_id": self.parent.id, "postcodes": "62400"},
            ]
        )
        contact = self.env["res.partner"].create(
            {
                "lastname": "Durand",
                "firstname": "Zoé",
                "zip": "62300",
                "company_id": self.parent.id,
            }
        )
        contact.write({"partner_latitude": 50.43, "partner_longitude": 2.83})
        self.env.ref("base.user_admin").write(
            {"company_ids": [(4, self.parent.id)], "company_id": self.parent.id}
        )
        url = "/odoo/action-rendezvous.rendezvous_sector_action_map"
        self.start_tour(url, "rendezvous_sector_map", login="admin")
