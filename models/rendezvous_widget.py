import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..colors import shades
from ..origins import read_origins

COLOR = re.compile(r"#[0-9a-fA-F]{6}")


class RendezvousWidget(models.Model):
    """How one establishment, or the parent for all, shows its booking on its own site."""

    _name = "rendezvous.widget"
    _description = "Widget"
    _inherit = ["rendezvous.company.mixin"]
    _rec_name = "company_id"
    _order = "company_id, id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        string="Establishment",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
        help="The parent's widget shows every establishment, an establishment's only its own.",
    )
    code = fields.Char(
        "Name in the address",
        compute="_compute_code",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Small letters, figures and hyphens: the address of the widget ends with it.",
    )
    origins = fields.Text(
        "Allowed sites",
        help="The sites that may show the widget, one per line, such as https://www.town.example."
        " Everywhere else the browser refuses it.",
    )
    mode = fields.Selection(
        [("inline", "In the page"), ("button", "A button that opens it")],
        required=True,
        default="inline",
        string="Shown",
    )
    button_label = fields.Char(
        "Words on the button", translate=True, default=lambda self: self.env._("Book online")
    )
    color = fields.Char(
        "Colour", help="The main colour, made darker where white words on it would not be readable."
    )
    title = fields.Char(translate=True, help="Above the list of services.")
    introduction = fields.Char(translate=True, help="Under the title.")
    lang_id = fields.Many2one(
        "res.lang", string="Language", help="Empty: the language of the visitor."
    )
    service_ids = fields.Many2many(
        "rendezvous.service",
        string="Services",
        check_company=True,
        help="Empty: all services that can be booked online there.",
    )

    _company_unique = models.Constraint(
        "UNIQUE (company_id)",
        "This establishment has a widget already: change that one.",
    )
    _code_unique = models.Constraint(
        "UNIQUE (code)",
        "Another widget has this name in its address: choose another one.",
    )
    _code_is_plain = models.Constraint(
        "CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$')",
        "The name in the address is made of small letters, figures and hyphens, such as town-hall.",
    )

    @api.depends("company_id")
    def _compute_code(self):
        slug = self.env["ir.http"]._slug
        for widget in self.filtered(lambda widget: widget.company_id and not widget.code):
            widget.code = slug(widget.company_id._origin)

    @api.constrains("origins")
    def _check_origins(self):
        for widget in self:
            for line in read_origins(widget.origins)[1]:
                raise ValidationError(
                    self.env._(
                        "“%(line)s” is not the address of a site: write it like"
                        " https://www.town.example, with nothing after the name.",
                        line=line,
                    )
                )

    @api.constrains("color")
    def _check_color(self):
        for widget in self.filtered("color"):
            if not COLOR.fullmatch(widget.color):
                raise ValidationError(
                    self.env._(
                        "“%(color)s” is not a colour: pick one, or write it like #14595b.",
                        color=widget.color,
                    )
                )

    def _allowed_origins(self):
        """Return the origins that may show the widget; none without a widget."""
        return read_origins(self.origins)[0]

    def _shades(self):
        return shades(self.color) if COLOR.fullmatch(self.color or "") else {}

    def _style(self):
        """Return the CSS declarations of the look, empty for the website's own."""
        parts = self._shades().items()
        return "".join(f"--o-rendezvous-{name}: {value};" for name, value in parts)
