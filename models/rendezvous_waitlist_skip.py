from odoo import fields, models

from .rendezvous_waitlist_entry import REASONS


class RendezvousWaitlistSkip(models.Model):
    """Why a place that was offered did not go to somebody who was there before."""

    _name = "rendezvous.waitlist.skip"
    _description = "Place that passed an entry over"
    _order = "id desc"
    _rec_name = "reason"

    entry_id = fields.Many2one(
        "rendezvous.waitlist.entry", required=True, index=True, ondelete="cascade"
    )
    offer_id = fields.Many2one(
        "rendezvous.waitlist.offer",
        "Place offered",
        required=True,
        index=True,
        ondelete="cascade",
        help="The offer that somebody who came later got instead.",
    )
    company_id = fields.Many2one(related="entry_id.company_id", store=True, index=True)
    start = fields.Datetime(related="offer_id.start")
    agenda_id = fields.Many2one(related="offer_id.agenda_id")
    reason = fields.Selection(REASONS, required=True)
