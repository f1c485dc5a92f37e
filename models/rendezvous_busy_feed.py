from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..feeds import FeedError
from ..feeds.address import read_address

# What made the reading fail, in words: by the code of a FeedError.
ERRORS = [
    ("address", "This is no address of a calendar: copy the link again from the other calendar."),
    ("big", "The calendar is too big: at most 5 MB are read."),
    ("broken", "The calendar came cut off or damaged."),
    ("certificate", "The certificate of the other server is not valid."),
    ("gone", "There is no calendar at this address any more."),
    ("login", "The address contains a log-in: use the secret link of the calendar instead."),
    ("many_events", "The calendar has too many events: at most 5,000 are read."),
    ("many_times", "The calendar has too many busy times: at most 10,000 are kept."),
    ("no_calendar", "What is at this address is no calendar, perhaps a page to log in."),
    ("packed", "The other server only sends the calendar compressed, which is not read."),
    ("port", "Calendars are only fetched on the ports 80 and 443 of the web."),
    ("private", "The address is inside a private network: only public ones are fetched."),
    ("redirects", "The other server sends from one address to the next without end."),
    ("refused", "The other server wants a log-in: use the secret link of the calendar."),
    ("scheme", "The address has to begin with https://, http:// or webcal://."),
    ("slow", "The other server took more than 10 seconds."),
    ("slow_reading", "The calendar took more than 10 seconds to read."),
    ("status", "The other server answered that something is wrong with it."),
    ("unexpected", "The calendar could not be read; the log of the server has the details."),
    ("unknown_host", "No server has this name."),
    ("unreachable", "The other server does not answer."),
    ("unsafe", "The other server sends on from https to http, which would give the link away."),
]
# What cannot be right whatever the other side does.
WRONG_ADDRESS = {"address", "login", "port", "scheme"}


class RendezvousBusyFeed(models.Model):
    """An outside calendar whose busy time blocks an agenda or a technician."""

    _name = "rendezvous.busy.feed"
    _description = "Outside calendar"
    _inherit = ["rendezvous.feed.mixin", "rendezvous.job.mixin"]
    _order = "company_id, name, id"

    name = fields.Char(required=True, default=lambda self: self.env._("Outside calendar"))
    active = fields.Boolean(default=True)
    url = fields.Char(
        "Address",
        required=True,
        help="The secret .ics link of the other calendar: https, http or webcal.",
    )
    agenda_id = fields.Many2one(help="All of its places and technicians are blocked.")
    technician_id = fields.Many2one(help="The technician is blocked, in every agenda.")
    tz = fields.Char("Time zone", compute="_compute_tz", compute_sudo=True)
    every = fields.Selection(
        [
            ("15", "15 minutes"),
            ("60", "Hour"),
            ("240", "4 hours"),
            ("1440", "Day"),
        ],
        "Read every",
        required=True,
        default="60",
    )
    period_ids = fields.One2many("rendezvous.busy.period", "feed_id", "Busy time", readonly=True)
    period_count = fields.Integer("Busy times", compute="_compute_period_count")
    state = fields.Selection(
        [("new", "Not read yet"), ("ok", "Up to date"), ("failing", "Cannot be read")],
        compute="_compute_state",
        store=True,
        precompute=True,
    )
    read_at = fields.Datetime("Last read", readonly=True, copy=False)
    next_fetch = fields.Datetime(
        "Next reading", readonly=True, copy=False, default=fields.Datetime.now
    )
    error = fields.Selection(ERRORS, "Last error", readonly=True, copy=False)
    error_status = fields.Integer("Answer of the server", readonly=True, copy=False)
    failures = fields.Integer("Failures in a row", readonly=True, copy=False)
    unread = fields.Integer("Unreadable events", readonly=True, copy=False)
    # What the other server said of the version that is known, and when it was read whole.
    etag = fields.Char(readonly=True, copy=False)
    last_modified = fields.Char(readonly=True, copy=False)
    parsed_at = fields.Datetime(readonly=True, copy=False)

    _one_owner = models.Constraint(
        "CHECK (num_nonnulls(agenda_id, technician_id) = 1)",
        "An outside calendar blocks one agenda or one technician: choose one.",
    )
    _next_fetch_idx = models.Index("(next_fetch) WHERE active")

    @api.depends("agenda_id.tz", "technician_id.agenda_ids.tz", "technician_id.tz")
    def _compute_tz(self):
        for feed in self:
            # Where the technician works says more than his own file.
            agenda = feed.agenda_id or feed.technician_id.agenda_ids[:1]
            feed.tz = agenda.tz or feed.technician_id.tz or "UTC"

    @api.depends("period_ids")
    def _compute_period_count(self):
        groups = self.env["rendezvous.busy.period"]._read_group(
            [("feed_id", "in", self.ids)], ["feed_id"], ["__count"]
        )
        counts = {feed.id: count for feed, count in groups}
        for feed in self:
            feed.period_count = counts.get(feed.id, 0)

    @api.depends("error", "read_at")
    def _compute_state(self):
        for feed in self:
            feed.state = "failing" if feed.error else "ok" if feed.read_at else "new"

    @api.constrains("url")
    def _check_url(self):
        for feed in self:
            try:
                read_address(feed.url)
            except FeedError as error:
                raise ValidationError(feed._error_words(error.code)) from error

    @api.model_create_multi
    def create(self, vals_list):
        feeds = super().create(vals_list)
        feeds._wake_up()
        return feeds

    def write(self, vals):
        before = {feed: (feed.url, feed.active) for feed in self}
        result = super().write(vals)
        changed = self.filtered(lambda feed: (feed.url, feed.active) != before[feed])
        if changed:
            changed._forget()
            changed._wake_up()
        return result

    def _forget(self):
        """Let go of what is known: it was of another address, or counts no more."""
        # As superuser: busy time is written by the system alone.
        self.sudo().period_ids.unlink()
        self.sudo().write(
            {
                **self._prepare_unread_vals(),
                "next_fetch": fields.Datetime.now(),
            }
        )

    def _prepare_unread_vals(self):
        fresh = ("read_at", "parsed_at", "etag", "last_modified", "error")
        return {**dict.fromkeys(fresh, False), "error_status": 0, "failures": 0, "unread": 0}

    def _wake_up(self):
        """Let the job look as soon as it can."""
        if any(self.mapped("active")):
            self.env.ref("rendezvous.rendezvous_cron_busy_feeds")._trigger()

    def _error_words(self, code):
        """Return an error in the words of the reader's language."""
        return dict(self._fields["error"]._description_selection(self.env))[code]
