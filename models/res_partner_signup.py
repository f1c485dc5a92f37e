import re
from datetime import timedelta
from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, escape_psql
from odoo.tools.urls import urljoin

from ..contact import name_key

# One message per address in this time, however often its sign-up is sent.
PAUSE = timedelta(minutes=5)
# Where a message may lead back to: pages of ours, on this website.
OUR_PAGES = re.compile(r"(/[a-z]{2}(_[A-Z]{2})?)?/(rendezvous|my)([/?]|$)")


class ResPartner(models.Model):
    """Sign-up with the email address of someone already known.

    Whoever signs up has typed an address, not shown that he reads it. So an
    address that belongs to a file or to an account is answered by a message
    to that address, and by nothing else: the page says the same for both,
    shows nothing of the file, and logs nobody in. The link of the message
    proves the address and opens the account on the very file.

    A stranger learns one thing, that the organisation knows the address, and
    its owner is written to each time. To hide that too, every sign-up would
    have to wait for a message: a visitor who is new here would lose the time
    just chosen, which we found the greater harm.
    """

    _inherit = "res.partner"

    rendezvous_signup_mail_date = fields.Datetime(
        "Last answer to a sign-up", readonly=True, copy=False, groups="base.group_system"
    )

    @api.model
    def _answer_signup_by_mail(self, values, website, back=""):
        """Write to the address of a sign-up when it is known; return whether it is.

        ``back`` is the page to come back to, such as a chosen time. Called as
        superuser, for a visitor without rights.
        """
        email = email_normalize(values.get("login"))
        if not email:
            return False
        user = self._account_with("login", email)
        partner = user.partner_id or self._contact_to_attach(email, values, website)
        if not partner:
            user = self._account_with("email_normalized", email)
            partner = user.partner_id
        if not partner:
            # The file of this address was merged: what was kept is written to.
            partner = self._contact_merged_from(email, website)
            user = partner.with_context(active_test=False).user_ids[:1]
            email = partner.email_normalized
        if not partner:
            return False
        if OUR_PAGES.match(back or "") is None:
            back = ""
        partner.with_company(website.company_id)._mail_signup(user, email, website, back)
        return True

    @api.model
    def _account_with(self, field, email):
        """Return the account of an address, withdrawn or not."""
        Users = self.env["res.users"].with_context(active_test=False)
        return Users.search(
            [(field, "=ilike", escape_psql(email))], order="active desc, id", limit=1
        )

    @api.model
    def _contact_to_attach(self, email, values, website):
        """Return the person without account who has this email, empty if nobody.

        Of several, in this order: the one of the same names, the one with the
        latest appointment, the newest.
        """
        contacts = self.with_context(active_test=False).search(
            Domain("active", "=", True)
            & Domain("email_normalized", "=", email)
            & Domain("is_company", "=", False)
            & Domain("type", "=", "contact")
            & Domain("user_ids", "=", False)
            & self._of_organisation(website)
        )
        names = _names_key(values.get("lastname"), values.get("firstname"), values.get("name"))
        latest = dict(
            self.env["rendezvous.appointment"]._read_group(
                [("partner_id", "in", contacts.ids)], ["partner_id"], ["start:max"]
            )
        )
        order = contacts.sorted(
            lambda contact: (
                _names_key(contact.lastname, contact.firstname, contact.name) == names,
                latest.get(contact) or fields.Datetime.from_string("1970-01-01"),
                contact.id,
            )
        )
        return order[-1:]

    @api.model
    def _contact_merged_from(self, email, website):
        """Return the contact whose file took in the one of this address, if it has one of its own.

        The former address proves nothing any more: the answer goes to the kept one.
        """
        merged = self._rendezvous_by_former_email(email)
        reachable = Domain("email_normalized", "!=", False)
        return merged.filtered_domain(reachable & self._of_organisation(website))

    @api.model
    def _of_organisation(self, website):
        organisation = website.company_id.root_id
        return Domain("company_id", "=", False) | Domain("company_id", "child_of", organisation.id)

    def _mail_signup(self, user, email, website, back):
        """Queue the message that answers a sign-up, unless one just left."""
        now = fields.Datetime.now()
        sent = self.rendezvous_signup_mail_date
        if sent and sent > now - PAUSE:
            return
        self.rendezvous_signup_mail_date = now
        opens = self._may_open_account(user, email)
        path = self._signup_path(back) if opens else self._login_path(user, back)
        name = "signup_link" if opens else "signup_known"
        template = self.env.ref(f"rendezvous.mail_template_{name}").with_context(
            signup_url=urljoin(website.get_base_url(), path),
            signup_company=website.company_id,
            is_withdrawn=bool(user) and not user.active,
        )
        # Bound to no record: the link is not for staff to read in the history.
        values = {"email_to": email, "auto_delete": True, "model": False, "res_id": False}
        template.send_mail(self.id, email_values=values)
        self._message_log(body=self._signup_note(opens))
        # The queue's own schedule is hourly; sending here would tell by its duration.
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _may_open_account(self, user, email):
        """Tell whether a link may open the account: nobody came in with it yet.

        The address must be the file's, which the one of an account need not be.
        """
        used = user and (user.login_date or not user.active or user._is_internal())
        return self.email_normalized == email and not used

    def _signup_path(self, back):
        self.signup_prepare()
        relative = self.with_context(relative_url=True)
        return relative._get_signup_url_for_action(url=back or None)[self.id]

    def _login_path(self, user, back):
        query = {"login": user.login, **({"redirect": back} if back else {})}
        return f"/web/login?{urlencode(query)}"

    def _signup_note(self, opens):
        if opens:
            return self.env._("Sign-up on the website: a link to open the account was sent.")
        return self.env._("Sign-up on the website although there is an account: told by email.")


def _names_key(lastname, firstname, name):
    return name_key(lastname, firstname) or name_key(name)
