"""Which addresses may be asked: public ones, on the ports of the web."""

import ipaddress
import socket
from dataclasses import dataclass

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from .errors import FeedError

# A subscription link is the web's, whatever it calls itself.
SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
DEFAULT_PORTS = {"http": 80, "https": 443}
PORTS = {80, 443}
# IPv4 inside IPv6 by translation (RFC 6052), and the old "compatible" form.
EMBEDDING = [ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96")]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a calendar is, ready to be asked; ``target`` is the path and the query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host_header}{self.target}"

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def read_address(url: str) -> Address:
    """Return the parts of ``url``.

    :raises FeedError: not of the web, with a log-in inside, or on another port
    """
    scheme, separator, rest = url.strip().partition("://")
    scheme = SCHEMES.get(scheme.lower()) if separator else None
    if not scheme:
        raise FeedError("scheme")
    try:
        parts = parse_url(f"{scheme}://{rest}")
    except LocationParseError as error:
        raise FeedError("address") from error
    if parts.auth:
        raise FeedError("login")
    port = parts.port or DEFAULT_PORTS[scheme]
    if not parts.host:
        raise FeedError("address")
    if port not in PORTS:
        raise FeedError("port")
    return Address(scheme, parts.host.strip("[]"), port, parts.request_uri)


def public_addresses(host: str, port: int) -> list[str]:
    """Return the network addresses of ``host``, all of them public.

    What is connected to is one of these, never the name again: a name that
    says another address the second time leads nowhere.

    :raises FeedError: no such host, or one inside some private network
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FeedError("unknown_host") from error
    addresses = list(dict.fromkeys(answer[4][0] for answer in found))
    if not addresses or not all(is_public(address) for address in addresses):
        raise FeedError("private")
    return addresses


def is_public(address: str) -> bool:
    """Tell whether an address belongs to the open internet, also inside an IPv6 one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner = _embedded(ip) if ip.version == 6 else None
    if inner is not None:
        return is_public(str(inner))
    return ip.is_global and not (
        ip.is_multicast or ip.is_reserved or getattr(ip, "is_site_local", False)
    )


def _embedded(ip):
    """Return the IPv4 address that an IPv6 one stands for, if any."""
    if any(ip in network for network in EMBEDDING):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
