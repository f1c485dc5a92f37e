from lxml import etree

from odoo import models, tools


class IrQweb(models.AbstractModel):
    """Messages that cost the same, however many were written before.

    Odoo 19 compiles the text of a mail template anew for each contact, and
    looks for a template named after each snippet of it: it finds none, and
    raises the same remembered error each time, which gets longer and is
    written out in full. After 1,000 emails one took 0.2 s. Where
    ``rendezvous_compile_once`` is in the context, a text is compiled once for
    all contacts, and the missing template is looked for once.
    """

    _inherit = "ir.qweb"

    def _get_template_info(self, template):
        info = super()._get_template_info(template)
        if info["error"]:
            info["error"].__traceback__ = None
        return info

    def _generate_code_uncached(self, template):
        # The number of a template: Odoo keeps what it compiles of these.
        if isinstance(template, int) or not self.env.context.get("rendezvous_compile_once"):
            return super()._generate_code_uncached(template)
        text = template if isinstance(template, str) else etree.tostring(template)
        return self._generate_code_once(text, template)

    @tools.ormcache(
        "text",
        "tuple(self.env.context.get(key) or False for key in self._get_template_cache_keys())",
        cache="templates",
    )
    def _generate_code_once(self, text, template):
        """Return what is made of a template, remembered by its text."""
        plain = self.with_context(rendezvous_compile_once=False)
        return plain._generate_code_uncached(template)
