import json
from datetime import date

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request, route
from odoo.tools import email_normalize

from odoo.addons.portal.controllers.portal import CustomerPortal

NAMES = ("lastname", "firstname")
OLDEST = date(1880, 1, 1)


class RendezvousAccount(CustomerPortal):
    """Odoo's page of one's own details, with surname, first name and birth date.

    A surname and a first name are all that a person must give: Odoo also asks
    every customer for a phone and a whole address. The page works without
    scripts: what Odoo answers as data is shown as a page then.
    """

    @route()
    def portal_address_submit(self, partner_id=None, **form_data):
        answer = super().portal_address_submit(partner_id=partner_id, **form_data)
        if "text/html" not in request.httprequest.headers.get("Accept", ""):
            return answer
        feedback = json.loads(answer.get_data(as_text=True))
        if "redirectUrl" in feedback:
            return request.redirect(feedback["redirectUrl"])
        return self._show_again(form_data, feedback)

    def _show_again(self, form_data, feedback):
        """Return the page of details with what is wrong and with what was typed."""
        values = self._prepare_my_account_rendering_values()
        typed, _extra = self._parse_form_data(dict(form_data))
        typed.update({name: form_data[name] for name in NAMES if name in form_data})
        partner = values["partner_sudo"]
        values.update(
            # A record of what was typed: nothing of it is stored.
            partner_sudo=partner.new(typed, origin=partner),
            rendezvous_errors=feedback["messages"],
        )
        return request.render("portal.portal_my_details", values)

    def _prepare_address_form_values(self, partner_sudo, *args, **kwargs):
        values = super()._prepare_address_form_values(partner_sudo, *args, **kwargs)
        is_me = partner_sudo and partner_sudo == request.env.user.partner_id
        values["is_person"] = bool(is_me and not partner_sudo.is_company)
        values["today"] = fields.Date.today()
        return values

    def _needs_address(self):
        return not self._is_my_page() and super()._needs_address()

    def _get_mandatory_address_fields(self, country_sudo):
        """Let a contact known by city alone correct the rest of his details."""
        return set() if self._is_my_page() else super()._get_mandatory_address_fields(country_sudo)

    def _is_my_page(self):
        """Tell whether the address is asked by the account, and not by a shop."""
        return request.httprequest.path.startswith("/my/")

    def _parse_form_data(self, form_data):
        """Leave a birth date that is none to the check: Odoo would fail on it."""
        form_data = dict(form_data)
        birth = form_data.pop("birthdate_date", None)
        values, extra = super()._parse_form_data(form_data)
        if birth is not None:
            values["birthdate_date"] = _read_birth(birth)
        return values, extra

    def _validate_address_values(self, address_values, partner_sudo, *args, **kwargs):
        invalid, missing, messages = super()._validate_address_values(
            address_values, partner_sudo, *args, **kwargs
        )
        if partner_sudo != request.env.user.partner_id:
            return invalid, missing, messages
        if address_values.get("birthdate_date") is None:
            if "birthdate_date" in address_values:
                invalid.add("birthdate_date")
                messages.append(request.env._("Type a birth date in the past, or leave it empty."))
        if self._is_used_elsewhere(address_values.get("email"), partner_sudo):
            invalid.add("email")
            messages.append(request.env._("This email cannot be used here: type another one."))
        return invalid, missing, messages

    def _is_used_elsewhere(self, email, partner_sudo):
        """Tell whether another account has the address: one account, one email."""
        email = email_normalize(email)
        if not email or email == partner_sudo.email_normalized:
            return False
        domain = Domain("partner_id", "!=", partner_sudo.id) & (
            Domain("login", "=", email) | Domain("email_normalized", "=", email)
        )
        # As superuser: the contact reads no account but his own.
        Users = request.env["res.users"].sudo().with_context(active_test=False)
        return bool(Users.search_count(domain, limit=1))

    def _create_or_update_address(self, partner_sudo, **form_data):
        names = self._typed_names(partner_sudo, form_data)
        if empty := [name for name in names if not names[name]]:
            words = request.env._("A surname and a first name are needed.")
            return partner_sudo, {"invalid_fields": empty, "messages": [words]}
        if names:
            # Checked above: Odoo would look for them among the fields of an address.
            required = set(form_data.get("required_fields", "").split(","))
            form_data["required_fields"] = ",".join(required.difference(NAMES))
            Partner = request.env["res.partner"]
            form_data["name"] = Partner._get_computed_name(names["lastname"], names["firstname"])
        try:
            with request.env.cr.savepoint():
                result = super()._create_or_update_address(partner_sudo, **form_data)
                if names and "redirectUrl" in result[1]:
                    # Odoo has cut the whole name at its first space.
                    partner_sudo.write(names)
        except UserError as error:
            return partner_sudo, {"invalid_fields": [], "messages": [str(error)]}
        return result

    def _typed_names(self, partner_sudo, form_data):
        """Return the surname and first name typed for oneself, empty for anything else."""
        if partner_sudo != request.env.user.partner_id or partner_sudo.is_company:
            return {}
        if not all(name in form_data for name in NAMES):
            return {}
        return {name: " ".join(form_data[name].split()) for name in NAMES}


def _read_birth(text):
    """Return the date, False for none, None for what is no birth date."""
    try:
        birth = fields.Date.to_date(text.strip() or False)
    except ValueError:
        return None
    if not birth:
        return False
    return birth if OLDEST <= birth <= fields.Date.today() else None
