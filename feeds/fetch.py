"""One calendar from another server, within limits of time and size."""

import contextlib
import socket
import threading
from dataclasses import dataclass
from urllib.parse import urljoin

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from .address import public_addresses, read_address
from .errors import FeedError

MAX_BYTES = 5 * 1024 * 1024
MAX_SECONDS = 10
MAX_REDIRECTS = 3
CHUNK = 65_536
REDIRECTS = {301, 302, 303, 307, 308}
CODES = {401: "refused", 403: "refused", 404: "gone", 410: "gone"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``body`` is None when nothing has changed since last time."""

    body: bytes | None
    etag: str = ""
    last_modified: str = ""


def fetch(url: str, etag: str = "", last_modified: str = "") -> Answer:
    """Return the calendar at ``url``; ``etag`` and ``last_modified`` are of the last answer.

    It takes :data:`MAX_SECONDS` at most, names and redirections included:
    what is not there by then is given up, whatever the other side still sends.

    :raises FeedError: it could not be had
    """
    call = _Call(url, _conditions(etag, last_modified))
    # Waiting from outside is the one limit that holds for a name, a handshake
    # and a header that comes byte by byte.
    thread = threading.Thread(target=call.run, name="rendezvous feed", daemon=True)
    thread.start()
    thread.join(MAX_SECONDS)
    if thread.is_alive():
        call.give_up()
        raise FeedError("slow")
    if call.error:
        raise call.error
    return call.answer


def _conditions(etag, last_modified):
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in conditions.items() if value}


class _Call:
    """One question and its redirections, in a thread of its own."""

    def __init__(self, url, conditions):
        self.url = url
        self.conditions = conditions
        self.answer = self.error = self._socket = None
        self._given_up = False

    def run(self):
        try:
            self.answer = self._follow()
        except FeedError as error:
            self.error = error
        except TimeoutError:
            self.error = FeedError("slow")
        except (HTTPError, OSError, ValueError):
            self.error = FeedError("unreachable")
        except Exception as error:  # pylint: disable=broad-except
            # Raised again where somebody waits for it.
            self.error = error

    def give_up(self):
        """End the conversation from outside."""
        self._given_up = True
        if self._socket:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _follow(self):
        address = read_address(self.url)
        for _hop in range(MAX_REDIRECTS + 1):
            with contextlib.closing(self._connect(address)) as connection:
                response = self._ask(connection, address)
                if response.status not in REDIRECTS:
                    return self._read(response)
                url = urljoin(address.url, response.headers.get("Location", ""))
            was_safe, address = address.scheme == "https", read_address(url)
            # The address is a secret: it does not go on in the clear.
            if was_safe and address.scheme != "https":
                raise FeedError("unsafe")
        raise FeedError("redirects")

    def _connect(self, address):
        """Return a connection to one of the very addresses that were looked at."""
        refusal = FeedError("unreachable")
        for ip in public_addresses(address.host, address.port):
            connection = _connection(ip, address)
            try:
                connection.connect()
            except (HTTPError, OSError) as error:
                connection.close()
                refusal = FeedError("certificate" if _is_certificate(error) else "unreachable")
                continue
            self._socket = connection.sock
            if self._given_up:
                self.give_up()
            return connection
        raise refusal

    def _ask(self, connection, address):
        headers = {
            "Host": address.host_header,
            "Accept": "text/calendar, */*;q=0.5",
            # What is packed has no size before it is unpacked.
            "Accept-Encoding": "identity",
            "User-Agent": "Rendezvous",
            "Connection": "close",
            **self.conditions,
        }
        connection.request("GET", address.target, headers=headers, preload_content=False)
        return connection.getresponse()

    def _read(self, response):
        if response.status == 304:
            return Answer(None)
        if response.status != 200:
            raise FeedError(CODES.get(response.status, "status"), response.status)
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise FeedError("packed")
        body = bytearray()
        for chunk in response.stream(CHUNK, decode_content=False):
            body += chunk
            if len(body) > MAX_BYTES:
                raise FeedError("big")
            if self._given_up:
                raise FeedError("slow")
        return Answer(
            bytes(body),
            response.headers.get("ETag", ""),
            response.headers.get("Last-Modified", ""),
        )


def _connection(ip, address):
    if address.scheme == "http":
        return HTTPConnection(ip, address.port, timeout=MAX_SECONDS)
    # The certificate is asked for the name, although the number is called.
    return HTTPSConnection(
        ip,
        address.port,
        timeout=MAX_SECONDS,
        server_hostname=address.host,
        assert_hostname=address.host,
        cert_reqs="CERT_REQUIRED",
        ca_certs=certifi.where(),
    )


def _is_certificate(error):
    return "CERTIFICATE" in str(error).upper()
