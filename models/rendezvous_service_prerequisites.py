from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize


class RendezvousService(models.Model):
    """What a contact needs before somebody comes to him, and why nothing may be free.

    The pages explain with it, the booking refuses with it.
    """

    _inherit = "rendezvous.service"

    needs_equipment = fields.Boolean(
        "About equipment",
        help="On the road, the customer says which piece of equipment it is for, and without"
        " any books nothing online.",
    )

    def _missing_for_visit(self, partner, agendas, equipment=None, address=None):
        """Return ``[(code, words)]``, what keeps a contact from booking, in the order to settle it.

        ``agendas`` are those on the road that the website opens. ``equipment``
        and ``address`` are what he chose, empty for none, None before he is asked.
        """
        self.ensure_one()
        missing = [
            ("account", self._missing_of_account(partner)),
            ("equipment", self._missing_of_equipment(partner, equipment)),
            ("service", self._missing_of_service(agendas)),
            ("sector", self._missing_of_address(address)),
        ]
        return [(code, words) for code, words in missing if words]

    def _missing_of_account(self, partner):
        """Ask for one email of his own: what is planned is told there."""
        email = email_normalize(partner.email)
        if not email:
            return self.env._(
                "Your account has no valid email address: we could not tell you when we come."
                " Type it in your details first."
            )
        shared = Domain("share", "=", True) & Domain("partner_id", "!=", partner.id)
        shared &= Domain("partner_id.email_normalized", "=", email)
        # As superuser: nobody reads the accounts of others; whether there is one is told.
        if self.env["res.users"].sudo().search_count(shared, limit=1):
            return self.env._(
                "Another account has the email address %(email)s too: type one of your own in"
                " your details first.",
                email=email,
            )
        return ""

    def _missing_of_equipment(self, partner, equipment):
        if not self.needs_equipment:
            return ""
        page = self.env["rendezvous.page"]
        known = equipment if equipment is not None else page._own_equipment(partner)
        if known or (equipment is None and page._may_declare_equipment(partner)):
            return ""
        return self.env._(
            "“%(service)s” is for equipment that we look after, and we know of none of yours:"
            " declare it, or call us.",
            service=self.name,
        )

    def _missing_of_service(self, agendas):
        if agendas and self._is_visible_online(self.env.user):
            return ""
        return self.env._("“%(service)s” is not booked online at the moment.", service=self.name)

    def _missing_of_address(self, address):
        if address is None:
            return ""
        if not address:
            return self.env._("Choose the address where we are to come.")
        if self.env["rendezvous.appointment"]._sector_of_address(address):
            return ""
        return self._outside_words(address.zip, address.city)

    def _outside_words(self, postcode, city=""):
        return self.env._(
            "Our technicians do not go to %(town)s: nothing can be booked there online.",
            town=" ".join(filter(None, [postcode, city])) or self.env._("this address"),
        )

    def _why_nothing_free(self, agendas, sector):
        """Return in words why no half-day is free in a sector as far as booking is open."""
        self.ensure_one()
        missing = self._missing_of_service(agendas)
        if missing:
            return missing
        days = max(min(agenda.horizon, self.lead_max) for agenda in agendas)
        begin = fields.Datetime.now() + timedelta(hours=self.lead_min)
        opened = self.env["rendezvous.availability"]._open_half_days(
            self, agendas, begin, begin + timedelta(days=days + 1), sector
        )
        names = {"sector": sector.sudo().name, "days": days}
        if opened:
            return self.env._(
                "All our half-days in the sector %(sector)s are taken for the next %(days)s days."
                " A new one opens every day, and a place is free again when somebody cancels.",
                **names,
            )
        return self.env._(
            "No tour goes to the sector %(sector)s in the next %(days)s days yet: its days are"
            " still being planned.",
            **names,
        )
