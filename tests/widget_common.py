import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import websocket

from odoo.tests.common import ChromeBrowser, ChromeBrowserException

from .browser_common import PATIENCE, BrowserCase, Visitor

# The page of the organisation: it keeps every message that it hears.
PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Our town</title></head>
<body style="margin: 0"><h1>Our town</h1>
<script>
    window.heard = [];
    window.addEventListener("message", (ev) => window.heard.push([ev.origin, ev.data]));
</script>
<main>%s</main></body></html>
"""


class Wanderer(ChromeBrowser):
    """A browser that also visits this machine under its other name, another site for it.

    It blocks the cookies of other sites, as its user may choose. Frames of
    another site share the process of their page, so that they are driven alike.
    """

    def _spawn_chrome(self, cmd):
        profile = Path(self.user_data_dir, "Default")
        profile.mkdir()
        blocked = {"profile": {"cookie_controls_mode": 1, "block_third_party_cookies": True}}
        (profile / "Preferences").write_text(json.dumps(blocked))
        switches = [
            "--disable-site-isolation-trials",
            # Whatever a new tab asks for, nothing leaves the machine.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ]
        return super()._spawn_chrome([*cmd[:-1], *switches, cmd[-1]])

    def _handle_request_paused(self, **params):
        if params["request"]["url"].startswith("http://localhost:"):
            request = {"requestId": params["requestId"]}
            self._websocket_send("Fetch.continueRequest", params=request)
            return
        super()._handle_request_paused(**params)


class Tab:
    """A tab that a page opened: what a :class:`Visitor` needs of a browser."""

    def __init__(self, address):
        self.socket = websocket.create_connection(address, timeout=PATIENCE, suppress_origin=True)
        self.number = 0

    def _websocket_request(self, method, *, params=None):
        self.number += 1
        call = {"id": self.number, "method": method, "params": params or {}}
        self.socket.send(json.dumps(call))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise ChromeBrowserException(answer["error"])
                return answer["result"]

    def take_screenshot(self):
        """Nothing: the first tab has its own."""


class Site:
    """A site of the organisation: any path is the page that holds the snippet."""

    def __init__(self, snippet):
        body = (PAGE % snippet).encode()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                """Keep the log for Odoo."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        # One is another site than Odoo's, the other only another origin.
        self.elsewhere = f"http://localhost:{self.port}"
        self.nearby = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class WidgetBrowserCase(BrowserCase):
    """An organisation with a widget, and a second origin that shows it."""

    chrome = Wanderer

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.widget = cls.env["rendezvous.widget"].create(
            {"company_id": cls.child.id, "code": "town-hall"}
        )

    def setUp(self):
        super().setUp()
        # The cookie of the tests is not sent to a frame either.
        self.http_request_allow_all = True
        base = self.base_url()
        self.env["ir.config_parameter"].set_param("web.base.url", base)

    @contextlib.contextmanager
    def site(self, **values):
        """Yield a site that holds the snippet of the widget, allowed unless ``values`` say."""
        self.widget.write(values)
        with self.site_of(self.widget.snippet) as site:
            self.allow(values.get("origins") or f"{site.elsewhere}\n{site.nearby}")
            yield site

    @contextlib.contextmanager
    def site_of(self, content):
        """Yield a site whose page holds ``content``."""
        site = Site(content)
        try:
            yield site
        finally:
            site.close()

    def allow(self, origins):
        self.widget.origins = origins
        self.env.flush_all()

    def go(self, visitor, address):
        visitor.browser.navigate_to(address, wait_stop=True)

    def new_tab(self, visitor):
        """Return a visitor of the tab that was opened."""
        end = time.time() + PATIENCE
        while time.time() < end:
            tabs = self.tabs(visitor)
            if len(tabs) > 1 and "about:blank" not in [tab["url"] for tab in tabs]:
                [address] = [
                    tab["webSocketDebuggerUrl"] for tab in tabs if "Our town" not in tab["title"]
                ]
                tab = Tab(address)
                self.addCleanup(tab.socket.close)
                return Visitor(tab, self.base_url())
            time.sleep(0.2)
        raise AssertionError("no new tab")

    def tabs(self, visitor):
        return [tab for tab in visitor.browser._json_command("") if tab["type"] == "page"]

    def height(self, visitor):
        return visitor.evaluate("document.querySelector('iframe').getBoundingClientRect().height")

    def wait_for(self, visitor, expression):
        """Wait until a script says something true, and return it."""
        end = time.time() + PATIENCE
        while time.time() < end:
            if value := visitor.evaluate(expression):
                return value
            time.sleep(0.1)
        visitor.browser.take_screenshot()
        raise AssertionError(f"never true: {expression}")

    def settle(self, visitor):
        """Return the height of the frame once it stays the same for a second."""
        self.wait_for(visitor, "window.heard.length")
        last, since, end = None, 0, time.time() + PATIENCE
        while time.time() < end:
            height = self.height(visitor)
            if height != last:
                last, since = height, time.time()
            elif time.time() - since > 1:
                return height
            time.sleep(0.1)
        raise AssertionError(f"the height never stays the same: {last}")

    def inside(self, visitor, expression):
        """Return the value of a script run in the frame."""
        tree = visitor.command("Page.getFrameTree")["frameTree"]
        frame = tree["childFrames"][0]["frame"]["id"]
        world = visitor.command("Page.createIsolatedWorld", frameId=frame)
        answer = visitor.command(
            "Runtime.evaluate",
            expression=expression,
            contextId=world["executionContextId"],
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def assertNotOnPage(self, visitor, xpath):
        visitor.command("DOM.getDocument", depth=0)
        found = visitor.command("DOM.performSearch", query=xpath)["resultCount"]
        self.assertFalse(found, f"on the page: {xpath}")
