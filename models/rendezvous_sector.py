from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..postcodes import PostcodeError, PostcodeIndex, overlaps, parse, write

# What the index of postcodes is made of.
INDEXED = {"active", "code", "company_id", "postcodes"}
SHOWN_RANGES = 5


class RendezvousSector(models.Model):
    """Postcodes that are visited together. Belongs to the parent company."""

    _name = "rendezvous.sector"
    _description = "Sector"
    _inherit = ["rendezvous.company.mixin", "rendezvous.organisation.mixin"]
    _order = "code, id"
    _rec_names_search = ["code", "name"]
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    active = fields.Boolean(default=True)
    color = fields.Integer("Colour")
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        help="The parent company: its establishments share its sectors.",
    )
    postcodes = fields.Text(help="Postcodes and ranges, for example: 62100, 62200-62299")
    partner_ids = fields.One2many("res.partner", "rendezvous_sector_id", string="Contacts")
    partner_count = fields.Integer("Number of contacts", compute="_compute_partner_count")
    has_overlap = fields.Boolean(
        "Overlaps", compute="_compute_overlap", search="_search_has_overlap"
    )
    overlap_warning = fields.Text("Shared postcodes", compute="_compute_overlap")

    _code_unique = models.UniqueIndex(
        "(company_id, code)",
        "Another sector has this code already, perhaps an archived one: choose another code.",
    )

    def _compute_partner_count(self):
        counts = dict(
            self.env["res.partner"]._read_group(
                [("rendezvous_sector_id", "in", self.ids)], ["rendezvous_sector_id"], ["__count"]
            )
        )
        for sector in self:
            sector.partner_count = counts.get(sector._origin, 0)

    @api.depends("postcodes", "company_id", "active")
    def _compute_overlap(self):
        known = self.search([("company_id", "in", self.company_id.ids)])
        shared = {}
        for company in self.company_id:
            mine = self.filtered(lambda s, c=company: s.active and s.company_id == c)
            others = known.filtered(lambda s, c=company: s.company_id == c) - mine._origin
            shared |= overlaps((sector, sector._ranges()) for sector in mine | others)
        for sector in self:
            found = shared.get(sector, {})
            sector.has_overlap = bool(found)
            sector.overlap_warning = "\n".join(
                self.env._(
                    "%(postcodes)s: also in %(sector)s",
                    postcodes=self._few(found[other]),
                    sector=other.display_name,
                )
                for other in sorted(found, key=lambda s: s.code or "")
            )

    def _search_has_overlap(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = self.search([("postcodes", "!=", False)]).filtered("has_overlap")
        return [("id", "in" if True in value else "not in", found.ids)]

    @api.depends("code", "name")
    def _compute_display_name(self):
        for sector in self:
            sector.display_name = " ".join(filter(None, [sector.code, sector.name]))

    @api.constrains("postcodes")
    def _check_postcodes(self):
        for sector in self:
            try:
                parse(sector.postcodes)
            except PostcodeError as error:
                raise ValidationError(self._postcode_words(error)) from error

    @api.model_create_multi
    def create(self, vals_list):
        sectors = super().create(vals_list)
        self._forget_postcodes()
        return sectors

    def write(self, vals):
        result = super().write(vals)
        if INDEXED.intersection(vals):
            self._forget_postcodes()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_postcodes()
        return result

    @api.model
    def _forget_postcodes(self):
        self.env.registry.clear_cache()
        # What one sector shares depends on all the others.
        self.invalidate_model(["has_overlap", "overlap_warning"])

    @api.model
    def _sector_of(self, postcode, company):
        """Return the sector that covers a postcode in the organisation of ``company``.

        Where several cover it, the one whose code comes first.
        """
        root_id = company.sudo().root_id.id  # an establishment may not read its parent
        return self.browse(self._postcode_index(root_id).find(postcode))

    @api.model
    @tools.ormcache("root_id")
    def _postcode_index(self, root_id):
        # As superuser: the answer is kept for everyone.
        sectors_sudo = self.sudo().search([("company_id", "=", root_id)])
        return PostcodeIndex((sector.id, sector._ranges()) for sector in sectors_sudo)

    def _ranges(self):
        """Return the ranges of one sector, none while they are being mistyped."""
        self.ensure_one()
        try:
            return parse(self.postcodes)
        except PostcodeError:
            return ()

    @api.model
    def _few(self, ranges):
        words = write(ranges[:SHOWN_RANGES])
        more = len(ranges) - SHOWN_RANGES
        return self.env._("%(few)s and %(more)s more", few=words, more=more) if more > 0 else words

    @api.model
    def _postcode_words(self, error):
        """Return the sentence that says what is wrong and how to write it."""
        piece = error.piece
        return {
            "code": self.env._(
                "“%s” is no postcode: write codes and ranges such as 62100, 62200-62299.", piece
            ),
            "comma": self.env._(
                "“%s” is no postcode: put a comma between two codes, such as 62100, 62110.", piece
            ),
            "range": self.env._(
                "“%s” is no range: only codes made of digits have ranges; list the others one"
                " by one, such as AD100, AD200.",
                piece,
            ),
            "length": self.env._(
                "“%s” is no range: write as many digits at both ends, such as 62200-62299.", piece
            ),
            "order": self.env._(
                "“%s” is no range: write the smaller code first, such as 62200-62299.", piece
            ),
        }[error.reason]
