from odoo import fields, models
from odoo.tools import SQL


class RendezvousSector(models.Model):
    """Fill the sector of contacts by their postcode."""

    _inherit = "rendezvous.sector"

    def action_refresh_contacts(self):
        """Give the contacts who live in these sectors, or left them, their sector."""
        self.check_access("write")
        changed = sum(
            self.filtered(lambda s, c=company: s.company_id == c)._refresh_contacts(company)
            for company in self.company_id
        )
        message = self.env._("%(count)s contacts changed sector.", count=changed)
        if not changed:
            message = self.env._("Every contact has the right sector already.")
        elif changed == 1:
            message = self.env._("1 contact changed sector.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _refresh_contacts(self, company):
        """Return how many contacts of an organisation changed.

        One statement for the postcodes and one for the contacts, however many
        there are; contacts whose sector was set by hand are left alone.
        """
        Partner = self.env["res.partner"]
        Partner.flush_model(["zip", "company_id", "rendezvous_sector_id"])
        Partner.flush_model(["rendezvous_sector_manual"])
        index = self._postcode_index(company.id)
        self.env.cr.execute(
            SQL(
                "SELECT DISTINCT COALESCE(partner.zip, '') FROM res_partner partner WHERE %s",
                self._refreshed_contacts(company),
            )
        )
        places = [(code, index.find(code)) for (code,) in self.env.cr.fetchall()]
        self.env.cr.execute(
            SQL(
                """
                UPDATE res_partner partner
                   SET rendezvous_sector_id = place.sector_id,
                       write_uid = %(user)s,
                       write_date = %(now)s
                  FROM unnest(%(codes)s::text[], %(sectors)s::int[]) AS place (code, sector_id)
                 WHERE COALESCE(partner.zip, '') = place.code
                   AND partner.rendezvous_sector_id IS DISTINCT FROM place.sector_id
                   AND (partner.rendezvous_sector_id = ANY(%(chosen)s)
                        OR place.sector_id = ANY(%(chosen)s))
                   AND %(refreshed)s
                """,
                user=self.env.uid,
                now=fields.Datetime.now(),
                codes=[code for code, _sector in places],
                sectors=[sector for _code, sector in places],
                chosen=self.ids,
                refreshed=self._refreshed_contacts(company),
            )
        )
        changed = self.env.cr.rowcount
        Partner.invalidate_model(["rendezvous_sector_id", "write_uid", "write_date"])
        self.invalidate_model(["partner_ids", "partner_count"])
        return changed

    def _refreshed_contacts(self, company):
        """Return the condition for contacts of an organisation that follow their postcode.

        A contact of no company is everyone's: it is left to the organisation
        whose sector it has.
        """
        return SQL(
            """
            partner.rendezvous_sector_manual IS NOT TRUE
            AND (partner.company_id IN (SELECT id FROM res_company WHERE parent_path LIKE %(path)s)
                 OR partner.company_id IS NULL
                    AND NOT EXISTS (
                        SELECT FROM rendezvous_sector sector
                         WHERE sector.id = partner.rendezvous_sector_id
                           AND sector.company_id <> %(company)s))
            """,
            path=f"{company.id}/%",
            company=company.id,
        )
