from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RendezvousOrganisationMixin(models.AbstractModel):
    """What is set once on the parent company, for all its establishments.

    Source: 000_…, services, rights and contacts are the parent's.
    """

    _name = "rendezvous.organisation.mixin"
    _description = "Belongs to a parent company"

    company_id = fields.Many2one("res.company")

    @api.constrains("company_id")
    def _check_company_is_root(self):
        for record in self.sudo():  # an establishment may not read its parent
            if record.company_id.parent_id:
                raise ValidationError(
                    self.env._(
                        "“%(record)s” belongs to the organisation, not to %(company)s, an"
                        " establishment: choose %(parent)s.",
                        record=record.display_name,
                        company=record.company_id.name,
                        parent=record.company_id.root_id.name,
                    )
                )
