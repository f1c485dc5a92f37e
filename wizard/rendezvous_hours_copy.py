from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

# What makes an hour the same as another, beside whose it is.
COPIED = ("weekday", "hour_from", "hour_to", "date_from", "date_until", "online")


class RendezvousHoursCopy(models.TransientModel):
    """Copy the week of a technician to others."""

    _name = "rendezvous.hours.copy"
    _description = "Copy the week to others"

    source_id = fields.Many2one("rendezvous.technician", "Copy the week of", required=True)
    target_ids = fields.Many2many(
        "rendezvous.technician",
        "rendezvous_hours_copy_target_rel",
        "wizard_id",
        "technician_id",
        string="To",
    )
    kind = fields.Selection(
        [
            ("web", "Web hours"),
            ("ordinary", "Ordinary hours"),
            ("both", "Both"),
        ],
        "What",
        required=True,
        default="both",
    )
    mode = fields.Selection(
        [
            ("replace", "Replace their hours"),
            ("add", "Add to their hours"),
        ],
        "How",
        required=True,
        default="replace",
    )
    preview = fields.Text("What will change", compute="_compute_preview")

    @api.depends("source_id", "target_ids", "kind", "mode")
    def _compute_preview(self):
        for wizard in self:
            wizard.preview = "\n".join(wizard._preview_lines())

    def action_copy(self):
        """Write the hours of the source into the week of the others."""
        self.ensure_one()
        targets = self._targets()
        if not targets:
            raise UserError(self.env._("Choose at least one other technician to copy the week to."))
        if not self._hours_of(self.source_id):
            raise UserError(
                self.env._(
                    "%(technician)s has no such hours to copy: choose another technician,"
                    " or other hours.",
                    technician=self.source_id.name,
                )
            )
        targets.check_access("write")
        vals_list = [
            {"employee_id": target.id, **dict(zip(COPIED, hours, strict=True))}
            for target in targets
            for hours in self._new_hours(target)
        ]
        if self.mode == "replace":
            self._hours_of(targets).unlink()
        self.env["rendezvous.technician.hours"].create(vals_list)
        return {"type": "ir.actions.act_window_close"}

    def _targets(self):
        return self.target_ids._origin - self.source_id

    def _hours_of(self, technicians):
        """Return the hours that the choice is about."""
        hours = technicians.web_hours_ids | technicians.ordinary_hours_ids
        return hours.filtered(lambda h: self.kind in ("both", "web" if h.online else "ordinary"))

    def _new_hours(self, target):
        """Return the hours to give, as tuples; adding leaves out those that are there."""
        known = set()
        if self.mode == "add":
            known = {_values(hours) for hours in self._hours_of(target)}
        return [v for v in map(_values, self._hours_of(self.source_id)) if v not in known]

    def _preview_lines(self):
        """Return one line for each technician, in words."""
        if not self.source_id:
            return []
        lines = [
            self.env._(
                "%(technician)s has %(week)s.",
                technician=self.source_id.name,
                week=self._words(self.source_id),
            )
        ]
        for target in self._targets():
            names = {"technician": target.name, "count": len(self._new_hours(target))}
            if self.mode == "add":
                line = self.env._("%(technician)s keeps all and gets %(count)s more.", **names)
            elif self._hours_of(target):
                line = self.env._(
                    "%(technician)s loses %(week)s, and gets %(count)s instead.",
                    week=self._words(target),
                    **names,
                )
            else:
                line = self.env._("%(technician)s has none yet and gets %(count)s.", **names)
            lines.append(line)
        return lines

    def _words(self, technician):
        hours = self._hours_of(technician)
        web, ordinary = hours.filtered("online"), hours.filtered(lambda h: not h.online)
        words = []
        if web:
            words.append(self.env._("web hours (%(week)s)", week=_week_words(web)))
        if ordinary:
            words.append(self.env._("ordinary hours (%(week)s)", week=_week_words(ordinary)))
        return ", ".join(words) or self.env._("no hours")


def _week_words(hours):
    """Return ``Monday, Tuesday 9:00–12:00, 14:00–17:00; Friday …``, equal days together."""
    days = defaultdict(list)
    for same_day in hours.sorted(lambda h: (h.weekday, h.hour_from)).grouped("weekday").values():
        days[", ".join(h._clock_label() for h in same_day)].append(same_day[0]._weekday_label())
    return "; ".join(f"{', '.join(names)} {clock}" for clock, names in days.items())


def _values(hours):
    """Return the values that a copy takes over."""
    return tuple(hours[name] for name in COPIED)
