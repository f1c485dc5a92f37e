from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RendezvousService(models.Model):
    """Published only where it can be booked; otherwise it says what is missing."""

    _inherit = "rendezvous.service"

    missing = fields.Text(
        compute="_compute_missing",
        help="What keeps the public from booking it, one thing a line, in the order to do it.",
    )

    @api.depends("agenda_ids", "duration", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_missing(self):
        # An establishment reads of its own agendas only.
        mine = self.agenda_ids._origin._filtered_access("read").sudo()
        offered, with_sectors = self._offered_somewhere(), self._organisations_with_sectors()
        for service in self:
            agendas = service.agenda_ids._origin.sudo() & mine
            service.missing = "\n".join(service.sudo()._missing_words(agendas, with_sectors))
            if not service.agenda_ids and service._origin not in offered:
                service.missing = self.env._("Link it to an agenda: nobody can book it yet.")
        mine._forget_technicians()

    @api.constrains("is_published")
    def _check_can_be_booked(self):
        """Refuse to publish what is only done on the road, and can be booked nowhere."""
        published = self.sudo().filtered(lambda s: s.is_published and s.active)
        with_sectors = published._organisations_with_sectors()
        for service in published:
            agendas = service.agenda_ids
            missing = service._missing_words(agendas, with_sectors)
            if agendas and len(missing) == len(agendas):
                raise ValidationError(
                    self.env._(
                        "“%(service)s” cannot be published yet, it could be booked nowhere:"
                        "\n%(missing)s",
                        service=service.name,
                        missing="\n".join(missing),
                    )
                )
        published.agenda_ids._forget_technicians()

    def _offered_somewhere(self):
        """Return those with an agenda, be it of an establishment that one does not see."""
        groups = (
            self.env["rendezvous.agenda"]
            .sudo()
            ._read_group([("service_ids", "in", self._origin.ids)], ["service_ids"])
        )
        return {service for (service,) in groups}

    def _organisations_with_sectors(self):
        groups = (
            self.env["rendezvous.sector"]
            .sudo()  # who publishes asks whether there are any, not which
            ._read_group([("company_id", "in", self.company_id.ids)], ["company_id"])
        )
        return {company for (company,) in groups}

    def _missing_words(self, agendas, with_sectors):
        """Return what is missing, one line for each agenda on the road where something is."""
        self.ensure_one()
        lines = []
        for agenda in agendas.filtered("by_sector"):
            steps = self._missing_steps(agenda, self.company_id in with_sectors)
            if steps:
                names = {"agenda": agenda.name, "steps": "; ".join(steps)}
                lines.append(self.env._("%(agenda)s: %(steps)s.", **names))
        return lines

    def _missing_steps(self, agenda, has_sectors):
        """Return in words what keeps the public from booking there, in the order to do it."""
        steps = []
        technicians = agenda._technicians_for(self)
        if not technicians:
            steps.append(self.env._("no technician can do it"))
        elif longest := self._too_short(agenda):
            steps.append(longest)
        if not has_sectors:
            steps.append(self.env._("no sector is defined"))
        if technicians and not technicians.technician_hours_ids.filtered("online"):
            steps.append(self.env._("its technicians have no web hours"))
        if not agenda.is_published:
            steps.append(self.env._("the agenda is not online"))
        return steps

    def _too_short(self, agenda):
        """Return in words that the service is longer than any time there is for it, or None."""
        longest = agenda._longest_window(self, online=True)
        if self.duration <= longest:
            return None
        if longest:
            return self.env._(
                "it lasts %(duration)s minutes, longer than every half-day"
                " (%(longest)s minutes at most)",
                duration=self.duration,
                longest=longest,
            )
        web_hours = agenda._technicians_for(self).technician_hours_ids.filtered("online")
        if web_hours and agenda.slot_ids:
            return self.env._("no opening meets the web hours of its technicians")
        return None
