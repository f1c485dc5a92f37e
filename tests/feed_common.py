import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

from odoo.addons.rendezvous.feeds import address

HOST = "127.0.0.1"


def calendar(*events):
    """Return a calendar file of events, each given by its own lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN"]
    for number, event in enumerate(events):
        own = event.strip().splitlines()
        uid = [] if any(line.startswith("UID") for line in own) else [f"UID:{number}"]
        lines += ["BEGIN:VEVENT", *uid, *(line.strip() for line in own), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


class CalendarServer:
    """A real server on this machine that answers what it is told, and notes what it is asked."""

    def __init__(self):
        self.status, self.headers, self.body = 200, {}, b""
        self.act = None
        self.asked = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.asked.append((self.path, dict(self.headers)))
                if outer.act:
                    outer.act(self)
                    return
                self.send_response(outer.status)
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(outer.body)

            def log_message(self, *_args):
                """Say nothing."""

        self.server = ThreadingHTTPServer((HOST, 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://{HOST}:{self.port}/secret.ics"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def answer(self, body=b"", status=200, **headers):
        self.status, self.body = status, body
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def calendar_server():
    """Run a server, whose address alone of this machine's counts as public."""
    server, is_public = CalendarServer(), address.is_public
    ports = {*address.PORTS, server.port}
    with (
        patch.object(address, "PORTS", ports),
        patch.object(address, "is_public", lambda ip: ip == HOST or is_public(ip)),
    ):
        try:
            yield server
        finally:
            server.close()
