"""How a contact is found: one folded text per contact, and what is looked for in it.

Plain values only: neither a record nor the clock.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

# Letters that are not a plain one with an accent.
LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
NUMBER = re.compile(r"[+\d][\d\s().\-/]*")
DAY_FIRST = re.compile(r"(\d{1,2})[./\- ](\d{1,2})(?:[./\- ](\d{4}))?")
YEAR_FIRST = re.compile(r"(\d{4})[./\-](\d{1,2})(?:[./\-](\d{1,2}))?")
MONTH_YEAR = re.compile(r"(\d{1,2})[./\-](\d{4})")
# Below this, a word is looked for at the beginning of words only.
SHORT = 3


@dataclass(frozen=True, slots=True)
class Identity:
    """What a contact is known by. ``phone`` as typed, ``e164`` as `+33612345678`."""

    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    e164: str = ""
    national: str = ""
    birth: date | None = None


def fold(text: str) -> str:
    """Return ``text`` in small letters without accents."""
    plain = unicodedata.normalize("NFKD", (text or "").casefold().translate(LIGATURES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def fold_words(text: str) -> list[str]:
    """Return the words of a name: `Jean-Pierre d’Arc` gives jean, pierre, d, arc."""
    return re.findall(r"\w+", fold(text))


def name_key(*names: str) -> str:
    """Return what alike names share, whatever their accents, capitals and order."""
    return " ".join(sorted(word for name in names for word in fold_words(name)))


def search_text(identity: Identity) -> str:
    """Return the text that :func:`search_terms` looks into, spaces at both ends."""
    words = [word for name in identity.names for word in fold_words(name)]
    phones = [_digits(number) for number in (identity.phone, identity.e164, identity.national)]
    birth = identity.birth.isoformat() if identity.birth else ""
    codes = [fold(code) for code in identity.codes]
    found = [*words, fold(identity.email).strip(), *phones, birth, *codes]
    return f" {' '.join(dict.fromkeys(filter(None, found)))} "


def search_terms(typed: str, month_first: bool = False) -> list[tuple[str, ...]]:
    """Return what must be in the text: of each tuple at least one.

    ``typed`` may hold parts of names, an email, a phone in any format, a
    birth date; ``month_first`` tells how the reader writes dates.
    """
    typed = (typed or "").strip()
    if NUMBER.fullmatch(typed):
        return [_number_terms(typed, month_first)]
    terms = []
    for word in typed.split():
        if NUMBER.fullmatch(word) and any(letter.isdigit() for letter in word):
            terms.append(_number_terms(word, month_first))
        elif "@" in word:
            terms.append((fold(word),))
        elif "." in word.strip("."):
            # The end of an address, or initials.
            terms.append((fold(word), *(" ".join(fold_words(word)),)))
        else:
            terms.extend((_term(part),) for part in fold_words(word))
    return terms


def _term(word):
    return word if len(word) >= SHORT else f" {word}"


def _number_terms(typed, month_first):
    """Return what a number may be: part of a phone, or of a birth date."""
    digits = _digits(re.sub(r"\(0\)", "", typed))
    if typed.startswith("00"):
        digits = digits[2:]
    return tuple(dict.fromkeys(filter(None, [digits, *_dates(typed.strip(), month_first)])))


def _dates(typed, month_first):
    """Return the ISO forms that a date, whole or not, may stand for."""
    if parts := YEAR_FIRST.fullmatch(typed):
        yield "-".join(part.zfill(2) for part in parts.groups() if part)
    elif parts := MONTH_YEAR.fullmatch(typed):
        yield f"{parts[2]}-{parts[1].zfill(2)}"
    elif parts := DAY_FIRST.fullmatch(typed):
        first, second, year = parts.groups()
        day, month = (second, first) if month_first else (first, second)
        yield f"{year or ''}-{month.zfill(2)}-{day.zfill(2)}"
    elif len(typed) == 8 and typed.isdigit():
        day, month = (typed[2:4], typed[:2]) if month_first else (typed[:2], typed[2:4])
        yield f"{typed[4:]}-{month}-{day}"


def _digits(number):
    return re.sub(r"\D", "", number or "")
