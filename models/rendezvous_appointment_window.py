from odoo import api, fields, models


class RendezvousAppointment(models.Model):
    """What the contact was told of the time: a half-day, or the exact one.

    Staff see the exact time, the contact the half-day, or the narrower time
    that was announced once the tour was settled.
    """

    _inherit = "rendezvous.appointment"

    window_start = fields.Datetime(
        "Told from",
        readonly=True,
        copy=False,
        tracking=True,
        help="Start of the half-day the contact chose.",
    )
    window_stop = fields.Datetime("Told until", readonly=True, copy=False, tracking=True)
    is_narrowed = fields.Boolean(
        "Time announced", readonly=True, copy=False, help="The contact knows a narrower time."
    )
    told_start = fields.Datetime(compute="_compute_told", help="The start as the contact knows it.")
    told_stop = fields.Datetime(compute="_compute_told")

    _window_holds_it = models.Constraint(
        "CHECK (window_start IS NULL AND window_stop IS NULL"
        " OR window_start <= start AND stop <= window_stop)",
        "An appointment lies inside the half-day that the contact was told.",
    )

    @api.depends("start", "stop", "window_start", "window_stop")
    def _compute_told(self):
        for appointment in self:
            appointment.told_start = appointment.window_start or appointment.start
            appointment.told_stop = appointment.window_stop or appointment.stop

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._fill_window(vals) for vals in vals_list])

    def write(self, vals):
        """Keep what was told while the new time lies in it, else tell the new half-day."""
        if not {"start", "stop", "agenda_id"}.intersection(vals) or "window_start" in vals:
            return super().write(vals)
        for appointment in self:
            super(RendezvousAppointment, appointment).write(appointment._renew_window(vals))
        return True

    @api.model
    def _fill_window(self, vals):
        if "window_start" in vals or not {"start", "agenda_id", "service_id"} <= set(vals):
            return vals
        agenda = self.env["rendezvous.agenda"].browse(vals["agenda_id"])
        service = self.env["rendezvous.service"].browse(vals["service_id"])
        start = fields.Datetime.to_datetime(vals["start"])
        stop = fields.Datetime.to_datetime(vals.get("stop")) or service._stop_of(start)
        return {**vals, **self._prepare_window_vals(service, agenda, start, stop)}

    def _renew_window(self, vals):
        start = fields.Datetime.to_datetime(vals.get("start")) or self.start
        stop = fields.Datetime.to_datetime(vals.get("stop")) or self.stop
        agenda = self.agenda_id.browse(vals.get("agenda_id", self.agenda_id.id))
        told = self.window_start and self.window_start <= start and stop <= self.window_stop
        if told and agenda == self.agenda_id:
            return vals
        return {**vals, **self._prepare_window_vals(self.service_id, agenda, start, stop)}

    @api.model
    def _prepare_window_vals(self, service, agenda, start, stop):
        begin, end = self.env["rendezvous.availability"]._window_around(
            service, agenda, start, stop
        )
        return {"window_start": begin, "window_stop": end, "is_narrowed": False}
