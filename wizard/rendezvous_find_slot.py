from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..exceptions import SlotTaken
from ..models.rendezvous_contact_field import OF_APPOINTMENT
from ..travel import ORDERS

UTC = timezone.utc
MAX_DAYS = 60
SHOWN = 10
MAX_SHOWN = 200


class RendezvousFindSlot(models.TransientModel):
    """Where a visit fits best in the tours of the coming weeks; one click books it.

    Nothing of what is clicked is trusted: the proposal is looked for again,
    then ``_book`` asks the core. See ``rendezvous_find_slot_words.py`` for
    what is said of each proposal.
    """

    _name = "rendezvous.find.slot"
    _description = "Find a slot"

    partner_id = fields.Many2one("res.partner", "Contact", ondelete="cascade")
    service_id = fields.Many2one("rendezvous.service", ondelete="cascade")
    location_id = fields.Many2one(
        "res.partner",
        "Address",
        compute="_compute_location_id",
        store=True,
        readonly=False,
        ondelete="cascade",
        help="Where the technician goes: the contact's own address, or another one of his.",
    )
    sector_id = fields.Many2one(
        "rendezvous.sector", compute="_compute_sector_id", help="Found by the postcode."
    )
    technician_id = fields.Many2one("hr.employee", ondelete="cascade", help="Empty: anyone.")
    technician_choice_ids = fields.Many2many(
        "hr.employee", compute="_compute_technician_choice_ids", compute_sudo=True
    )
    date_from = fields.Date(
        "From", default=lambda self: fields.Date.context_today(self), help="The earliest day."
    )
    weeks = fields.Integer(default=4, help="How many weeks to look at, 60 days at most.")
    order = fields.Selection(
        [
            ("best", "Best overall"),
            ("earliest", "Earliest"),
            ("nearest", "Smallest detour"),
        ],
        default="best",
        required=True,
        help="Best overall weighs the road a visit adds against the wait and the day's load.",
    )
    with_locked = fields.Boolean(
        "Locked tours too", help="Tours that are locked for online booking are proposed as well."
    )
    note = fields.Text("Notes", help="Never shown to the contact.")
    choice = fields.Json("Proposals")
    refusal = fields.Char(readonly=True)

    @api.depends("partner_id")
    def _compute_location_id(self):
        for search in self:
            search.location_id = search.partner_id

    @api.depends("location_id", "service_id")
    def _compute_sector_id(self):
        for search in self:
            search.sector_id = search.location_id._sector_in(
                search.service_id.sudo().company_id or self.env.company
            )

    @api.depends("service_id")
    def _compute_technician_choice_ids(self):
        for search in self:
            # The agendas this user may see; their technicians as superuser, since
            # the employees themselves are only for HR officers.
            agendas = search.sudo(False).service_id.agenda_ids.sudo().filtered("by_sector")
            search.technician_choice_ids = agendas.technician_ids

    @api.onchange("service_id")
    def _onchange_service_id(self):
        if self.technician_id not in self.technician_choice_ids:
            self.technician_id = False

    @api.onchange("partner_id", "service_id", "location_id", "technician_id", "date_from", "weeks")
    def _onchange_forget_refusal(self):
        """Another question: what was refused does not answer it any more."""
        self.refusal = False

    @api.constrains("weeks")
    def _check_weeks(self):
        if any(search.weeks < 1 for search in self):
            raise ValidationError(self.env._("Look at one week at least."))

    @api.model
    def get_proposals(self, query):
        """Return the proposals in words, for the client: see ``_describe``.

        ``query`` holds ids (``partner_id``, ``service_id``, ``location_id``,
        ``technician_id``), and ``date_from``, ``weeks``, ``order``,
        ``with_locked`` and ``limit`` as in the form.
        """
        # Public for the client: the rights are those of the form itself.
        self.check_access("create")
        limit = min(max(int(query.get("limit") or SHOWN), 1), MAX_SHOWN)
        search = self.new(
            {
                name: query.get(name) or False
                for name in ("partner_id", "service_id", "location_id", "technician_id")
            }
            | {
                "date_from": fields.Date.to_date(query.get("date_from") or False),
                "weeks": int(query.get("weeks") or 1),
                "order": query["order"] if query.get("order") in ORDERS else "best",
                "with_locked": bool(query.get("with_locked")),
            }
        )
        if not (search.service_id and search.location_id):
            return {"proposals": [], "total": 0, "notes": []}
        search.service_id.check_access("read")
        search.location_id.check_access("read")
        return search._describe(search._find(limit=limit))

    def action_book(self):
        """Book the proposal chosen; one that was lost comes back with fresh ones."""
        self.ensure_one()
        choice = self._read_choice()
        self._check_contact(choice["agenda"])
        appointment = self._book(**choice)
        self.choice = False
        if not appointment:
            self.refusal = self._lost_words(**choice)
            return self._reopen()
        return appointment._notification_action(self.env._("Booked: %s."))

    def _find(self, start=None, stop=None, technician=None, limit=1):
        """Return the proposals of the period of the form, or of another one."""
        if not start:
            start, stop = self._period()
        return self.env["rendezvous.proposal"]._find(
            self.service_id,
            self.location_id,
            start,
            stop,
            technician=technician or self.technician_id or None,
            order=self.order,
            with_locked=self.with_locked,
            limit=limit,
        )

    def _period(self):
        """Return the period of the form, from midnight on the agendas' clock but never past."""
        zone = ZoneInfo(self.service_id.agenda_ids.sudo().filtered("by_sector")[:1].tz or "UTC")
        now = fields.Datetime.now()
        today = now.replace(tzinfo=UTC).astimezone(zone).date()
        first = max(self.date_from or today, today)
        last = first + timedelta(days=min(max(self.weeks, 1) * 7, MAX_DAYS))
        begin, end = (
            datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
            for day in (first, last)
        )
        return max(begin, now), end

    def _read_choice(self):
        """Return the proposal clicked as records; they are asked for again by ``_book``."""
        missing = [name for name in ("partner_id", "service_id", "location_id") if not self[name]]
        if missing:
            labels = [self._fields[name]._description_string(self.env) for name in missing]
            raise UserError(
                self.env._("Something is missing, enter it: %(fields)s.", fields=", ".join(labels))
            )
        choice = self.choice or {}
        if not {"start", "agenda_id", "technician_id"} <= choice.keys():
            raise UserError(self.env._("Choose one of the proposals."))
        return {
            "start": fields.Datetime.to_datetime(choice["start"]),
            "agenda": self.env["rendezvous.agenda"].browse(int(choice["agenda_id"])),
            "technician": self.env["hr.employee"].browse(int(choice["technician_id"])),
        }

    def _check_contact(self, agenda):
        """Ask for what the agenda needs to know of the contact: nobody is asked here."""
        needed = agenda.sudo().contact_field_ids.filtered("required")
        missing = needed.filtered(
            lambda line: line.field not in OF_APPOINTMENT and not self.partner_id[line.field]
        )
        if missing:
            raise UserError(
                self.env._(
                    "“%(agenda)s” asks for what the file of %(contact)s does not say: enter it"
                    " there, then book (%(fields)s).",
                    agenda=agenda.sudo().name,
                    contact=self.partner_id.name,
                    fields=", ".join(missing.mapped("display_name")),
                )
            )

    def _book(self, start, agenda, technician):
        """Return the appointment, None when the time was lost or the road fits no more."""
        found = self._find(start, start + timedelta(seconds=1), technician)
        if not any(offer.agenda_id == agenda.id for offer in found.offers):
            return None
        try:
            with self.env.cr.savepoint():
                return self.env["rendezvous.appointment"]._book(
                    self.service_id,
                    start,
                    agenda,
                    self.partner_id,
                    technician=technician,
                    location=self.location_id,
                    online=False,
                    **self._prepare_booking_vals(),
                )
        except SlotTaken:
            return None

    def _prepare_booking_vals(self):
        """Return what the appointment gets besides when, where and with whom."""
        return {"note": self.note}

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Find a slot"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }
