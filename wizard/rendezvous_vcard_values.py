import base64

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize
from odoo.tools.image import ImageProcess

from ..contact import fold

ADDRESS = ("street", "street2", "zip", "city", "state_id", "country_id")


class RendezvousVcardValues(models.AbstractModel):
    """From plain cards to the values of contacts, in words the reader knows."""

    _name = "rendezvous.vcard.values"
    _description = "Contact cards: values"

    @api.model
    def _prepare_vals_list(self, cards):
        """Return ``[(vals, notes)]`` of the cards: ``notes`` is what goes into the notes.

        Countries and states of all cards are looked up together.
        """
        places = self._places([card.address for card in cards])
        return [self._prepare_vals(card, places[card.address]) for card in cards]

    def _prepare_vals(self, card, place):
        vals = {
            "function": card.function,
            "company_name": card.organisation,
            "website": card.website,
            "birthdate_date": card.birthdate,
            **self._prepare_name_vals(card),
            **place["vals"],
        }
        email, phone = email_normalize(card.email), self._number(card.phone, place["country"])
        vals.update(email=email, phone=phone)
        notes = [
            *([self._words("phone", card.phone)] if card.phone and not phone else ()),
            *([self._words("email", card.email)] if card.email and not email else ()),
            *([self._words("country", place["unknown"])] if place["unknown"] else ()),
            *(self._words(extra.what, extra.value, extra.kind) for extra in card.extras),
        ]
        if card.note or notes:
            vals["comment"] = self._comment([*card.note.split("\n"), *notes])
        return {name: value for name, value in vals.items() if value}, notes

    def _comment(self, lines):
        """Return lines of text as notes: text, whatever it looks like."""
        return Markup("<p>%s</p>") % Markup("<br>").join(filter(None, lines))

    def _prepare_name_vals(self, card):
        if card.is_company:
            return {"name": card.lastname, "company_type": "company"}
        return {"lastname": card.lastname, "firstname": card.firstname}

    def _number(self, number, country):
        """Return the number in international form, nothing when it is none."""
        country = country or self.env.company.country_id
        return number and self.env["res.partner"]._phone_format(number=number, country=country)

    def _words(self, what, value, kind=""):
        """Return a line for the notes, such as “Phone (home): 03 21 …”."""
        label = {
            "phone": self.env._("Phone"),
            "email": self.env._("Email"),
            "address": self.env._("Address"),
            "country": self.env._("Country"),
            "url": self.env._("Website"),
            "birthday": self.env._("Birthday (month-day)"),
        }[what]
        kinds = {
            "home": self.env._("home"),
            "work": self.env._("work"),
            "mobile": self.env._("mobile"),
            "fax": self.env._("fax"),
            "pager": self.env._("pager"),
        }
        return f"{label} ({kinds.get(kind, kind)}): {value}" if kind else f"{label}: {value}"

    def _places(self, addresses):
        """Return ``{address: {vals, country, unknown}}``."""
        countries = self._countries() if any(a.country for a in addresses) else {}
        found = {address: countries.get(_key(address.country)) for address in addresses}
        states = self._states(found)
        places = {}
        for address, country in found.items():
            vals = {
                "street": address.street,
                "street2": address.street2,
                "zip": address.postcode,
                "city": address.city,
                "country_id": country and country.id,
                "state_id": country and states.get((country.id, _key(address.region))),
            }
            unknown = "" if country else address.country
            places[address] = {"vals": vals, "country": country, "unknown": unknown}
        return places

    def _countries(self):
        """Return ``{name or code: country}``, named in the reader's language and in English."""
        countries = self.env["res.country"].search([], limit=1000)
        languages = {self.env.lang or "en_US", "en_US"}
        named = {
            _key(country.name): country
            for language in languages
            for country in countries.with_context(lang=language)
        }
        return {**named, **{_key(country.code): country for country in countries}}

    def _states(self, countries):
        ids = {c.id for address, c in countries.items() if c and address.region}
        if not ids:
            return {}
        states = self.env["res.country.state"].search([("country_id", "in", list(ids))])
        found = {(state.country_id.id, _key(state.code)): state.id for state in states}
        found.update({(state.country_id.id, _key(state.name)): state.id for state in states})
        return found

    @api.model
    def _prepare_photo_vals(self, card):
        """Return the values of the photo, made small enough.

        :raises UserError: the picture is broken, or too large
        """
        if not card.photo:
            return {}
        try:
            process = ImageProcess(card.photo, verify_resolution=True)
            if process.image:
                process.image.load()
            photo = process.resize(1920, 1920).image_quality()
        except (UserError, OSError, SyntaxError, ValueError) as error:
            words = self.env._("The photo is broken or too large; the card was kept.")
            raise UserError(words) from error
        return {"image_1920": base64.b64encode(photo)}

    @api.model
    def _prepare_fill_vals(self, partner, vals):
        """Return those of ``vals`` whose field is empty; an address fills in as a whole."""
        kept = {name: value for name, value in vals.items() if name not in ("name", "company_type")}
        if any(partner[name] for name in ADDRESS if name != "country_id"):
            kept = {name: value for name, value in kept.items() if name not in ADDRESS}
        return {name: value for name, value in kept.items() if not partner[name]}


def _key(name):
    return fold(name).strip()
