import re
from datetime import date

DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?", re.DOTALL)
DAY_OF_YEAR = re.compile(r"--(\d\d)-?(\d\d)(?:T.*)?")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
PARTICLES = {"d", "da", "de", "del", "della", "der", "des", "di", "du", "la", "le", "van", "von"}


def clean(text):
    """Return the text without the characters that no database keeps."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def unescape(text):
    return split(text, None)[0]


def split(text, separator):
    """Return the parts of a value between separators that no backslash escapes."""
    parts, current, characters = [], [], iter(text)
    for character in characters:
        if character == "\\":
            escaped = next(characters, "\\")
            current.append("\n" if escaped in "nN" else escaped)
        elif character == separator:
            parts.append("".join(current).strip())
            current = []
        else:
            current.append(character)
    parts.append("".join(current).strip())
    return parts


def fields(text, count):
    """Return ``count`` parts of a structured value such as a name or an address.

    Commas stay: they ought to separate several values of one part, and most
    programs write them unescaped inside a street.
    """
    parts = split(text, ";")[:count]
    return parts + [""] * (count - len(parts))


def day(text):
    """Return ``(date, words)`` of a birth date: words alone when the year is unknown.

    :raises ValueError: no such day
    """
    text = text.strip()
    if match := DAY.fullmatch(text):
        year, month, number = map(int, match.groups())
        if year < 1 or year > 9999:
            raise ValueError(text)
        return date(year, month, number), ""
    if match := DAY_OF_YEAR.fullmatch(text):
        month, number = map(int, match.groups())
        # A leap year: the 29th of February exists.
        return None, f"{date(2000, month, number):%m-%d}"
    raise ValueError(text)


def split_name(full):
    """Return ``(lastname, firstname)`` of a name in one piece.

    “DUPONT Marie” and “Dupont, Marie” begin with the surname, other names end
    with it, with its particles.
    """
    last, comma, first = full.partition(",")
    if comma:
        return " ".join(last.split()), " ".join(first.split())
    words = full.split()
    capitals = 0
    while capitals < len(words) and len(words[capitals]) > 1 and words[capitals].isupper():
        capitals += 1
    if 0 < capitals < len(words):
        return " ".join(words[:capitals]), " ".join(words[capitals:])
    start = max(len(words) - 1, 0)
    while start > 1 and words[start - 1].lower().strip("'’") in PARTICLES:
        start -= 1
    return " ".join(words[start:]), " ".join(words[:start])
