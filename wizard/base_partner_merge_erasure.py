from odoo import models


class MergePartnerAutomatic(models.TransientModel):
    """Two files of one contact who asked twice: one request is left."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        # As superuser, as the merge itself; the index would refuse a second open request.
        asked = (
            self.env["rendezvous.erasure.request"]
            .sudo()
            .search(
                [("partner_id", "in", (src_partners | dst_partner).ids), ("state", "=", "asked")],
                order="date, id",
            )
        )
        asked[1:].unlink()
        return super()._update_foreign_keys(src_partners, dst_partner)
