from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class RendezvousErasureRequest(models.Model):
    """A contact asks to be forgotten; staff erases, or says why not."""

    _name = "rendezvous.erasure.request"
    _description = "Erasure request"
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", "Organisation", required=True, index=True, ondelete="cascade", readonly=True
    )
    date = fields.Datetime("Asked on", required=True, default=fields.Datetime.now, readonly=True)
    state = fields.Selection(
        [("asked", "Asked"), ("done", "Erased"), ("refused", "Refused")],
        required=True,
        default="asked",
        readonly=True,
    )
    reason = fields.Text(
        "Reason of a refusal", help="The contact reads it: a law that asks to keep something."
    )
    handled_date = fields.Datetime("Answered on", readonly=True)
    handled_by_id = fields.Many2one("res.users", "Answered by", readonly=True)
    coming = fields.Text("Coming appointments", compute="_compute_coming")
    used_by = fields.Char(
        "Also used by", compute="_compute_used_by", help="What else refers to this contact."
    )

    _one_asked = models.UniqueIndex(
        "(partner_id) WHERE state = 'asked'", "This contact has asked already."
    )

    @api.depends("partner_id", "state")
    def _compute_coming(self):
        for request in self:
            appointments = request._coming_appointments()
            request.coming = "\n".join(map(request._appointment_words, appointments))

    @api.depends("partner_id")
    def _compute_used_by(self):
        used = self.partner_id._used_elsewhere()
        names = set().union(*used.values()) - {"rendezvous.appointment"}
        labels = {name: self.env["ir.model"]._get(name).name for name in names}
        for request in self:
            found = used.get(request.partner_id, set()) & names
            request.used_by = ", ".join(sorted(labels[name] for name in found))

    def write(self, vals):
        if not self.env.su and vals.keys() - {"reason"}:
            raise AccessError(
                self.env._("Answer an erasure request with its buttons: nothing else changes it.")
            )
        return super().write(vals)

    def action_erase(self):
        """Tell the contact, then anonymise the file and everything that hangs on it."""
        for request in self:
            request._check_open()
            request._check_erasable()
            request._send("rendezvous.mail_template_erasure_done")
            request._erase()
        self._answer("done")

    def action_refuse(self):
        """Refuse with a reason, which the contact reads."""
        for request in self:
            request._check_open()
            if not (request.reason or "").strip():
                raise UserError(
                    self.env._("Say why the erasure is refused: the contact reads the reason.")
                )
        self._answer("refused")
        for request in self:
            request._send("rendezvous.mail_template_erasure_refused")

    @api.model
    def _ask(self, partner, company):
        """Return the open request of a contact, a new one if there is none."""
        domain = [("partner_id", "=", partner.id), ("state", "=", "asked")]
        return self.search(domain, limit=1) or self.create(
            {"partner_id": partner.id, "company_id": company.root_id.id}
        )

    def _coming_appointments(self):
        """Return what is still to come, in every establishment."""
        # As superuser: an erasure concerns siblings too.
        Appointment = self.env["rendezvous.appointment"].sudo()
        if self.state != "asked":
            return Appointment
        domain = Appointment._contact_domain(self.partner_id, past=False)
        return Appointment.search(domain, order="start, id")

    def _appointment_words(self, appointment):
        return self.env._(
            "%(service)s, %(when)s, %(establishment)s",
            service=appointment.service_id.name,
            when=appointment._exact_when(),
            establishment=appointment.company_id.name,
        )

    def _check_open(self):
        self.ensure_one()
        self.check_access("write")
        if self.state != "asked":
            raise UserError(self.env._("This request has been answered already."))

    def _check_erasable(self):
        users = self.partner_id.sudo().with_context(active_test=False).user_ids
        if users.filtered(lambda user: not user.share):
            raise UserError(
                self.env._(
                    "%(contact)s is or was a member of staff: refuse the request, and say so.",
                    contact=self.partner_id.display_name,
                )
            )
        if self.coming:
            raise UserError(
                self.env._(
                    "Cancel what is still to come first, or wait until it is over:\n%(coming)s",
                    coming=self.coming,
                )
            )

    def _erase(self):
        """Anonymise the appointments, the account and the file."""
        # As superuser: the contact's data are in every establishment.
        partner = self.sudo().partner_id
        Appointment = self.env["rendezvous.appointment"].sudo()
        appointments = Appointment.with_context(active_test=False).search(
            [("partner_id", "=", partner.id)]
        )
        removed = appointments._anonymise()
        for kind, number in partner._anonymise().items():
            removed[kind] = removed.get(kind, 0) + number
        self.env["rendezvous.anonymisation"].sudo()._record(self.company_id, "request", removed)

    def _answer(self, state):
        vals = {"handled_date": fields.Datetime.now(), "handled_by_id": self.env.user.id}
        # As superuser: nobody writes these by hand.
        self.sudo().write({**vals, "state": state})

    def _send(self, template):
        """Queue a message to the address of the contact, who may soon have none.

        Nothing of it stays once it has left.
        """
        email = self.sudo().partner_id.email_formatted
        if not email:
            return
        values = {"email_to": email, "recipient_ids": [], "auto_delete": True}
        # As superuser: who answers need not be allowed to write mails in another's name.
        self.env.ref(template).sudo().send_mail(self.id, email_values=values)
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
