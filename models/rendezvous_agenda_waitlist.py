from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..waiting_list import moved_end, told_from
from .rendezvous_waitlist_entry import OPEN


class RendezvousAgenda(models.Model):
    """The waiting list of an agenda: whether, and the hours proposed to who joins it."""

    _inherit = "rendezvous.agenda"

    has_waitlist = fields.Boolean(
        "Waiting list",
        tracking=True,
        help="Contacts may wait for a time here: what is freed is offered to them in turn.",
    )
    # Source 001_…: the “tranche de validité” is what is proposed when somebody joins.
    waitlist_hour_from = fields.Float(
        "Validity from",
        default=8.0,
        aggregator=None,
        help="Hours at which somebody who joins is taken to be available, until changed. When"
        " the start is changed there, the end moves by the length of this window.",
    )
    waitlist_hour_to = fields.Float("Validity to", default=19.0, aggregator=None)
    waitlist_entry_count = fields.Integer(
        "Waiting", compute="_compute_waitlist_entry_count", groups="rendezvous.group_user"
    )

    _waitlist_hours_order = models.Constraint(
        "CHECK (0 <= waitlist_hour_from AND waitlist_hour_from < waitlist_hour_to"
        " AND waitlist_hour_to <= 24)",
        "The validity of the waiting list goes from an earlier to a later hour of the day.",
    )

    def _compute_waitlist_entry_count(self):
        """Count who waits here by name, and who waits anywhere their service is done."""
        Entry, is_open = self.env["rendezvous.waitlist.entry"], Domain("state", "in", OPEN)
        by_name = Entry._read_group(
            is_open & Domain("agenda_ids", "in", self.ids), ["agenda_ids"], ["__count"]
        )
        anywhere = Entry._read_group(
            is_open & Domain("agenda_ids", "=", False), ["service_id"], ["__count"]
        )
        named, unnamed = dict(by_name), dict(anywhere)
        for agenda in self.with_context(active_test=False):
            known = agenda._origin
            agenda.waitlist_entry_count = named.get(known, 0) + sum(
                unnamed.get(service, 0) for service in known.service_ids
            )

    @api.onchange("waitlist_hour_from")
    def _onchange_waitlist_hour_from(self):
        """Move the end with the start: the length stays, until the end is changed."""
        before = self._origin
        length = before.waitlist_hour_to - before.waitlist_hour_from if before else 11.0
        self.waitlist_hour_to = moved_end(self.waitlist_hour_from, self.waitlist_hour_to, length)

    def action_view_waitlist(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "rendezvous.rendezvous_waitlist_entry_action"
            ),
            "display_name": self.env._("Waiting for %s", self.name),
            "domain": self._waitlist_domain(),
            "context": {"default_agenda_ids": self.ids},
        }

    def _waitlist_domain(self):
        """Return who waits for a time here: by name, or anywhere the service is done."""
        return [
            ("state", "in", OPEN),
            "|",
            ("agenda_ids", "in", self.ids),
            "&",
            ("agenda_ids", "=", False),
            ("service_id.agenda_ids", "in", self.ids),
        ]

    def _waitlist_told_from(self, now):
        """Return when a contact may be told of a time that is free now: not by night."""
        self.ensure_one()
        company = self.company_id
        quiet = (company.rendezvous_quiet_from, company.rendezvous_quiet_to)
        return told_from(now, self.tz, *quiet)

    def _waitlist_length(self):
        """Return how long an offer stays open."""
        self.ensure_one()
        return timedelta(minutes=self.company_id.rendezvous_offer_minutes)

    def _waitlist_first_start(self, service, now):
        """Return the first start to offer: the public could still book it when the offer ends."""
        until = self._waitlist_told_from(now) + self._waitlist_length()
        return until + timedelta(hours=service.lead_min)
