"""Web origins: what an administrator types, and what a browser compares."""

import re

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
PORT = r"(?::[1-9]\d{0,4})?"
# A site is shown over https; only this very machine may do without, on any port (`:*`).
SITE = re.compile(rf"https://(?:{LABEL}\.)+{LABEL}{PORT}")
LOCAL = re.compile(r"https?://(?:localhost|127\.0\.0\.1)(?::(?:\*|[1-9]\d{0,4}))?")
DEFAULT_PORT = re.compile(r"^(https://[^:]+):443$|^(http://[^:]+):80$")


def read_origin(text):
    """Return a typed origin as browsers write it, None when it is none.

    An origin has a scheme, a host and possibly a port: a path could not be kept.
    """
    scheme, separator, host = text.strip().lower().removesuffix("/").partition("://")
    try:
        host = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        return None
    origin = DEFAULT_PORT.sub(r"\1\2", f"{scheme}{separator}{host}")
    return origin if SITE.fullmatch(origin) or LOCAL.fullmatch(origin) else None


def read_origins(text):
    """Return the origins of a text, one per line, and the lines that are none."""
    lines = [line.strip() for line in (text or "").splitlines() if line.strip()]
    origins = {line: read_origin(line) for line in lines}
    good = dict.fromkeys(origin for origin in origins.values() if origin)
    return list(good), [line for line, origin in origins.items() if not origin]
