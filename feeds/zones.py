"""The time zones that a calendar file names."""

import io
import re
from datetime import timezone, tzinfo
from zoneinfo import ZoneInfo

from babel.core import get_global
from dateutil.tz import tzical

VTIMEZONE = re.compile(r"^BEGIN:VTIMEZONE\s*$.*?^END:VTIMEZONE\s*$", re.M | re.S | re.I)
TZID = re.compile(r"^TZID[^:\r\n]*:(.*?)\s*$", re.M | re.I)
# What dateutil takes for a mistake.
EXTENSION = re.compile(r"^(?:X-|TZUNTIL|TZID-ALIAS-OF)[^\n]*\n(?:[ \t][^\n]*\n)*", re.M | re.I)
# A zone changes its clock some times a year; a rule by the second would never end.
ENDLESS = re.compile(r"FREQ=(?!YEARLY)", re.I)


class Zones:
    """Zones by the name that the file gives them; ``default`` is that of floating times."""

    def __init__(self, text: str, default: str):
        self.default = ZoneInfo(default)
        self._text = text
        self._definitions = None
        self._known = {}

    def named(self, name: str) -> tzinfo:
        """Return the zone called ``name``: of the world, of Windows, or of the file itself."""
        if not name:
            return self.default
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def _find(self, name):
        plain = name.strip().strip('"')
        if plain.upper() in ("UTC", "GMT", "Z"):
            return timezone.utc
        windows = get_global("windows_zone_mapping").get(plain)
        return (
            _of_the_world(plain)
            or _of_the_world(windows)
            or self._of_the_file(plain)
            # As in "/example.org/20260101_1/Europe/Paris".
            or _of_the_world("/".join(plain.split("/")[-2:]))
            or self.default
        )

    def _of_the_file(self, name):
        if self._definitions is None:
            self._definitions = {}
            for found in VTIMEZONE.finditer(self._text):
                tzid = TZID.search(found.group())
                if tzid:
                    self._definitions[tzid.group(1)] = found.group()
        definition = self._definitions.get(name)
        return definition and _read_definition(definition)


def _of_the_world(name):
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, LookupError):
        return None


def _read_definition(text):
    """Return the zone of a VTIMEZONE, None when it makes no sense."""
    if ENDLESS.search(text):
        return None
    lines = EXTENSION.sub("", text.replace("\r\n", "\n") + "\n")
    try:
        return tzical(io.StringIO(lines)).get()
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
