from odoo import api, fields, models
from odoo.exceptions import AccessError


class RendezvousPublishedMixin(models.AbstractModel):
    """Published by each organisation for its own customers.

    Brands and product categories belong to no company: what one organisation
    shows to its customers says nothing of what another one shows.
    """

    _name = "rendezvous.published.mixin"
    _description = "Published by an organisation"

    rendezvous_publisher_ids = fields.Many2many(
        "res.company",
        string="Published by",
        copy=False,
        groups="base.group_system",
        help="The organisations whose customers may declare equipment of this kind.",
    )
    rendezvous_is_published = fields.Boolean(
        "Published",
        compute="_compute_rendezvous_is_published",
        inverse="_inverse_rendezvous_is_published",
        search="_search_rendezvous_is_published",
        compute_sudo=True,
        help="Proposed to the customers of your organisation who declare equipment.",
    )

    @api.depends("rendezvous_publisher_ids")
    @api.depends_context("company")
    def _compute_rendezvous_is_published(self):
        organisation = self.env.company.root_id
        for record in self:
            record.rendezvous_is_published = organisation in record.rendezvous_publisher_ids

    def _inverse_rendezvous_is_published(self):
        self._check_may_publish()
        organisation = self.env.company.sudo().root_id
        for record in self.sudo():
            others = record.rendezvous_publisher_ids - organisation
            mine = organisation if record.rendezvous_is_published else organisation.browse()
            record.rendezvous_publisher_ids = others | mine

    @api.model
    def _search_rendezvous_is_published(self, operator, value):
        if operator != "in":
            return NotImplemented
        # As superuser: which organisations publish is read by administrators only.
        Record = self.sudo().with_context(active_test=False)
        published = Record._search(self._published_domain(self.env.company))
        return [("id", "in" if True in value else "not in", published)]

    @api.model
    def _published_domain(self, company):
        """Return what the organisation of a company shows to its customers, for superusers."""
        return [("rendezvous_publisher_ids", "in", company.sudo().root_id.ids)]

    def _check_may_publish(self):
        if self.env.su:
            return
        organisation = self.env.company.sudo().root_id
        is_admin = self.env.user.has_group("rendezvous.group_admin")
        if not is_admin or organisation not in self.env.companies:
            raise AccessError(
                self.env._(
                    "What customers may declare is published once for all establishments: ask an"
                    " administrator of %(organisation)s.",
                    organisation=organisation.name,
                )
            )

    def action_rendezvous_publish(self):
        for record in self:
            record.rendezvous_is_published = not record.rendezvous_is_published
