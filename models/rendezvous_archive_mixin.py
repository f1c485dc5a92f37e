from odoo import api, models
from odoo.exceptions import RedirectWarning


class RendezvousArchiveMixin(models.AbstractModel):
    """Refuse to delete what appointments still name, and offer to archive it.

    The model has a one2many ``appointment_ids``.
    """

    _name = "rendezvous.archive.mixin"
    _description = "Archived rather than deleted"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_appointments(self):
        kept = self.sudo().filtered("appointment_ids")
        if not kept:
            return
        message = self.env._(
            "%(names)s cannot be deleted: appointments are recorded there and would be lost."
            " Archive instead: it disappears from every choice and keeps its history.",
            names=", ".join(kept.mapped("display_name")),
        )
        raise RedirectWarning(
            message,
            self.env.ref("rendezvous.rendezvous_archive_action").id,
            self.env._("Archive"),
            {"active_model": self._name, "active_ids": kept.ids, "active_id": kept[:1].id},
        )
