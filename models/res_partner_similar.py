from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize

SHOWN = 5


class ResPartner(models.Model):
    """Warn of a probable duplicate while a contact is being typed."""

    _inherit = "res.partner"

    # Asked at each contact typed, and at each sign-up.
    email_normalized = fields.Char(index="btree_not_null")
    rendezvous_similar_ids = fields.Many2many(
        "res.partner", string="Similar contacts", compute="_compute_rendezvous_similar"
    )
    rendezvous_similar_warning = fields.Html(compute="_compute_rendezvous_similar", sanitize=False)

    @api.depends("email", "phone", "lastname", "firstname", "birthdate_date", "country_id")
    def _compute_rendezvous_similar(self):
        for partner in self:
            lines, found = [], self.browse()
            for reason, domain in partner._rendezvous_similar_domains():
                others = self.search(domain & partner._rendezvous_others_domain(), limit=SHOWN)
                lines += [(reason, other) for other in others - found]
                found |= others
            partner.rendezvous_similar_ids = found
            partner.rendezvous_similar_warning = self._rendezvous_similar_html(lines)

    def _rendezvous_others_domain(self):
        """Return the persons that may be this one under another file."""
        mine = self._origin | self._origin.child_ids | self._origin.parent_id
        return Domain("id", "not in", mine.ids) & Domain("is_company", "=", False)

    def _rendezvous_similar_domains(self):
        """Yield ``(reason, domain)`` for what is typed so far, the surest first."""
        self.ensure_one()
        if self.is_company:
            return
        email = email_normalize(self.email)
        if email:
            yield self.env._("same email"), Domain("email_normalized", "=", email)
        if self.lastname and self.firstname and self.birthdate_date:
            born = Domain("birthdate_date", "=", self.birthdate_date)
            names = self._rendezvous_search_domain(f"{self.lastname} {self.firstname}")
            yield self.env._("same names and birth date"), born & names
        phone = self._phone_format(number=self.phone) if self.phone else False
        if phone:
            yield self.env._("same phone"), Domain("phone_sanitized", "=", phone)

    @api.model
    def _rendezvous_similar_html(self, lines):
        if not lines:
            return False
        # In a tab of its own: what is being typed stays here.
        link = Markup(
            '<li><a href="/odoo/contacts/%(id)s" target="_blank">%(name)s</a> (%(reason)s)</li>'
        )
        items = Markup("").join(
            link % {"id": other.id, "name": other.display_name, "reason": reason}
            for reason, other in lines
        )
        return Markup("<ul class='mb-0'>%s</ul>") % items
