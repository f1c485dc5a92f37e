from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.intervals import Intervals

from .rendezvous_opening_mixin import WEEKDAYS, _clock


class RendezvousWeekMixin(models.AbstractModel):
    """The week of a technician: drawn, copied to others, taken from the working schedule.

    The model has ``ordinary_hours_ids``, ``web_hours_ids``, ``agenda_ids`` and
    ``resource_calendar_id``; its ids are those of ``hr.employee``.
    """

    _name = "rendezvous.week.mixin"
    _description = "Week of a technician"

    rendezvous_week = fields.Json(
        "Week",
        compute="_compute_rendezvous_week",
        groups="rendezvous.group_user",
        help="Ordinary hours, web hours and the openings of the agendas, Monday to Sunday.",
    )

    @api.depends(
        "ordinary_hours_ids.weekday",
        "ordinary_hours_ids.hour_from",
        "ordinary_hours_ids.hour_to",
        "ordinary_hours_ids.date_until",
        "web_hours_ids.weekday",
        "web_hours_ids.hour_from",
        "web_hours_ids.hour_to",
        "web_hours_ids.date_until",
        "agenda_ids.slot_ids.weekday",
        "agenda_ids.slot_ids.hour_from",
        "agenda_ids.slot_ids.hour_to",
    )
    def _compute_rendezvous_week(self):
        for technician in self:
            technician.rendezvous_week = technician._picture_week()

    def _picture_week(self):
        """Return what the picture draws: its hours, and the bars of each day in words too."""
        self.ensure_one()
        kinds = (
            ("ordinary", self.env._("Ordinary hours"), self.ordinary_hours_ids),
            ("web", self.env._("Web hours"), self.web_hours_ids),
            ("opening", self.env._("Openings of the agendas"), self.agenda_ids.slot_ids),
        )
        bars = {(kind, day): _bars(hours, day) for kind, _, hours in kinds for day, _ in WEEKDAYS}
        every = [hour for periods in bars.values() for period in periods for hour in period]
        names = dict(
            self.env["rendezvous.slot"]._fields["weekday"]._description_selection(self.env)
        )
        return {
            "first": int(min(every, default=8)),
            "last": -int(-max(every, default=18) // 1),
            "kinds": [{"kind": kind, "label": label} for kind, label, _ in kinds],
            "days": [
                {
                    "name": names[day],
                    "lines": [_line(kind, label, bars[kind, day]) for kind, label, _ in kinds],
                }
                for day, _ in WEEKDAYS
            ],
        }

    def action_copy_week(self):
        """Ask to whom the week is copied; of several, from whom they take it."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "rendezvous.rendezvous_hours_copy_action"
        )
        several = len(self) > 1
        context = {"default_target_ids": self.ids} if several else {"default_source_id": self.id}
        return {**action, "context": context}

    def action_take_schedule(self):
        """Replace the ordinary hours by those of the working schedule."""
        for technician in self:
            weeks = technician._schedule_hours()
            if not weeks:
                raise UserError(
                    self.env._(
                        "The working schedule of %(technician)s has no hours of its own: choose"
                        " another schedule on the employee, or enter the ordinary hours here.",
                        technician=technician.name,
                    )
                )
            technician.ordinary_hours_ids.unlink()
            self.env["rendezvous.technician.hours"].create(
                [
                    {
                        "employee_id": technician.id,
                        "weekday": weekday,
                        "hour_from": hour_from,
                        "hour_to": hour_to,
                        "online": False,
                    }
                    for weekday, hour_from, hour_to in weeks
                ]
            )

    def _schedule_hours(self):
        """Return ``[(weekday, from, to)]`` of the working schedule, sorted, breaks left out."""
        attendances = self.sudo().resource_calendar_id.attendance_ids.filtered(
            lambda a: a.day_period != "lunch" and not a.display_type and a.hour_from < a.hour_to
        )
        return sorted({(a.dayofweek, a.hour_from, a.hour_to) for a in attendances})


def _bars(hours, weekday):
    """Return the hours of every ``weekday``, those that overlap in one bar."""
    today = fields.Date.today()
    lasting = hours.filtered(
        lambda h: (
            h.weekday == weekday
            and h.hour_from < h.hour_to
            and not (h.date_until and h.date_until < today)
        )
    )
    merged = Intervals([(h.hour_from, h.hour_to, h.browse()) for h in lasting])
    return [(hour_from, hour_to) for hour_from, hour_to, _owner in merged]


def _line(kind, label, bars):
    words = ", ".join(f"{_clock(start)}–{_clock(stop)}" for start, stop in bars)
    return {
        "kind": kind,
        "label": label,
        "words": words,
        "bars": [{"from": start, "to": stop} for start, stop in bars],
    }
