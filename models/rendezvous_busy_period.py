from odoo import fields, models


class RendezvousBusyPeriod(models.Model):
    """Time that an outside calendar keeps busy: written by its reading alone."""

    _name = "rendezvous.busy.period"
    _description = "Busy time of an outside calendar"
    _order = "start, id"
    _log_access = False

    feed_id = fields.Many2one(
        "rendezvous.busy.feed", required=True, readonly=True, index=True, ondelete="cascade"
    )
    agenda_id = fields.Many2one(
        related="feed_id.agenda_id", string="Agenda", store=True, precompute=True
    )
    technician_id = fields.Many2one(
        related="feed_id.technician_id", string="Technician", store=True, precompute=True
    )
    start = fields.Datetime(required=True, readonly=True)
    stop = fields.Datetime(required=True, readonly=True)

    _start_before_stop = models.Constraint(
        "CHECK (start < stop)", "Busy time ends after it starts."
    )
    # What the core looks for, word for word: see availability/free_time.py.
    _technician_idx = models.Index(
        "USING gist (technician_id, tsrange(start, stop)) WHERE technician_id IS NOT NULL"
    )
    _agenda_idx = models.Index(
        "USING gist (agenda_id, tsrange(start, stop)) WHERE agenda_id IS NOT NULL"
    )
