import json
import os
from pathlib import Path

from .browser_common import BrowserCase

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The page around ours is the website's: of it, only what names the page.
PAGE_RULES = ["document-title", "html-has-lang", "html-lang-valid"]
CHECK = """
(async () => {
    const ours = await axe.run(document.querySelector("main"), {runOnly: %(tags)s});
    const page = await axe.run(document, {runOnly: {type: "rule", values: %(rules)s}});
    return [...ours.violations, ...page.violations].map(
        (v) => v.id + ": " + v.nodes.map((node) => node.html.slice(0, 200)).join(" | ")
    );
})()
"""


class AxeCase(BrowserCase):
    """Checks that pages break no rule of WCAG 2.2 AA."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        path = os.environ.get("RENDEZVOUS_AXE_JS")
        if not path:
            raise AssertionError("RENDEZVOUS_AXE_JS names no script to check with: use dev/test")
        cls.axe = Path(path).read_text()

    def assertAccessible(self, visitor, path):
        visitor.find("//main")
        visitor.evaluate(self.axe)
        code = CHECK % {"tags": json.dumps(TAGS), "rules": json.dumps(PAGE_RULES)}
        self.assertEqual(visitor.evaluate(code), [], path)

    def assertPagesAccessible(self, *paths, login=None, **options):
        with self.visitor(login, **options) as visitor:
            for path in paths:
                visitor.open(path)
                self.assertAccessible(visitor, path)
