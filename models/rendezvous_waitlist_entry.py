from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..number_lists import WEEKDAYS, read_numbers
from ..waiting_list import moved_end

OPEN = ("waiting", "offered")
# Why a place did not go to an entry, whatever was free.
REASONS = [
    ("no_time", "Nothing is free"),
    ("agenda", "What is free is in another agenda"),
    ("technician", "What is free is with another technician"),
    ("later", "What is free is not earlier than the appointment"),
    ("day", "What is free is on other days"),
    ("hours", "What is free is at other hours"),
    ("close", "What is free starts too soon to be offered"),
    ("known", "What is free was offered before, and not taken"),
    ("taken", "Somebody else was quicker"),
    ("offered", "Another time is being offered"),
    ("daily", "One offer a day, and today's was made"),
    ("late", "The appointment can no longer be moved online"),
    ("profile", "The contact's profile leaves booking to staff"),
    ("unreachable", "No message can reach the contact"),
    ("sector", "Our technicians cannot go there"),
]


class RendezvousWaitlistEntry(models.Model):
    """Who waits for a time: what for, where, with whom, on which days and hours.

    With an appointment, its contact has one and wants it earlier. The line is
    served in the order in which people came; ``rendezvous_waitlist_entry_job.py``
    does it, ``rendezvous_waitlist_entry_close.py`` has the ways out.
    """

    _name = "rendezvous.waitlist.entry"
    _description = "Waiting list entry"
    _inherit = ["mail.thread", "rendezvous.company.mixin", "rendezvous.job.mixin"]
    _order = "id"

    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, index=True, ondelete="restrict", tracking=True
    )
    service_id = fields.Many2one(
        "rendezvous.service", required=True, index=True, ondelete="restrict", tracking=True
    )
    agenda_ids = fields.Many2many(
        "rendezvous.agenda",
        "rendezvous_waitlist_entry_agenda_rel",
        "entry_id",
        "agenda_id",
        string="Agendas",
        help="Where the contact would come. Empty: any agenda of the service with a waiting list.",
    )
    technician_id = fields.Many2one(
        "hr.employee", index="btree_not_null", ondelete="restrict", help="Empty: anyone."
    )
    appointment_id = fields.Many2one(
        "rendezvous.appointment",
        "Wanted earlier",
        index="btree_not_null",
        ondelete="cascade",
        help="The appointment that an accepted offer moves: only earlier times are offered.",
    )
    company_id = fields.Many2one(
        "res.company",
        "Establishment",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
        help="That of the agendas; the organisation when there are several.",
    )
    date_from = fields.Date("From day", required=True, default=fields.Date.context_today)
    date_until = fields.Date("Until day", help="Last day wanted, included. Empty: any later day.")
    hour_from = fields.Float("From", required=True, default=8.0, aggregator=None)
    hour_to = fields.Float("To", required=True, default=19.0, aggregator=None)
    weekdays = fields.Char(help="Weekdays wanted, 0 (Monday) to 6; all if empty.")
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("offered", "Offered"),
            ("booked", "Booked"),
            ("expired", "Over"),
            ("cancelled", "Left the list"),
        ],
        required=True,
        default="waiting",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    offer_id = fields.Many2one(
        "rendezvous.waitlist.offer",
        "Latest offer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    offer_ids = fields.One2many("rendezvous.waitlist.offer", "entry_id", "Offers", readonly=True)
    skip_ids = fields.One2many(
        "rendezvous.waitlist.skip",
        "entry_id",
        "Passed over",
        readonly=True,
        groups="rendezvous.group_user",
    )
    booked_appointment_id = fields.Many2one(
        "rendezvous.appointment",
        "Appointment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    origin = fields.Selection(
        [("online", "Joined online"), ("staff", "Entered by staff")],
        required=True,
        default="staff",
        readonly=True,
        copy=False,
    )
    outcome = fields.Selection(
        REASONS,
        "Why not yet",
        readonly=True,
        copy=False,
        groups="rendezvous.group_user",
        help="What came of it when free times were last given out.",
    )
    checked_at = fields.Datetime(
        "Known since", readonly=True, copy=False, groups="rendezvous.group_user"
    )
    close_reason = fields.Char("Reason", readonly=True, copy=False)
    note = fields.Text("Notes", groups="rendezvous.group_user", help="Never shown to the contact.")
    partner_phone = fields.Char(
        related="partner_id.phone", string="Phone", groups="rendezvous.group_user"
    )
    is_unreachable = fields.Boolean(
        compute="_compute_is_unreachable", groups="rendezvous.group_user"
    )

    _hours_order = models.Constraint(
        "CHECK (0 <= hour_from AND hour_from < hour_to AND hour_to <= 24)",
        "The hours wanted go from an earlier to a later one, between 0:00 and 24:00.",
    )
    _dates_order = models.Constraint(
        "CHECK (date_from <= date_until)",
        "The last day comes before the first one: change one of them.",
    )
    _open_idx = models.Index("(service_id, id) WHERE state IN ('waiting', 'offered')")

    @api.depends("agenda_ids.company_id", "service_id")
    def _compute_company_id(self):
        for entry in self:
            companies = entry.agenda_ids.company_id
            organisation = entry.service_id.company_id
            entry.company_id = companies if len(companies) == 1 else organisation

    @api.depends("partner_id.email", "partner_id.phone")
    def _compute_is_unreachable(self):
        for entry in self:
            entry.is_unreachable = bool(entry.partner_id) and not entry._is_reachable()

    @api.depends("partner_id", "service_id")
    def _compute_display_name(self):
        for entry in self:
            # As superuser: contacts do not read the services.
            service = entry.service_id.sudo()
            entry.display_name = f"{entry.partner_id.name or ''} · {service.name or ''}"

    @api.constrains("weekdays")
    def _check_weekdays(self):
        for entry in self:
            self.env["res.company"]._check_numbers(entry, "weekdays", WEEKDAYS)

    @api.constrains("service_id", "agenda_ids", "technician_id")
    def _check_offered(self):
        for entry in self.sudo():
            strange = entry.agenda_ids - entry.service_id.agenda_ids
            if strange:
                raise ValidationError(
                    self.env._(
                        "“%(agenda)s” does not offer “%(service)s”: leave it out.",
                        agenda=strange[0].name,
                        service=entry.service_id.name,
                    )
                )
            agendas = entry.agenda_ids or entry.service_id.agenda_ids
            if entry.technician_id and entry.technician_id not in agendas.technician_ids:
                raise ValidationError(
                    self.env._(
                        "%(technician)s works in none of these agendas: choose another"
                        " technician, or anyone.",
                        technician=entry.technician_id.name,
                    )
                )

    @api.constrains("appointment_id", "partner_id", "service_id")
    def _check_appointment(self):
        for entry in self.sudo().filtered("appointment_id"):
            appointment = entry.appointment_id
            same = (appointment.partner_id, appointment.service_id)
            if same != (entry.partner_id, entry.service_id):
                raise ValidationError(
                    self.env._(
                        "%(appointment)s is not an appointment of this contact for this service:"
                        " choose one that is.",
                        appointment=appointment.display_name,
                    )
                )

    @api.onchange("service_id", "agenda_ids")
    def _onchange_hours_of_agenda(self):
        """Propose the hours of the agenda, as long as nobody has chosen others."""
        if not self._origin:
            self.hour_from, self.hour_to = self._default_hours()

    @api.onchange("hour_from")
    def _onchange_hour_from(self):
        """Move the end with the start, by the length that the agenda sets (source 001_…)."""
        begin, end = self._default_hours()
        if self.hour_from != begin:
            self.hour_to = moved_end(self.hour_from, self.hour_to, end - begin)

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create(vals_list)
        self._wake()
        return entries

    def write(self, vals):
        result = super().write(vals)
        if "agenda_ids" in vals:
            # They decide whose entry it is.
            self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        for entry in self.filtered(lambda entry: entry.state == "offered"):
            raise UserError(
                self.env._(
                    "%(entry)s has an offer under way: close the entry first.",
                    entry=entry.display_name,
                )
            )

    def _wanted_agendas(self):
        """Return the agendas that may offer something: with a waiting list, and online."""
        return self._offering(self.agenda_ids or self.service_id.agenda_ids)

    @api.model
    def _offering(self, agendas):
        return agendas.filtered(lambda a: a.active and a.has_waitlist and a.is_published)

    def _default_hours(self):
        """Return the hours from and to that the first agenda sets for those who join."""
        # As superuser: the hours are no secret, the agenda may be another establishment's.
        agenda = self.sudo()._wanted_agendas()[:1]
        return (agenda.waitlist_hour_from, agenda.waitlist_hour_to) if agenda else (8.0, 19.0)

    def _weekday_numbers(self):
        return read_numbers(self.weekdays) or frozenset(WEEKDAYS)

    def _is_reachable(self):
        """Tell whether an email or an SMS can carry an offer."""
        partner = self.partner_id
        return not (partner._no_email_reason() and partner._no_sms_reason())

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    @api.model
    def _wake(self, moments=None):
        """Have free times given out: at once, or at these moments."""
        # As superuser: whoever frees a time sets the clock of the job.
        cron = self.env.ref("rendezvous.rendezvous_cron_offer_places").sudo()
        cron._trigger(at=moments)
