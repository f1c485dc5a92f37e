import contextlib
import time

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tests.common import ChromeBrowser, ChromeBrowserException

from .public_common import PDF

PATIENCE = 40


@tagged("post_install", "-at_install")
class BrowserCase(HttpCase):
    """An organisation open every day from tomorrow on, for a browser whose clock runs.

    The service asks for a choice, a date and a document.
    """

    chrome = ChromeBrowser

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        english = cls.env["res.lang"]._activate_lang("en_US")
        cls.parent = cls.env["res.company"].create({"name": "Lake District"})
        cls.child = cls.env["res.company"].create(
            {"name": "Town hall of Lens", "parent_id": cls.parent.id, "phone": "+33 3 21 00 00 00"}
        )
        cls.website = cls.env.ref("website.default_website")
        cls.website.write(
            {
                "company_id": cls.parent.id,
                "default_lang_id": english.id,
                "language_ids": [Command.set(english.ids)],
            }
        )
        cls.citizen = new_test_user(
            cls.env,
            "citizen",
            groups="base.group_portal",
            name="Durand Camille",
            email="citizen@example.com",
            lang="en_US",
            company_id=cls.parent.id,
            company_ids=[Command.set(cls.parent.ids)],
        )
        cls.create_service()
        # No request leaves the machine: a tile is a picture of ours.
        cls.env["ir.config_parameter"].set_param(
            "rendezvous.tile_url", "/web/static/img/spin.png?{z}{x}{y}"
        )

    @classmethod
    def create_service(cls):
        product = cls.env["product.product"].create({"name": "Passport", "list_price": 86})
        cls.service = cls.env["rendezvous.service"].create(
            {
                "name": "Passport request",
                "description": "For adults and children.",
                "company_id": cls.parent.id,
                "duration": 60,
                "lead_min": 24,
                "is_published": True,
                "instructions_before": "Bring a photograph.",
                "instructions_after": "We write to you.",
                "product_id": product.id,
            }
        )
        choices = [Command.create({"name": name}) for name in ("Passport", "Identity card")]
        cls.choice, cls.date, cls.file = cls.env["rendezvous.question"].create(
            [
                {"service_id": cls.service.id, "required": True, "sequence": number, **values}
                for number, values in enumerate(
                    [
                        {"name": "What do you need?", "type": "choice", "choice_ids": choices},
                        {"name": "Date of birth", "type": "date", "help": "Of the person"},
                        {"name": "Proof of address", "type": "file"},
                    ]
                )
            ]
        )
        place = cls.env["res.partner"].create({"name": "Annex of the port", "city": "Lens"})
        place.write({"partner_latitude": 50.43, "partner_longitude": 2.83})
        cls.agenda = cls.env["rendezvous.agenda"].create(
            {
                "name": "Counter",
                "company_id": cls.child.id,
                "tz": "Europe/Paris",
                "capacity": 1,
                "service_ids": [Command.set(cls.service.ids)],
                "location_ids": [Command.set(place.ids)],
                "slot_ids": [
                    Command.create({"weekday": day, "hour_from": 9, "hour_to": 18})
                    for day in "0123456"
                ],
            }
        )

    def book(self, number=0, partner=None, **values):
        """Book the n-th free time and return the appointment."""
        first = self.first().start
        slot = self.service._available_slots(first, first.replace(year=first.year + 1))[number]
        appointment = self.env["rendezvous.appointment"]._book(
            self.service, slot.start, self.agenda, partner or self.citizen.partner_id, **values
        )
        self.env.flush_all()
        return appointment

    def first(self):
        return self.service._first_available()[self.agenda.id]

    @contextlib.contextmanager
    def visitor(self, login=None, **options):
        """Yield a :class:`Visitor`; nothing is left running afterwards."""
        browser = self.chrome(self)
        try:
            with self.allow_requests(browser=browser):
                self.authenticate(login, login, browser=browser)
                self.env.flush_all()
                self.env.cr.clear()
                yield Visitor(browser, self.base_url(), **options)
                browser.navigate_to("about:blank", wait_stop=True)
                self._wait_remaining_requests()
        finally:
            browser.stop()
            self.env.invalidate_all()


class Visitor:
    """A browser driven from outside by mouse and keyboard, so that it may run no script.

    Elements are named by XPath.
    """

    def __init__(self, browser, base_url, scripts=True, width=1280):
        self.browser, self.base_url = browser, base_url
        self.command("DOM.enable")
        self.command("Emulation.setScriptExecutionDisabled", value=not scripts)
        if width < 600:
            self.command(
                "Emulation.setDeviceMetricsOverride",
                width=width,
                height=844,
                deviceScaleFactor=1,
                mobile=True,
            )

    def command(self, method, **params):
        return self.browser._websocket_request(method, params=params)

    def open(self, path):
        self.browser.navigate_to(self.base_url + path, wait_stop=True)

    def find(self, xpath):
        """Return the node once it is on the page."""
        return self._patiently(xpath, lambda node: node)

    def _patiently(self, xpath, action):
        """Return what ``action`` makes of the node, again while the page is being replaced."""
        end = time.time() + PATIENCE
        while time.time() < end:
            # No quads: not shown yet.
            with contextlib.suppress(ChromeBrowserException, IndexError):
                self.command("DOM.getDocument", depth=0)
                search = self.command("DOM.performSearch", query=xpath)
                if search["resultCount"]:
                    place = {"searchId": search["searchId"], "fromIndex": 0, "toIndex": 1}
                    return action(self.command("DOM.getSearchResults", **place)["nodeIds"][0])
            time.sleep(0.1)
        self.browser.take_screenshot()
        raise AssertionError(f"not on the page: {xpath}")

    def click(self, xpath):
        x, y = self._patiently(xpath, self._middle)
        for event in ("mousePressed", "mouseReleased"):
            self.command(
                "Input.dispatchMouseEvent", type=event, button="left", clickCount=1, x=x, y=y
            )

    def _middle(self, node):
        self.command("DOM.scrollIntoViewIfNeeded", nodeId=node)
        quad = self.command("DOM.getContentQuads", nodeId=node)["quads"][0]
        return sum(quad[::2]) / 4, sum(quad[1::2]) / 4

    def focus(self, xpath):
        self._patiently(xpath, lambda node: self.command("DOM.focus", nodeId=node))

    def type(self, xpath, text):
        self.focus(xpath)
        self.command("Input.insertText", text=text)

    def press(self, key, code, virtual_key):
        for event in ("keyDown", "keyUp"):
            self.command(
                "Input.dispatchKeyEvent",
                type=event,
                key=key,
                code=code,
                text=key if len(key) == 1 else "",
                windowsVirtualKeyCode=virtual_key,
            )

    def type_date(self, xpath, digits):
        """Type a date as the field of an English browser asks: month, day, year."""
        self.focus(xpath)
        for digit in digits:
            self.press(digit, f"Digit{digit}", ord(digit))

    def attach(self, xpath, path):
        files = [str(path)]
        self._patiently(
            xpath, lambda node: self.command("DOM.setFileInputFiles", nodeId=node, files=files)
        )

    def evaluate(self, expression):
        """Return the value of a script; only where scripts run."""
        answer = self.command(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")


def write_document(folder):
    """Return the path of a small document to send."""
    path = folder / "proof.pdf"
    path.write_bytes(PDF)
    return path
