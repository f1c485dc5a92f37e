from odoo import api, models
from odoo.fields import Domain

# What moves or removes an event, or gives it to somebody else.
FOLLOWED = {
    "active",
    "allday",
    "recurrency",
    "start",
    "start_date",
    "stop",
    "stop_date",
    "user_id",
}
# What would tell a colleague for whom a private event is, were it searched.
PERSONAL = {"description", "display_name", "location", "name", "res_id"}


class CalendarEvent(models.Model):
    """The event of an appointment: the appointment follows it, its contact stays private."""

    _inherit = "calendar.event"

    # To find the events of an appointment again, those of former technicians too.
    _document_idx = models.Index("(res_model, res_id)")

    def write(self, vals):
        # Odoo takes values out of ``vals``.
        is_followed = bool(FOLLOWED.intersection(vals))
        result = super().write(vals)
        if is_followed and not self.env.context.get("rendezvous_calendar"):
            self.env["rendezvous.appointment"]._follow_events(self)
        return result

    def unlink(self):
        if not self.env.context.get("rendezvous_calendar"):
            self.env["rendezvous.appointment"]._follow_events(self, deleted=True)
        return super().unlink()

    def _delete_from_outlook(self, token):
        """Delete there what is archived here, once: what is gone already counts as done.

        Odoo's own deletion leaves its mark on the event, and is sent anew by each run.
        """
        service = self._get_microsoft_service()
        for event in self:
            service.delete(event.microsoft_id, token=token)
            event.with_context(dont_notify=True).need_sync_m = False

    def _is_at(self, start, stop):
        """Tell whether this is one event of exactly this time."""
        is_single = not (self.allday or self.recurrency)
        return is_single and (self.start, self.stop) == (start, stop)

    def _is_declined_by(self, user):
        mine = self.attendee_ids.filtered(lambda a: a.partner_id == user.partner_id)
        return "declined" in mine.mapped("state")

    def _ask_again(self, user):
        """Have a user answer anew who declined it."""
        mine = self.attendee_ids.filtered(lambda a: a.partner_id == user.partner_id)
        mine.filtered(lambda a: a.state == "declined").state = "needsAction"

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Keep colleagues from finding by its text an event that shows them “Busy”."""
        if not (self.env.su or kwargs.get("bypass_access")) and _names_a_person(Domain(domain)):
            others = Domain("res_model", "!=", "rendezvous.appointment")
            domain = Domain(domain) & (others | Domain(self._get_default_privacy_domain()))
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _get_activity_excluded_models(self):
        return [*super()._get_activity_excluded_models(), "rendezvous.appointment"]


def _names_a_person(domain):
    return any(
        condition.field_expr.partition(".")[0] in PERSONAL for condition in domain.iter_conditions()
    )
