import codecs
import quopri
import re
from contextlib import suppress
from dataclasses import dataclass

from .values import clean

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Only these: Python knows codecs that are no character sets.
CHARSETS = re.compile(
    r"utf-?8|us-ascii|iso-?8859-?\d{1,2}|windows-?125\d|cp125\d|koi8-[ru]|big5|gb2312|gbk|gb18030"
    r"|shift[-_]jis|euc-(jp|kr)|iso-2022-jp|mac(intosh|-?roman)",
    re.IGNORECASE,
)
ENDS = re.compile(rb"\s*(BEGIN|END):VCARD\s*", re.IGNORECASE)
BASE64 = re.compile(rb"[A-Za-z0-9+/]+=*")
# Outside quotes, or a quoted text; an unfinished one goes to the end.
PARAMETER = re.compile(r'(?:[^;"]|"[^"]*"?)+')
VALUE = re.compile(r'"([^"]*)"?|([^,"]+)')


@dataclass(frozen=True, slots=True)
class Line:
    """One content line: ``group.NAME;PARAMETER=value:raw``.

    Bare words of vCard 2.1 (``TEL;CELL:``) are among the types, as are its
    encodings. Types are in lower case, names in upper case.
    """

    number: int
    group: str
    name: str
    params: dict[str, tuple[str, ...]]
    raw: bytes

    @property
    def types(self):
        return {word.lower() for word in self.params.get("TYPE", ())}

    @property
    def encoding(self):
        words = {word.lower() for word in self.params.get("ENCODING", ())} | self.types
        if "quoted-printable" in words:
            return "quoted-printable"
        return "base64" if words & {"base64", "b"} else ""

    @property
    def rank(self):
        """Return how much the owner prefers this one; the lowest is the best."""
        wish = "".join(self.params.get("PREF", ()))
        if wish.isascii() and wish.isdecimal() and len(wish) < 4:
            return int(wish)
        return 1 if "pref" in self.types or "PREF" in self.params else 101

    def text(self):
        """Return the value in characters, still with its backslashes."""
        raw = self.raw
        if self.encoding == "quoted-printable":
            raw = quopri.decodestring(raw)
        return clean(decode(raw, "".join(self.params.get("CHARSET", ()))))


def decode(raw, charset=""):
    """Return the characters of ``raw``: in ``charset`` if that works, UTF-8 or Windows."""
    known = [charset] if CHARSETS.fullmatch(charset) else []
    for name in (*known, "utf-8"):
        with suppress(LookupError, UnicodeDecodeError):
            return raw.decode(name)
    return raw.decode("cp1252", "replace")


def read_lines(content):
    """Yield ``(number, Line)`` of the file, ``(number, None)`` for what is no such line."""
    for number, raw in _unfolded(_in_utf8(content)):
        yield number, _parse(number, raw)


def _in_utf8(content):
    """Return the file without its mark, and any UTF-16 as UTF-8; lines keep their own bytes."""
    guess = {b"B\0E\0": "utf-16-le", b"\0B\0E": "utf-16-be"}.get(content[:4], "utf-8")
    marks = (pair for pair in BOMS if content.startswith(pair[0]))
    mark, charset = next(marks, (b"", guess))
    content = content[len(mark) :]
    if charset == "utf-8":
        return content
    return content.decode(charset, "replace").encode("utf-8", "replace")


def _unfolded(content):
    """Yield ``(number, bytes)`` of each whole line, its continuations joined.

    Joined before decoding: some programs fold in the middle of a character.
    """
    pieces, start, soft = [], 0, False
    for number, raw in enumerate(content.splitlines(), start=1):
        if pieces and not ENDS.fullmatch(raw) and (soft or _continues(pieces, raw)):
            raw = raw if soft else raw[1:] if raw[:1] in b" \t" else raw
            if soft:
                pieces[-1] = pieces[-1][:-1]
            pieces.append(raw)
        else:
            if pieces:
                yield start, b"".join(pieces)
            pieces, start = ([raw], number) if raw.strip() else ([], 0)
        soft = bool(pieces) and raw.endswith(b"=") and _is_quoted_printable(pieces[0])
    if pieces:
        yield start, b"".join(pieces)


def _continues(pieces, raw):
    """Tell whether ``raw`` goes on with the line: indented, or more base64."""
    if raw[:1] in (b" ", b"\t"):
        return True
    head = pieces[0][:200].upper()
    is_base64 = b"BASE64" in head or b"ENCODING=B" in head
    return is_base64 and bool(BASE64.fullmatch(raw.rstrip()))


def _is_quoted_printable(raw):
    return b"QUOTED-PRINTABLE" in raw[:200].upper()


def _parse(number, raw):
    text = raw.decode("latin-1")
    colon = _colon(text)
    if colon < 0:
        return None
    name, *parameters = PARAMETER.findall(text[:colon]) or [""]
    group, _dot, name = name.strip().rpartition(".")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,60}", name):
        return None
    return Line(number, group.lower(), name.upper(), _params(parameters), raw[colon + 1 :])


def _colon(text):
    """Return where the value begins; a quote that never ends does not hide it."""
    is_quoted = False
    for place, character in enumerate(text):
        if character == '"':
            is_quoted = not is_quoted
        elif character == ":" and not is_quoted:
            return place
    return text.find(":")


def _params(parameters):
    """Return ``{NAME: values}``; a bare word is a type."""
    found = {}
    for parameter in parameters:
        name, equals, text = parameter.partition("=")
        if not equals:
            name, text = "TYPE", parameter
        values = [quoted or bare for quoted, bare in VALUE.findall(text)]
        # Written as TYPE="home,work" as well.
        words = [word.strip() for value in values for word in value.split(",")]
        found.setdefault(name.strip().upper(), []).extend(words)
    return {name: tuple(words) for name, words in found.items()}
