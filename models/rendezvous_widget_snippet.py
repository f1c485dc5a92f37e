from markupsafe import Markup

from odoo import api, fields, models

LOADER = "/rendezvous/static/src/widget/rendezvous_widget.js"
SNIPPET = Markup(
    '<script async src="{loader}" {settings}></script>\n'
    '<noscript><a href="{page}">{label}</a></noscript>'
)
PREVIEW = Markup(
    '<!DOCTYPE html><html><body style="font: 16px sans-serif; margin: 16px">{snippet}</body></html>'
)


class RendezvousWidget(models.Model):
    """The lines that an administrator copies into a page of another site."""

    _inherit = "rendezvous.widget"

    address = fields.Char(compute="_compute_snippet")
    snippet = fields.Text("Code to copy", compute="_compute_snippet")
    preview = fields.Text(compute="_compute_snippet")

    @api.depends("company_id", "code", "mode", "button_label", "color", "title", "lang_id")
    def _compute_snippet(self):
        for widget in self:
            base = widget._website_url()
            widget.address = f"{base}{widget._path()}"
            widget.snippet = widget._prepare_snippet(base)
            # In the back office the same lines, from wherever it is open.
            widget.preview = PREVIEW.format(snippet=widget._prepare_snippet(""))

    def _prepare_snippet(self, base):
        widget = self.with_context(lang=self.lang_id.code or self.env.lang)
        label = widget.button_label or widget.env._("Book online")
        settings = {
            "data-rendezvous": f"{base}{self._path()}",
            "data-mode": self.mode,
            "data-label": label,
            "data-title": widget.title or widget.env._("Book an appointment"),
            "data-close": widget.env._("Close"),
            "data-color": self._shades().get("accent"),
        }
        return SNIPPET.format(
            loader=f"{base}{LOADER}",
            settings=Markup(" ").join(
                Markup('{}="{}"').format(name, value) for name, value in settings.items() if value
            ),
            page=f"{base}{self._page_path()}",
            label=label,
        )

    def _path(self):
        return f"/rendezvous/widget/{self.code or ''}"

    def _page_path(self):
        """Return the path of the whole page, for browsers without scripts."""
        company = self.company_id
        if not company.parent_id or self._website().company_id == company:
            return "/rendezvous"
        return f"/rendezvous?establishment={company._origin.id}"

    def _website(self):
        """Return the website that serves the widget: the establishment's, else its parent's."""
        # As superuser: an establishment does not read its parent's website.
        websites = (
            self.env["website"]
            .sudo()
            .search([("company_id", "parent_of", self.company_id._origin.ids)])
        )
        return websites.sorted(lambda site: len(site.company_id.parent_path), reverse=True)[:1]

    def _website_url(self):
        return (self._website() or self.env["website"]).get_base_url().rstrip("/")
