import socket
import sys
import time
from unittest.mock import Mock, patch

from odoo.tests import BaseCase, tagged

from ..feeds import FeedError, fetch
from ..feeds.address import is_public, read_address
from .feed_common import HOST, calendar_server

# The function hides the module of the same name.
module = sys.modules[fetch.__module__]


@tagged("post_install", "-at_install")
class TestBusyFetch(BaseCase):
    """Calendars from a real server on this machine, within limits."""

    def setUp(self):
        super().setUp()
        self.server = self.enterContext(calendar_server())

    def assertRefused(self, code, url=None, status=0):
        with self.assertRaises(FeedError) as caught:
            fetch(url or self.server.url)
        self.assertEqual((caught.exception.code, caught.exception.status), (code, status))

    def test_the_calendar_and_its_version_come_back(self):
        self.server.answer(b"data", ETag='"1"', Last_Modified="Mon, 05 Jan 2026 08:00:00 GMT")
        answer = fetch(self.server.url)
        self.assertEqual(answer.body, b"data")
        self.assertEqual(answer.etag, '"1"')
        self.assertEqual(answer.last_modified, "Mon, 05 Jan 2026 08:00:00 GMT")

    def test_a_version_that_is_known_is_asked_for_no_more(self):
        self.server.answer(status=304)
        self.assertIsNone(fetch(self.server.url, '"1"', "yesterday").body)
        _path, headers = self.server.asked[0]
        self.assertEqual(headers["If-None-Match"], '"1"')
        self.assertEqual(headers["If-Modified-Since"], "yesterday")
        self.assertEqual(headers["Host"], f"{HOST}:{self.server.port}")

    def test_answers_that_are_no_calendar_say_why(self):
        for status, code in ((401, "refused"), (404, "gone"), (500, "status"), (204, "status")):
            with self.subTest(status=status):
                self.server.answer(status=status)
                self.assertRefused(code, status=status)

    def test_a_redirection_is_followed(self):
        def act(handler):
            if handler.path == "/secret.ics":
                handler.send_response(302)
                handler.send_header("Location", "/there.ics")
                handler.end_headers()
            else:
                handler.send_response(200)
                handler.end_headers()
                handler.wfile.write(b"there")

        self.server.act = act
        self.assertEqual(fetch(self.server.url).body, b"there")

    def test_the_fourth_redirection_is_one_too_many(self):
        self.server.answer(status=302, Location="/again.ics")
        self.assertRefused("redirects")
        self.assertEqual(len(self.server.asked), 4)

    def test_a_redirection_into_a_private_network_is_refused(self):
        for host in ("10.0.0.1", "127.0.0.2", "[::1]", "169.254.169.254"):
            with self.subTest(host=host):
                self.server.answer(status=301, Location=f"http://{host}/")
                self.assertRefused("private")

    def test_a_redirection_to_another_kind_of_address_is_refused(self):
        self.server.answer(status=301, Location="file:///etc/passwd")
        self.assertRefused("scheme")

    def test_a_redirection_from_https_to_http_is_refused(self):
        response = Mock(status=302, headers={"Location": "http://calendar.example/a.ics"})
        with (
            patch.object(module._Call, "_connect", lambda *_args: Mock()),
            patch.object(module._Call, "_ask", return_value=response),
        ):
            self.assertRefused("unsafe", "https://calendar.example/a.ics")

    def test_a_name_is_looked_up_once_and_that_address_is_called(self):
        """A name server that says a public address first and a private one next wins nothing."""
        self.server.answer(b"data")
        said, real = [], socket.getaddrinfo

        def answer(host, port, *args, **kwargs):
            if host != "calendar.example":
                return real(host, port, *args, **kwargs)
            said.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (HOST, port))]

        with patch("socket.getaddrinfo", answer):
            url = f"http://calendar.example:{self.server.port}/a.ics"
            self.assertEqual(fetch(url).body, b"data")
        self.assertEqual(said, ["calendar.example"])
        self.assertEqual(self.server.asked[0][1]["Host"], f"calendar.example:{self.server.port}")

    def test_one_private_address_among_public_ones_is_enough_to_refuse(self):
        answers = [(2, 1, 6, "", (ip, 443)) for ip in ("8.8.8.8", "10.0.0.1")]
        with patch("socket.getaddrinfo", return_value=answers):
            self.assertRefused("private", "https://calendar.example/a.ics")

    def test_a_calendar_too_big_is_given_up(self):
        with patch.object(module, "MAX_BYTES", 10):
            self.server.answer(b"x" * 10)
            self.assertEqual(len(fetch(self.server.url).body), 10)
            self.server.answer(b"x" * 11)
            self.assertRefused("big")

    def test_what_is_packed_is_refused_unread(self):
        self.server.answer(b"x", Content_Encoding="gzip")
        self.assertRefused("packed")

    def test_a_server_that_drips_is_given_up_in_time(self):
        def drip_header(handler):
            for _n in range(40):
                handler.wfile.write(b"H")
                time.sleep(0.05)

        def drip_body(handler):
            handler.send_response(200)
            handler.end_headers()
            drip_header(handler)

        for drip in (drip_header, drip_body):
            with self.subTest(drip=drip), patch.object(module, "MAX_SECONDS", 0.4):
                self.server.act = drip
                self.assertRefused("slow")

    def test_nobody_there(self):
        self.server.close()
        self.assertRefused("unreachable")

    def test_a_name_that_no_server_has(self):
        with patch("socket.getaddrinfo", side_effect=OSError):
            self.assertRefused("unknown_host", "https://nowhere.example/a.ics")


@tagged("post_install", "-at_install")
class TestBusyAddress(BaseCase):
    def assertCode(self, code, url):
        with self.assertRaises(FeedError) as caught:
            read_address(url)
        self.assertEqual(caught.exception.code, code)

    def test_addresses_of_the_web_and_of_subscriptions(self):
        for url, expected in (
            ("https://calendar.example/a.ics?x=1", "https://calendar.example/a.ics?x=1"),
            ("webcal://calendar.example/a.ics", "https://calendar.example/a.ics"),
            ("HTTP://Calendar.example", "http://calendar.example/"),
            ("https://calendar.example:443/é", "https://calendar.example/%C3%A9"),
            (" http://[2a00:1450::1]/a ", "http://[2a00:1450::1]/a"),
        ):
            with self.subTest(url=url):
                self.assertEqual(read_address(url).url, expected)

    def test_other_addresses_are_refused(self):
        for url, code in (
            ("ftp://calendar.example/a.ics", "scheme"),
            ("file:///etc/passwd", "scheme"),
            ("calendar.example/a.ics", "scheme"),
            ("https://user:secret@calendar.example/a.ics", "login"),
            ("https://calendar.example:8080/a.ics", "port"),
            ("http://calendar.example:22/", "port"),
            ("https:///a.ics", "address"),
            ("https://[::1/a.ics", "address"),
        ):
            with self.subTest(url=url):
                self.assertCode(code, url)

    def test_only_public_addresses_are_called(self):
        for ip in ("8.8.8.8", "193.51.208.13", "2a00:1450:4007::200e", "::ffff:8.8.8.8"):
            with self.subTest(ip=ip):
                self.assertTrue(is_public(ip))
        for ip in (
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1%eth0",
            "fc00::1",
            "ff02::1",
            "fec0::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "2002:7f00:1::",
            "64:ff9b::a00:1",
            "2001:db8::1",
        ):
            with self.subTest(ip=ip):
                self.assertFalse(is_public(ip))
